/** A node of a page's JSON-LD graph. */
export type LinkedNode = Readonly<Record<string, unknown>>;

const MAX_NODES = 2000;
const MAX_DEPTH = 12;

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** JSON as people write it into templates: comments around it, raw line breaks in strings, commas too many, a `;` behind. */
function mend(text: string): string {
  return text
    .replace(/^\s*(?:\/\/)?\s*<!\[CDATA\[|(?:\/\/)?\s*\]\]>\s*$/g, '')
    .replace(/^\s*<!--|-->\s*$/g, '')
    .replace(/\/\*[^*]{0,2000}\*\//g, '')
    .replace(/[\u0000-\u001F]+/g, ' ')
    .replace(/,\s*(?=[}\]])/g, '')
    .replace(/([}\]"])\s*;\s*$/, '$1')
    .replace(/\\(?!["\\/bfnrtu])/g, '')
    .trim();
}

/** `key: "value"` pairs out of JSON that cannot be mended, as one node. Only what stands at the top of an article. */
function salvage(text: string): LinkedNode | undefined {
  if (!/"@type"\s*:\s*\[?\s*"[A-Za-z]*(?:Article|Posting|Report)/.test(text)) return undefined;
  const node: Record<string, unknown> = { '@type': 'Article' };
  for (const key of [
    'headline',
    'datePublished',
    'dateModified',
    'dateCreated',
    'articleSection',
    'description',
    'inLanguage',
  ]) {
    const value = new RegExp(`"${key}"\\s*:\\s*"((?:[^"\\\\]|\\\\.){1,1000})"`).exec(text)?.[1];
    if (value !== undefined) node[key] = tryParse(`"${value.replace(/[\u0000-\u001F]+/g, ' ')}"`) ?? value;
  }
  const author = /"author"\s*:\s*\[?\s*\{[^{}]{0,400}?"name"\s*:\s*"((?:[^"\\]|\\.){1,200})"/.exec(text)?.[1];
  if (author !== undefined) node['author'] = { '@type': 'Person', name: author };
  return node;
}

/** What a script holds; undefined where nothing can be read. */
export function parseLinkedData(text: string): unknown {
  const plain = tryParse(text);
  if (plain !== undefined) return plain;
  const mended = mend(text);
  // Two documents in one script, one behind the other.
  return tryParse(mended) ?? tryParse(`[${mended.replace(/\}\s*\{/g, '},{')}]`) ?? salvage(text);
}

/** Every node of the graphs in a page's scripts of JSON-LD, outer ones first, at most 2,000. */
export function linkedNodes(scripts: readonly string[]): LinkedNode[] {
  const nodes: LinkedNode[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || nodes.length >= MAX_NODES || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item, depth + 1);
      return;
    }
    const node = value as LinkedNode;
    nodes.push(node);
    for (const inner of Object.values(node)) if (typeof inner === 'object') visit(inner, depth + 1);
  };
  for (const script of scripts) visit(parseLinkedData(script), 0);
  return nodes;
}

/** The types of a node, without a schema's address before them. */
export function typesOf(node: LinkedNode): string[] {
  const types = node['@type'];
  return (Array.isArray(types) ? types : [types])
    .filter((type): type is string => typeof type === 'string')
    .map((type) => type.replace(/^.*[/#:]/, ''));
}

/** A value as text: a string, a number, or the `name`, `@value`, `headline` or `url` of a node; the first of a list. */
export function textValue(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    for (const item of value) {
      const text = textValue(item);
      if (text !== null) return text;
    }
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const node = value as LinkedNode;
  return textValue(node['@value'] ?? node['name'] ?? node['headline'] ?? node['@id'] ?? node['url'] ?? null);
}

const ARTICLE = /(?:Article|BlogPosting|LiveBlogPosting|Report|Review|DiscussionForumPosting|Recipe)$/;

/** True for a node that can be the page's article. */
export function isArticleNode(node: LinkedNode): boolean {
  return typesOf(node).some((type) => ARTICLE.test(type));
}
