import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of something that the package ships beside its code, such as `config` or `package.json`. */
export function packagePath(name: string): string {
  // Two levels up from src/config in a checkout, three from dist/src/chunks in the build.
  const depth = import.meta.url.endsWith('.ts') ? '../../' : '../../../';
  return fileURLToPath(new URL(depth + name, import.meta.url));
}

/** The version of this package, from its manifest. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { readonly version: string };
  return manifest.version;
}
