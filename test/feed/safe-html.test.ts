import * as fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/feed/markup.ts';
import { HtmlCleaner } from '../../src/feed/safe-html.ts';

const clean = (html: string, base: string | null = null): string => new HtmlCleaner().clean(html, base);

const ACTIVE =
  /^(script|style|iframe|frame|frameset|object|embed|applet|link|meta|base|form|input|button|svg|math|xml|layer)$/;

/** What a browser would act on in a fragment. */
function dangersIn(html: string): string[] {
  const found: string[] = [];
  new Parser({
    onopentag(name, attributes) {
      if (ACTIVE.test(name)) found.push(name);
      for (const [key, value] of Object.entries(attributes)) {
        if (/^(on|srcdoc|formaction|xlink)/.test(key)) found.push(key);
        if (/^[\s\0-\x20]*(javascript|vbscript|data|about|file):/i.test(value.replace(/[\0-\x20]/g, '')))
          found.push(value);
        if (key === 'style' && /url\(|expression|@import|position|behaviou?r|\\/i.test(value)) found.push(value);
      }
    },
  }).end(html);
  return found;
}

describe('HtmlCleaner', () => {
  it('leaves plain HTML as it is', () => {
    const html =
      '<p class="x">Text &amp; <a href="https://example.org/?a=1&amp;b=2" title="t">link</a><br /><img src="https://example.org/x.png" alt="" width="1" /></p>';
    expect(clean(html)).toBe(html);
  });

  it.each([
    '<script>x()</script>ok',
    '<p onclick="x()">ok</p>',
    '<p ONCLICK=x()>ok</p>',
    '<a href="javascript:x()">ok</a>',
    '<a href="&#106;avascript:x()">ok</a>',
    '<a href=" java\tscript:x()">ok</a>',
    '<img src="x" onerror="x()">ok',
    '<iframe src="https://evil.example/"></iframe>ok',
    '<form action="/x"><input name=a>ok</form>',
    '<style>*{}</style>ok',
    '<p style="background:url(https://evil.example/)">ok</p>',
    '<p style="position:fixed;top:0">ok</p>',
    '<svg><script>x()</script></svg>ok',
    '<math><mtext><style><img src=x onerror=x()></style></mtext></math>ok',
    '<noscript><p title="</noscript><img src=x onerror=x()>">ok</noscript>',
    '<a href="data:text/html,<script>x()</script>">ok</a>',
    '<p <script>x()</script>>ok</p>',
    '<img src=x:x onerror=x()//>ok',
    '<base href="https://evil.example/">ok',
    '<meta http-equiv=refresh content="0;url=x">ok',
    '<template><img src=x onerror=x()></template>ok',
    '<p title="a"onmouseover="x()">ok</p>',
    "<p title='\"><script>x()</script>'>ok</p>",
    '<!--><script>x()</script>-->ok',
    '<![CDATA[<script>x()</script>]]>ok',
  ])('lets nothing act in %s', (html) => {
    expect(dangersIn(clean(html))).toEqual([]);
    expect(clean(html)).toContain('ok');
    expect(plainText(html)).not.toMatch(/<(script|img|iframe|svg)/i);
  });

  it('closes what is open, and opens nothing that is closed', () => {
    expect(clean('</div></p><b>a <i>b')).toMatch(/<b>a <i>b<\/i><\/b>$/);
    expect(clean('</div>x')).toBe('x');
  });

  it('makes addresses absolute', () => {
    expect(clean('<a href="../b?c=1">x</a><img src=y.png>', 'https://example.org/a/')).toBe(
      '<a href="https://example.org/b?c=1">x</a><img src="https://example.org/a/y.png" />',
    );
    expect(clean('<a href="//cdn.example/x">x</a>', 'https://example.org/')).toBe(
      '<a href="https://cdn.example/x">x</a>',
    );
  });

  it('hands out text when care has cost enough, or the nesting is too deep', () => {
    const cleaner = new HtmlCleaner();
    const costly = `<iframe></iframe>${'<p>text '.repeat(50_000)}`;
    for (let times = 0; times < 4; times += 1) expect(dangersIn(cleaner.clean(costly, null))).toEqual([]);
    expect(cleaner.clean('<iframe></iframe><i>text &lt;b&gt;</i>', null)).toBe('text &amp;lt;b&amp;gt;');
    expect(clean('<b>'.repeat(1_000) + 'x')).toBe('x');
  });

  it('is safe for any soup of markup', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '=',
      ' ',
      '/',
      '&lt;',
      '&#60;',
      '<p ',
      '<a href=',
      'javascript:',
      '<script',
      '</script>',
      '<img src=x ',
      'onerror=',
      '<svg>',
      '<!--',
      '-->',
      '<style>',
      '</style>',
      'https://x',
      'x',
      '<b>',
      '</b>',
      '<noscript>',
      '<template>',
      '\0',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        expect(dangersIn(clean(pieces.join('')))).toEqual([]);
        expect(dangersIn(plainText(pieces.join('')).replace(/</g, '&lt;'))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('changes nothing more when asked again', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '<p>',
            '</p>',
            '<a href="https://x.example/">',
            '</a>',
            'text ',
            '<br>',
            '<em>',
            '</em>',
            '&amp;',
            '<script>y</script>',
          ),
          { maxLength: 20 },
        ),
        (pieces) => {
          const once = clean(pieces.join(''));
          expect(clean(once)).toBe(once);
        },
      ),
    );
  });
});
