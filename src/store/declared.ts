import { WireError } from '../core/errors.ts';

/** Who changes something: a declared file, or a person by command, page or API. */
export type Author = { readonly file: string } | 'person';

/** What a file declares is changed in that file only (R22). @throws DECLARED */
export function mayChange(what: string, declaredIn: string | null, author: Author): void {
  if (author === 'person' && declaredIn !== null) {
    throw new WireError('DECLARED', `${what} is declared in ${declaredIn}; change it there`);
  }
}

export function declaredIn(author: Author): string | null {
  return author === 'person' ? null : author.file;
}
