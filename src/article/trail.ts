/** What stands between the crumbs of a trail: a mark, or the name of an icon whose font shows one. */
const BETWEEN =
  /\s*(?:[>»›→❯▸]|(?<!\d)\/(?!\d)|(?<=\s)\|(?=\s)|(?<=\s)(?:chevron_right|keyboard_arrow_right|navigate_next|arrow_right|arrow_forward(?:_ios)?)(?=\s))\s*/u;
const MAX_CRUMB = 40;
const MAX_TRAIL = 400;

/**
 * The crumbs of a line that is a trail (`Home > World > Europe`), in order; none where it is anything else. The last may be the
 * headline itself.
 */
export function crumbsOf(line: string): string[] {
  if (line.length > MAX_TRAIL) return [];
  const crumbs = line.split(BETWEEN).filter((crumb) => crumb !== '');
  if (crumbs.length < 2 || /[.!?]$/.test(line)) return [];
  return crumbs.every((crumb, at) => isCrumb(crumb) || (at > 1 && at === crumbs.length - 1)) ? crumbs : [];
}

/**
 * The crumbs of a line of a menu with these links, where a mark that only trails have stands between them: a bar parts the
 * entries of any menu, and a slash inside one link's text parts nothing.
 */
export function linkedCrumbs(line: string, links: readonly string[]): string[] {
  if (/\s\|(?:\s|$)/.test(line)) return [];
  const crumbs = crumbsOf(line);
  const isWhole = (link: string): boolean => crumbs.includes(link.replace(END_MARKS, ''));
  return links.every(isWhole) ? crumbs : [];
}

const END_MARKS = /^[\s>»›→❯▸/]+|[\s>»›→❯▸/]+$/gu;

function isCrumb(text: string): boolean {
  return text.length < MAX_CRUMB && /^\p{L}/u.test(text) && text.split(' ').length <= 5;
}

/** True for the name of an icon, or a mark, that stands between two crumbs, and nothing else. */
export function isBetweenCrumbs(line: string): boolean {
  return line.length < 30 && line.trim() !== '' && ` ${line} `.replace(BETWEEN, '').trim() === '';
}
