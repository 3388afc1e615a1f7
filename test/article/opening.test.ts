import { describe, expect, it } from 'vitest';
import { extractPage } from '../../src/article/extract.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const PARAGRAPHS = [
  'The river authority opened the first of nine gates on Monday, and within an hour the water in the lower town had fallen by a hand.',
  'Officials had feared a repeat of the flood of 2011, when the market hall stood under two metres of mud for most of a week.',
  '“We were lucky with the wind,” said Hanne Cole, who runs the pumping station and had not slept for thirty hours.',
  'Schools are to open again on Wednesday, though the bridge at Mill Lane stays shut while divers look at its piers.',
];
const POINTS = [
  'First of nine gates opened on Monday',
  'Water in the lower town falls by a hand',
  'Schools to open again on Wednesday, the bridge stays shut',
];
const BODY = `<div class="article-body">${PARAGRAPHS.map((p) => `<p>${p}</p>`).join('')}</div>`;
const read = (between: string) =>
  extractPage(
    `<html lang="en"><title>Gates open as river falls</title><article><h1>Gates open as river falls</h1>${between}${BODY}</article></html>`,
    { now },
  );
const items = (lines: readonly string[]): string => lines.map((line) => `<li>${line}</li>`).join('');

describe('the points that sum an article up, between its headline and its text', () => {
  it.each([
    ['a list without a name', `<ul>${items(POINTS)}</ul><p>By Ann Carter</p>`],
    ['under a heading of its own', `<div class="k3"><h2>Key points</h2><ul>${items(POINTS)}</ul></div>`],
    ['paragraphs in the items', `<ul>${POINTS.map((point) => `<li><p>${point}</p></li>`).join('')}</ul>`],
    ['a box that is called a summary', `<div class="summary">${POINTS.map((p) => `<p>${p}</p>`).join('')}</div>`],
  ])('begin the text: %s', (_, between) => {
    const { text, lead } = read(between);
    expect(text).toBe([...POINTS, ...PARAGRAPHS].join('\n\n'));
    expect(lead).toBe(POINTS[0]);
  });

  it('stand behind the standfirst', () => {
    const standfirst = 'Nine gates, forty pumps and a great deal of luck have kept the lower town dry, for now.';
    const { text, lead } = read(`<ul>${items(POINTS)}</ul><p class="standfirst">${standfirst}</p>`);
    expect(text).toBe([standfirst, ...POINTS, ...PARAGRAPHS].join('\n\n'));
    expect(lead).toBe(standfirst);
  });

  it.each([
    ['a menu', '<ul><li><a href="/1">What the ferries of the town cost now</a></li><li><a href="/2">Why the new gym of the school leaks</a></li></ul>'],
    ['topics', '<ul><li>Floods</li><li>Rivers and lakes</li></ul>'],
    ['who and when', '<ul><li>12 November 2026</li><li>Ann Carter</li><li>4 min read</li></ul>'],
    ['buttons', '<ul class="share"><li>Share on Facebook with your friends</li><li>Send by mail to your friends</li></ul>'],
    ['a ticker', '<ul><li>Divers find a car at the bridge 17:56</li><li>Mayor speaks to people at the pump 16:02</li></ul>'],
    ['one line', '<ul><li>All of what we know by now of the flood</li></ul>'],
  ])('are something else: %s', (_, between) => {
    expect(read(between).text).toBe(PARAGRAPHS.join('\n\n'));
  }); // prettier-ignore
});

it('a button inside a paragraph neither ends it nor is of it', () => {
  const paragraph = '<p>When it comes to <span><a href="/q">steel</a><span><button><i></i></button></span></span>, and to <a href="/r">iron</a><button>Add</button>, the authority buys where it is made, and that is at the port.</p>'; // prettier-ignore
  const { text } = extractPage(`<h1>Gates open as river falls</h1>${BODY.replace(/<.div>$/, `${paragraph}</div>`)}`, {
    now,
  });
  expect(text).toContain('When it comes to steel, and to iron, the authority buys where it is made');
});
