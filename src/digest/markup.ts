const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that XML 1.0 (§2.2) has no way to write, half surrogate pairs included, are left out. */
export function plainText(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '');
}

/** Text for XML and HTML, in elements and in quoted attributes alike. */
export function escapeXml(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

/** A snippet as safe HTML: `<mark>` and the entities that it holds are kept, every other tag is shown as text. */
export function snippetHtml(snippet: string): string {
  const parts = plainText(snippet).split(/(<\/?mark>|&(?:amp|lt|gt|quot|#39);)/);
  let open = false;
  const html = parts.map((part, i) => {
    if (i % 2 === 0) return escapeXml(part);
    if (!part.startsWith('<')) return part;
    if ((part === '<mark>') === open) return ''; // only pairs
    open = !open;
    return part;
  });
  return html.join('') + (open ? '</mark>' : '');
}
