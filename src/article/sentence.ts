/** The share of a sentence's words in lower case: half of a German one may be nouns. */
const LEAST_LOW = 0.35;

/** Written without spaces for the most part: a menu of languages is not enough. */
export function isWithoutSpaces(text: string): boolean {
  return (text.match(UNSPACED)?.length ?? 0) > text.length * 0.2;
}

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** Ends like a sentence, and is for the most part in lower case where the script knows one. */
export function isSentence(text: string): boolean {
  if (!/[.!?…。！？؟۔।]["”»’')\]」』]{0,2}$/u.test(text)) return false;
  if (isWithoutSpaces(text)) return text.length >= 12;
  const words = text.split(/\s+/);
  const low = words.filter((word) => !/^["“„«‘'([]*[\p{Lu}\d]/u.test(word)).length;
  return words.length >= 4 && low >= words.length * LEAST_LOW;
}
