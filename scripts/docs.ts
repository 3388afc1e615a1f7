/**
 * Writes the reference pages that are made from code: docs/errors.md from the table of codes, docs/configuration.md
 * from the schema. With `--check` it writes nothing and fails where a page is not what the code says.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { SETTINGS, type Setting } from '../src/config/settings.ts';
import { VARIABLES, type Variable } from '../src/config/variables.ts';
import { CODES, type ErrorCode, type Fate } from '../src/core/codes.ts';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const GENERATED = (from: string): string => `<!-- Made from ${from} by \`npm run docs\`: change it there. -->\n`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}

const NEXT: Readonly<Record<Fate, string>> = {
  retry: 'tried again, with growing delay; the tries count',
  defer: 'waits; it is nobody’s fault and no try is counted',
  quarantine: 'kept for a person: `wirewatch queues failed`, `wirewatch queues retry`',
  drop: 'expected; done with',
  fault: 'told to the person who runs the command',
};

/** The codes by the groups in which the table's comments put them, in its order. */
function groupsOfCodes(): Map<string, ErrorCode[]> {
  const groups = new Map<string, ErrorCode[]>();
  let group = 'Others';
  for (const line of readFileSync(at('src/core/codes.ts'), 'utf8').split('\n')) {
    group = /^ {2}\/\/ (.+)$/.exec(line)?.[1] ?? group;
    const code = /^ {2}([A-Z][A-Z_]+): \{/.exec(line)?.[1];
    if (code !== undefined && code in CODES) groups.set(group, [...(groups.get(group) ?? []), code as ErrorCode]);
  }
  const found = [...groups.values()].flat().length;
  const all = Object.keys(CODES).length;
  if (found !== all) throw new Error(`read ${found} of ${all} codes: the layout of codes.ts has changed`);
  return groups;
}

function errorsPage(): string {
  const fates = (Object.keys(NEXT) as Fate[]).map((fate) => [`\`${fate}\``, NEXT[fate]]);
  const groups = [...groupsOfCodes()].map(([title, codes]) => {
    const rows = codes.map((code) => {
      const { fate, means, cure } = CODES[code];
      return [`<a id="${code.toLowerCase()}"></a>\`${code}\``, fate, means, cure];
    });
    return `## ${title}\n\n${table(['code', 'fate', 'means', 'what to do'], rows)}`;
  });
  return `${GENERATED('src/core/codes.ts')}
# Errors

Every error has a code. It stands at the end of what a command prints, in the field \`err.code\` of the log, in the life
line of an article (\`wirewatch why URL\`) and on the rows that the web page lists. Its fate says what is done next:

${table(['fate', 'what happens'], fates)}
What carries no code is a bug of ours (\`BUG\`): it is logged with its stack, tried a few times, then quarantined.

${groups.join('\n')}`;
}

const code = (text: string): string => `\`${text}\``;

function defaultOf({ defaultValue }: Setting): string {
  if (defaultValue === undefined) return '–';
  return code(typeof defaultValue === 'string' ? defaultValue : JSON.stringify(defaultValue));
}

const settingRow = (setting: Setting): string[] => [
  code(setting.path),
  setting.names.map(code).join(' '),
  setting.kind === 'declared' ? 'list, or the name of a file' : setting.kind,
  defaultOf(setting),
  setting.description,
];

const variableRow = ({ names, isSecret, description }: Variable): string[] => [
  names.map(code).join(', else '),
  isSecret ? 'yes' : 'no',
  description,
];

const EXAMPLE = `\`\`\`yaml
feeds: # or feeds: feeds.opml
  - https://example.org/feed.xml
  - url: https://example.com/rss
    tags: [europe]
    every: 10m # instead of the feed's own rhythm
    headers: { X-Api-Key: 'abc123' } # kept encrypted; so are a user and password in the address

topics: # or topics: topics.yaml, which may hold subscriptions too
  - id: belarus
    name: Belarus
    query: 'Belarus* OR Беларус*'
    lang: [en, ru] # optional filters; so are sources and tags

subscriptions:
  - topic: belarus
    channel: { type: webhook, url: 'https://example.org/hook' } # secret: whsec_… signs the deliveries
    digest: '0 7 * * 1-5' # or rhythm: instant, which is the default
    timezone: Europe/Minsk

polling: { min: 5m, max: 24h }
hosts: { gap: 1s, overrides: { '*.example.com': { gap: 5s } } }
\`\`\``;

function configurationPage(): string {
  const roomOf = ({ path }: Setting): string => (path.includes('.') ? path.slice(0, path.indexOf('.')) : '');
  const rooms = [...new Set(SETTINGS.map(roomOf))];
  const tables = rooms.map((room) => {
    const settings = SETTINGS.filter((setting) => roomOf(setting) === room);
    const title = room === '' ? '## What is watched, and the whole' : `## \`${room}\``;
    return `${title}\n\n${table(['setting', 'environment', 'kind', 'default', 'what it does'], settings.map(settingRow))}`;
  });
  const variables = Object.values(VARIABLES as Readonly<Record<string, Variable>>).map(variableRow);
  return `${GENERATED('src/config/schema.ts')}
# Configuration

Everything has a default: without a file and without a variable wirewatch runs on a store of its own in \`./data\`.
What is set comes from a file (\`--config FILE\` or \`WIREWATCH_CONFIG\`), which the environment overrules, which the
command line overrules. \`wirewatch init\` writes an example file to begin with.

${EXAMPLE}

- **Durations** are an integer with \`ms\`, \`s\`, \`m\`, \`h\` or \`d\`; \`0\` is one too.
- **Paths** are relative to the file that they stand in; from the environment and the command line, to the folder in
  which the command runs.
- **In the environment** a list is separated by commas or spaces, and \`[…]\` and \`{…}\` are read as in the file. An
  empty variable counts as not set.
- **What is wrong** stops the start: every fault at once, each with its file and line, what was found and what was
  expected. An unknown key or \`WIREWATCH_…\` variable is a fault, so that a typing error can't go unseen.
- **What files declare** (feeds, topics, subscriptions) is created or changed at start. What is no longer declared is
  left alone, unless \`prune: true\`. What a file declares can't be changed elsewhere.
- **The log** goes to standard error, standard output is for results.

${tables.join('\n')}
## Only in the environment

Secrets, and what must be known before a file is read. A secret may stand in a file instead, named by the variable with
\`_FILE\` at its end (\`WIREWATCH_SECRET_FILE=/run/secrets/wirewatch\`). A secret is never logged or printed.

${table(['variable', 'secret', 'what it is'], variables)}
`;
}

const PAGES: Readonly<Record<string, () => string>> = {
  'docs/errors.md': errorsPage,
  'docs/configuration.md': configurationPage,
};

const isCheck = process.argv.includes('--check');
for (const [path, page] of Object.entries(PAGES)) {
  const options = await resolveConfig(at(path));
  const text = await format(page(), { ...options, filepath: at(path) });
  const present = existsSync(at(path)) ? readFileSync(at(path), 'utf8') : '';
  if (present === text) continue;
  if (isCheck) {
    console.error(`${path} is not what the code says: run npm run docs`);
    process.exitCode = 1;
  } else {
    writeFileSync(at(path), text);
    console.log(`wrote ${path}`);
  }
}
