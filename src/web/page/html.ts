import { escapeXml, snippetHtml } from '../../digest/markup.ts';

/** Markup that is safe to be put into a page as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlValue = string | number | Html | readonly HtmlValue[] | null | undefined | false;

/** A template whose values are escaped, in elements and in quoted attributes alike; nothing stands for null and false. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts.reduce((text, part, i) => text + (i === 0 ? '' : shown(values[i - 1])) + part, ''));
}

function shown(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escapeXml(value);
  return typeof value === 'number' ? String(value) : value.map(shown).join('');
}

/** A stored snippet: its `<mark>` is kept, all else is text. */
export function snippet(text: string): Html {
  return new Html(snippetHtml(text));
}

/** A link that a page of the web may be: never a script. */
export function outLink(url: string, text: HtmlValue): Html {
  if (!/^https?:\/\//i.test(url)) return html`${text}`;
  return html`<a href="${url}" rel="noopener noreferrer nofollow" target="_blank"
    >${text}<span class="out" aria-hidden="true"> ↗</span><span class="hidden"> (opens a new window)</span></a
  >`;
}
