/** Feeds as publishers' systems write them, generated: RSS with escaped HTML, with CDATA, Atom, RDF, a podcast. */
const WORDS =
  'the minister said on Tuesday that talks about energy security in Europe would go on next week while members of parliament asked for a debate over sanctions and trade with neighbouring countries'.split(
    ' ',
  );

function sentence(seed: number, words: number): string {
  return Array.from({ length: words }, (_, at) => WORDS[(seed * 31 + at * 7) % WORDS.length]).join(' ');
}

function date(seed: number): Date {
  return new Date(Date.UTC(2026, seed % 12, 1 + (seed % 28), seed % 24, (seed * 7) % 60));
}

function content(seed: number, paragraphs: number): string {
  const body = Array.from(
    { length: paragraphs },
    (_, at) =>
      `<p>${sentence(seed + at, 60)} <a href="https://example.org/${seed}/${at}?a=1&amp;b=2">${sentence(at, 3)}</a> &#8211; <em>${sentence(at + 3, 5)}</em>.</p>`,
  );
  return `<figure><img src="https://example.org/i/${seed}.jpg" alt="${sentence(seed, 6)}" width="800" height="450"></figure>${body.join('\n')}`;
}

const escapeXml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const many = (count: number, make: (seed: number) => string): string =>
  Array.from({ length: count }, (_, seed) => make(seed)).join('\n');

function rss(cdata: boolean, entries: number, paragraphs: number): string {
  const html = (text: string): string => (cdata ? `<![CDATA[${text}]]>` : escapeXml(text));
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Example News</title><link>https://example.org/</link><description>${sentence(1, 12)}</description><language>en</language>
<atom:link href="https://example.org/feed" rel="self" type="application/rss+xml"/>
${many(
  entries,
  (seed) => `<item>
<title>${html(sentence(seed, 9))}</title><link>https://example.org/news/${seed}</link><guid isPermaLink="false">https://example.org/?p=${seed}</guid>
<dc:creator>${html(`Reporter ${seed % 9}`)}</dc:creator><pubDate>${date(seed).toUTCString()}</pubDate>
<category>${html('Politics')}</category><category>${html('World')}</category>
<description>${html(`<p>${sentence(seed + 2, 40)}</p>`)}</description>
<content:encoded>${html(content(seed, paragraphs))}</content:encoded>
<media:content url="https://example.org/i/${seed}.jpg" medium="image"><media:title type="html">${sentence(seed, 4)}</media:title></media:content>
</item>`,
)}
</channel></rss>`;
}

function atom(entries: number): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Example</title><id>urn:example</id><link href="https://example.org/"/><updated>${date(5).toISOString()}</updated>
${many(
  entries,
  (
    seed,
  ) => `<entry><title type="html">${escapeXml(`${sentence(seed, 8)} &amp; more`)}</title><link rel="alternate" type="text/html" href="https://example.org/${seed}"/>
<id>tag:example.org,2026:${seed}</id><published>${date(seed).toISOString()}</published><updated>${date(seed + 1).toISOString()}</updated><author><name>Reporter ${seed % 7}</name></author>
<summary type="html">${escapeXml(`<p>${sentence(seed, 30)}</p>`)}</summary><content type="html">${escapeXml(content(seed, 6))}</content></entry>`,
)}
</feed>`;
}

function headlines(entries: number): string {
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Headlines</title><link>https://example.org/</link><description>d</description>
${many(entries, (seed) => `<item><title>${sentence(seed, 10)}</title><link>https://example.org/${seed}</link><description>${sentence(seed, 25)}</description><pubDate>${date(seed).toUTCString()}</pubDate><guid>https://example.org/${seed}</guid></item>`)}
</channel></rss>`;
}

export function generatedFeeds(): string[] {
  return [
    rss(true, 20, 8),
    rss(false, 20, 8),
    rss(true, 50, 2),
    rss(false, 100, 1),
    atom(30),
    headlines(40),
    headlines(200),
  ];
}
