import {
  CompiledQuery,
  RawNode,
  ValueNode,
  type Kysely,
  type OperationNode,
  type QueryResult,
  type RawBuilder,
} from 'kysely';

/**
 * A statement, or a piece of one, with its parameters, written as Kysely's `sql` is and to be mixed with it. Its text is
 * put together without a syntax tree, which for the statements that run with each article costs more than all else that
 * this process does for them.
 */
export class Statement<Row> {
  readonly #strings: readonly string[];
  readonly #values: readonly unknown[];
  readonly #isKept: boolean;

  constructor(strings: readonly string[], values: readonly unknown[], isKept: boolean) {
    this.#strings = strings;
    this.#values = values;
    this.#isKept = isKept;
  }

  execute(db: Kysely<unknown>): Promise<QueryResult<Row>> {
    const { text, parameters } = this.compile();
    if (this.#isKept) nameOf(text);
    return db.executeQuery<Row>(CompiledQuery.raw(text, parameters));
  }

  /** The text with `$1` … for its parameters. */
  compile(): { text: string; parameters: unknown[] } {
    const parameters: unknown[] = [];
    return { text: this.#write(parameters), parameters };
  }

  #write(parameters: unknown[]): string {
    let text = this.#strings[0] as string;
    for (const [at, value] of this.#values.entries()) {
      if (value instanceof Statement) text += value.#write(parameters);
      else if (isRawBuilder(value)) text += constantText(value);
      else text += `$${parameters.push(value)}`;
      text += this.#strings[at + 1] as string;
    }
    return text;
  }

  /** What Kysely calls on a part of one of its statements. */
  toOperationNode(): OperationNode {
    const nodes = this.#values.map((value) =>
      value instanceof Statement || isRawBuilder(value) ? value.toOperationNode() : ValueNode.create(value),
    );
    return RawNode.create(this.#strings, nodes);
  }
}

/** A piece of a statement, to stand in others. */
export function part<T = unknown>(strings: TemplateStringsArray, ...values: unknown[]): Statement<T> {
  return new Statement<T>(strings, values, false);
}

/**
 * A statement that runs with each article: the server keeps its plan on the connection, which spares it to read and plan
 * the text every time. For statements whose rows are found by keys: their plan does not depend on what is asked for.
 */
export function prepared<Row = unknown>(strings: TemplateStringsArray, ...values: unknown[]): Statement<Row> {
  return new Statement<Row>(strings, values, true);
}

function isRawBuilder(value: unknown): value is RawBuilder<unknown> {
  return typeof value === 'object' && value !== null && 'isRawBuilder' in value;
}

/** Text of a `sql.raw` of Kysely's. */
function constantText(raw: RawBuilder<unknown>): string {
  const node = raw.toOperationNode();
  if (node.sqlFragments.length !== 1) throw new Error('a part with parameters is written with `part`');
  return node.sqlFragments[0] as string;
}

/** Kept statements by their text: a few dozen, as each stands once in the code with few variants. */
const NAMES = new Map<string, string>();
const MAX_NAMES = 200;

function nameOf(text: string): void {
  if (!NAMES.has(text) && NAMES.size < MAX_NAMES) NAMES.set(text, `wirewatch-${NAMES.size + 1}`);
}

/** The name under which the server keeps a statement of this text; undefined for all that are not `prepared`. */
export function preparedName(text: string): string | undefined {
  return NAMES.get(text);
}
