import type { AlertView } from '../digest/alert-view.ts';
import { passagesOf } from '../digest/passages.ts';
import { paint } from './terminal.ts';

const WIDTH = 100;
const MAX_SNIPPETS = 2;

/** An alert for a terminal: topic, headline, outlet, and where it matched. */
export function showAlert(alert: AlertView, { number }: { number?: number } = {}): string {
  const { article, topic, story } = alert;
  const head = `${number === undefined ? '' : `${number}. `}${paint('bold', topic.name)} · ${article.source}${story.articles > 1 ? ` and ${story.articles - 1} more` : ''}`;
  const when = article.published === null ? '' : paint('dim', ` ${article.published.slice(0, 16).replace('T', ' ')}`);
  const lines = [head + when, `   ${article.title ?? article.url}`];
  for (const match of passagesOf(alert.matches)
    .sort((a, b) => Number(a.field === 'title') - Number(b.field === 'title'))
    .slice(0, MAX_SNIPPETS)) {
    lines.push(`   ${paint('dim', `${match.field}:`)} ${plainSnippet(match.snippet)}`);
  }
  lines.push(`   ${paint('dim', article.url)}`);
  return `${lines.join('\n')}\n\n`;
}

/** A snippet's HTML as text for a terminal, its marks highlighted. */
export function plainSnippet(snippet: string): string {
  const marked = snippet.replace(/<mark>([\s\S]*?)<\/mark>/g, (_, hit: string) => paint(['bold', 'yellow'], hit));
  const text = marked
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
  const line = text.replace(/\s+/g, ' ');
  return line.length > WIDTH * 3 ? `${line.slice(0, WIDTH * 3)}…` : line;
}
