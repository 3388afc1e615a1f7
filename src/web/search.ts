import { WireError } from '../core/errors.ts';

/** A topic query that asks for each word of a text, whatever signs stand in it. @throws REQUEST_INVALID without a word */
export function wordsQuery(text: string): string {
  const words = text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+(?:[’'-][\p{L}\p{M}\p{N}]+)*/gu) ?? [];
  if (words.length === 0) {
    throw new WireError('REQUEST_INVALID', 'query.text: holds no word', {
      detail: { errors: [{ at: 'query.text', message: 'holds no word' }] },
    });
  }
  return words
    .slice(0, 50)
    .map((word) => `"${word}"`)
    .join(' AND ');
}
