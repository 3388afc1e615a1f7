import { readFileSync } from 'node:fs';

/** The version of this package, from its manifest. */
export function packageVersion(): string {
  // Two levels up from src/config in a checkout, three from dist/src/config in the build.
  const depth = import.meta.url.endsWith('.ts') ? '../../' : '../../../';
  const manifest = JSON.parse(readFileSync(new URL(`${depth}package.json`, import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  return manifest.version;
}
