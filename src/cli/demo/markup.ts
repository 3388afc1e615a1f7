/** How an outlet marks up the blocks of an article's body; each argument is HTML already. */
export interface BodyMarkup {
  readonly paragraph: (html: string) => string;
  readonly subhead: (html: string) => string;
  readonly quote: (html: string) => string;
  readonly list: (items: readonly string[]) => string;
  readonly related: (html: string) => string;
  readonly photo: (caption: string, credit: string) => string;
  readonly box: () => string;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text made safe for HTML and XML content and double-quoted attributes. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] as string);
}

function inline(text: string): string {
  return escapeMarkup(text)
    .replace(/\*([^*]+)\*/g, '<em>$1</em>')
    .replace(/\{([^}]+)\}/g, '<a href="/about">$1</a>');
}

function blocksOf(text: string): string[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((block) => block.trim());
}

function block(source: string, markup: BodyMarkup): string {
  const rest = (prefix: string): string => inline(source.slice(prefix.length).trim());
  if (source.startsWith('## ')) return markup.subhead(rest('## '));
  if (source.startsWith('> ')) return markup.quote(rest('> '));
  if (source.startsWith('[read]')) return markup.related(rest('[read]'));
  if (source === '[box]') return markup.box();
  if (source.startsWith('- ')) return markup.list(source.split('\n').map((line) => inline(line.replace(/^- /, ''))));
  if (source.startsWith('[photo]')) {
    const [caption = '', credit = ''] = rest('[photo]').split(' | ');
    return markup.photo(caption, credit);
  }
  return markup.paragraph(inline(source));
}

/** The body of a piece (light markup, see `Piece`) as an outlet's HTML, a block a line. */
export function renderBody(text: string, markup: BodyMarkup): string {
  return blocksOf(text)
    .map((source) => block(source, markup))
    .filter((html) => html !== '')
    .join('\n');
}

/** A piece's own text as the plain HTML that feeds carry: no related links, no boxes. */
export function feedBody(text: string): string {
  return renderBody(text, {
    paragraph: (html) => `<p>${html}</p>`,
    subhead: (html) => `<h3>${html}</h3>`,
    quote: (html) => `<blockquote><p>${html}</p></blockquote>`,
    list: (items) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`,
    related: () => '',
    photo: () => '',
    box: () => '',
  });
}

/** The first plain paragraph of a piece without its marks. */
export function firstParagraph(text: string): string {
  const first = blocksOf(text).find((source) => !/^(##|>|-|\[)/.test(source)) ?? '';
  return first.replace(/[*{}]/g, '');
}

/** Markup for each item, joined. */
export function each<T>(items: readonly T[], make: (item: T, index: number) => string): string {
  return items.map(make).join('\n');
}
