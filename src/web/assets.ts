import type { FastifyInstance } from 'fastify';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const TYPES = {
  'app.css': 'text/css; charset=utf-8',
  'app.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;
const NAMES = Object.keys(TYPES) as (keyof typeof TYPES)[];

// One level below `src` in a checkout and in the build alike.
const files = new Map(NAMES.map((name) => [name, readFileSync(new URL(`../web/page/${name}`, import.meta.url))]));

/** Changes with what the files hold, so that browsers may keep them for ever. */
export const ASSETS_TAG = NAMES.reduce((hash, name) => hash.update(files.get(name) as Buffer), createHash('sha256'))
  .digest('hex')
  .slice(0, 12);

/** Style, script and icon of the pages, from memory. */
export function addAssets(app: FastifyInstance): void {
  for (const name of NAMES) {
    app.get(`/assets/${name}`, { config: { isOpen: true } }, (_, reply) =>
      reply.header('cache-control', 'private, max-age=31536000, immutable').type(TYPES[name]).send(files.get(name)),
    );
  }
}
