import { expect, test } from 'vitest';
import { descendants, textOf } from '../../src/article/element.ts';
import { parseMarkup } from '../../src/article/markup.ts';

const names = (html: string): string[] => [...descendants(parseMarkup(html))].map(({ name }) => name);

test('elements come in document order', () => {
  expect(names('<div><p>a<b>b</b></p><ul><li>c<li>d</ul></div><hr>')).toEqual([
    'div',
    'p',
    'b',
    'ul',
    'li',
    'li',
    'hr',
  ]);
});

test('indentation is one space, what says something stands as it is', () => {
  const [div] = descendants(parseMarkup('<div>\n\t  <b>a</b>\n\n<i>b</i>  c  </div>'));
  expect(div?.children.filter((child) => typeof child === 'string')).toEqual([' ', ' ', '  c  ']);
});

test('a text that entities cut is one text', () => {
  const [p] = descendants(parseMarkup('<p>Fish &amp; chips &#38; peas</p>'));
  expect(p?.children).toEqual(['Fish & chips & peas']);
});

test('of scripts only data are kept, whatever stands in them', () => {
  const page = parseMarkup(
    '<script>var a = "&amp;"</script><script type="application/ld+json">{"a": 1}</script><p>x</p><style>p { }</style>',
  );
  expect([...descendants(page)].map((element) => element.children)).toEqual([[], ['{"a": 1}'], ['x'], []]);
  expect(textOf(page).trim()).toBe('x');
});

test('names of attributes count in any case, the first of two wins, others are dropped', () => {
  const [a] = descendants(parseMarkup('<a HREF="/one" href="/two" onclick="x()" Class=k tiTle=t hred=no>x</a>'));
  expect(a?.attrs).toEqual({ href: '/one', class: 'k', title: 't' });
});
