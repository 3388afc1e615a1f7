import { looksLikeHtml, oneLine, plainText } from './markup.ts';

const MAIL = /[^\s<>()@",;:]{1,128}@[^\s<>()@",;:]{1,255}/;

/** The name of a person as feeds write them (`Ann <a@b.c>`, `a@b.c (Ann)`, `Ann (a@b.c)`): the name, else the address, else null. */
export function personName(written: string): string | null {
  const text = looksLikeHtml(written) ? plainText(written) : oneLine(written);
  if (text === '') return null;
  if (!text.includes('@')) return text;
  const mail = MAIL.exec(text)?.[0];
  if (mail === undefined) return text;
  const name = text
    .replace(mail, '')
    .replace(/\bmailto:/gi, '')
    .replace(/\(\s*\)|<\s*>/g, '')
    .trim();
  const unwrapped = /^\(([^()]*)\)$/.exec(name)?.[1] ?? name;
  return oneLine(unwrapped.replace(/^[\s"'`,;:-]+|[\s"'`,;:-]+$/g, '')) || mail;
}
