import { createHash } from 'node:crypto';
import { Secret } from '../core/secret.ts';
import type { Declarations } from './load.ts';

/**
 * SHA-256, in hex, of what is declared: the same for the same declarations wherever their files lie and however they
 * are laid out, so that a fleet applies them once (R22). Secrets count, and can't be read from it.
 */
export function contentHash({ feeds, opml, topics, subscriptions, prune }: Declarations): string {
  const [plainFeeds, plainTopics, plainSubscriptions] = [feeds, topics, subscriptions].map((items) =>
    items.map(({ declaredIn: _file, line: _line, ...item }) => item),
  );
  const declared = [plainFeeds, opml?.text ?? null, plainTopics, plainSubscriptions, prune];
  return createHash('sha256').update(stableJson(declared)).digest('hex');
}

/** JSON with sorted keys, secrets as their own hash. */
function stableJson(value: unknown): string {
  if (value instanceof Secret) return JSON.stringify(createHash('sha256').update(value.reveal()).digest('hex'));
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${stableJson(field)}`);
  return `{${fields.join(',')}}`;
}
