/**
 * What to do next about an error: `retry` counts and backs off, `defer` is nobody's fault and waits, `quarantine` is
 * kept for a person, `drop` is expected, `fault` is told to the person who runs the command.
 */
export type Fate = 'retry' | 'defer' | 'quarantine' | 'drop' | 'fault';

interface CodeEntry {
  readonly fate: Fate;
  readonly means: string;
  readonly cure: string;
}

const code = <const C extends Record<string, CodeEntry>>(table: C): C => table;

/** Every error code, in one place; `docs/errors.md` is made from it. Keep the groups and the alphabet within them. */
export const CODES = code({
  // Wrong input of a command or a file
  USAGE: { fate: 'fault', means: 'A command was called wrongly.', cure: 'See the command with --help.' },
  CONFIG_INVALID: {
    fate: 'fault',
    means: 'A configuration file or an environment variable holds an unknown key or a bad value.',
    cure: 'Mend the places that the message lists; each has its file and line.',
  },
  INPUT_UNREADABLE: {
    fate: 'fault',
    means: 'A file, address or standard input could not be read.',
    cure: 'Check the path or address and its permissions.',
  },
  QUERY_INVALID: {
    fate: 'fault',
    means: 'A topic query does not parse.',
    cure: 'The message shows the position and a hint.',
  },
  // Work on pages and feeds
  ARTICLE_EMPTY: {
    fate: 'drop',
    means: 'No article text could be found in the page.',
    cure: 'Nothing: the feed’s own text is used.',
  },
  FEED_SYNTAX: {
    fate: 'quarantine',
    means: 'The document is not a feed that can be read.',
    cure: 'Look at the address in a browser; `wirewatch feed URL` finds the feeds of a page.',
  },
  PARSE_TIMEOUT: {
    fate: 'quarantine',
    means: 'Cleaning a page took longer than its budget and was cut.',
    cure: 'Nothing, or replay it with a larger `parse.timeout`.',
  },
});

export type ErrorCode = keyof typeof CODES;
