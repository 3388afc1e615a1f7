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
  DOCTOR_FAULTS: {
    fate: 'fault',
    means: 'A check of `wirewatch doctor` failed.',
    cure: 'Each failed check says what to do.',
  },
  DEMO_FAILED: {
    fate: 'fault',
    means: 'The sample newsroom’s expected alerts and the delivered ones differ.',
    cure: 'Report it with what the demo printed.',
  },
  RESTORE_REFUSED: {
    fate: 'fault',
    means: 'A backup can’t be restored here: the store is not empty, or the file is of another schema or no backup.',
    cure: 'Restore with the version that made the backup into a new data directory or an empty database.',
  },
  OUTPUT_UNWRITABLE: {
    fate: 'fault',
    means: 'A file could not be written.',
    cure: 'Check the folder, its permissions and the free space.',
  },
  DELIVERY_FAILED: {
    fate: 'fault',
    means: 'A test message was not received.',
    cure: 'The message says what the receiver answered.',
  },
  INPUT_UNREADABLE: {
    fate: 'fault',
    means: 'An input could not be read, or is neither HTML nor text.',
    cure: 'Check the path or address and its permissions.',
  },
  LISTEN_FAILED: {
    fate: 'fault',
    means: 'A server could not listen on its address.',
    cure: 'Name a free port (`--port`, WIREWATCH_METRICS_PORT; 0 is any free one), or an address of this machine.',
  },
  OUTPUT_REFUSED: {
    fate: 'fault',
    means: 'A file that a command should write is there already, or can’t be written.',
    cure: 'Name another folder or file, or move the old one away.',
  },
  QUERY_INVALID: {
    fate: 'fault',
    means: 'A topic query does not parse.',
    cure: 'The message shows the position and a hint.',
  },
  // The store, the queues, the jobs
  STORE_AWAY: {
    fate: 'retry',
    means: 'The database does not answer.',
    cure: 'Check that the server runs and the address is right; work goes on by itself when it is back.',
  },
  STORE_FOREIGN: {
    fate: 'fault',
    means: 'The database holds tables of others and not the schema of wirewatch.',
    cure: 'Point DATABASE_URL at another database, or run `wirewatch migrate --init` once.',
  },
  STORE_MIGRATION: {
    fate: 'fault',
    means: 'The schema could not be brought up to date.',
    cure: 'The message holds PostgreSQL’s reason.',
  },
  QUEUE_AWAY: {
    fate: 'retry',
    means: 'The queue (Redis, Valkey or PostgreSQL) does not answer.',
    cure: 'Check that the server runs and the address is right; what was not enqueued is enqueued again by the sweeper.',
  },
  QUEUE_EVICTS: {
    fate: 'fault',
    means: 'The Redis server may throw away queue data when its memory is full.',
    cure: 'Set `maxmemory-policy noeviction` on the server.',
  },
  DECLARED: {
    fate: 'fault',
    means: 'A file declares this, so it is changed in that file only.',
    cure: 'Change the file that the message names.',
  },
  IN_USE: {
    fate: 'fault',
    means: 'Something else uses this or asks for it by name, so it is left alone.',
    cure: 'Change or remove what the message names first, or try again in a moment.',
  },
  NOT_FOUND: { fate: 'fault', means: 'There is nothing of that name.', cure: 'List what there is.' },
  SECRET_MISSING: {
    fate: 'fault',
    means: 'A credential is to be stored, and a fleet has no WIREWATCH_SECRET to seal it with.',
    cure: 'Set WIREWATCH_SECRET, the same in the whole fleet.',
  },
  SECRET_WRONG: {
    fate: 'quarantine',
    means: 'A stored credential can’t be opened: WIREWATCH_SECRET is not the one that it was sealed with.',
    cure: 'Set the former WIREWATCH_SECRET again, or give the credential anew.',
  },
  JOB_SHAPE: {
    fate: 'quarantine',
    means: 'A job’s payload is not of a form that this version reads.',
    cure: 'Let all processes run the same version; the sweeper hands the work out again.',
  },
  TOPICS_RESTLESS: {
    fate: 'defer',
    means: 'The topics changed faster than an article could be matched against them.',
    cure: 'Nothing; it is tried again.',
  },
  INTERRUPTED: {
    fate: 'quarantine',
    means: 'Work on this item ended its process several times.',
    cure: 'Look at the page; `wirewatch queues retry` tries again.',
  },
  BUG: {
    fate: 'retry',
    means: 'Something failed in a way that nobody foresaw.',
    cure: 'Report it with the stack that `wirewatch queues failed --json` shows.',
  },
  TRIES_EXHAUSTED: {
    fate: 'drop',
    means: 'The page could not be had after several tries.',
    cure: 'Nothing: the feed’s own text was used; `wirewatch queues retry` fetches it again.',
  },
  // What an address answered
  HTTP_GONE: { fate: 'drop', means: 'The address answered 404 or 410.', cure: 'Nothing.' },
  HTTP_REFUSED: {
    fate: 'drop',
    means: 'The address answered with another 4xx: it wants a login, a payment, or no visit at all.',
    cure: 'Give the feed credentials where you have them.',
  },
  HTTP_BUSY: {
    fate: 'defer',
    means: 'The host answered 429 or 503; all of it is left alone for the time that it asked for.',
    cure: 'Nothing; raise `hosts.gap` for the host if it happens often.',
  },
  HTTP_SERVER: { fate: 'retry', means: 'The address answered with a 5xx.', cure: 'Nothing; it is tried again.' },
  ROBOTS_REFUSED: {
    fate: 'drop',
    means: 'The host’s robots.txt does not allow the page.',
    cure: 'Nothing: the feed’s own text is used.',
  },
  ROBOTS_AWAY: {
    fate: 'defer',
    means: 'The host’s robots.txt could not be read, so its pages wait; it is tried again hourly.',
    cure: 'Nothing.',
  },
  NOT_HTML: {
    fate: 'drop',
    means: 'The address gives something that is not a page of text (a PDF, a picture, a film).',
    cure: 'Nothing: the feed’s own text is used.',
  },
  REDIRECTS: {
    fate: 'drop',
    means: 'More than five redirects, a loop, or one to an address that is none.',
    cure: 'Look at the address in a browser.',
  },
  // The PostgreSQL that wirewatch starts itself
  EMBEDDED_ACCESS: {
    fate: 'fault',
    means:
      'The data directory, or the server that runs on it, belongs to another user; or there can be no folder of that name.',
    cure: 'Run as that user (the message names it), or use a data directory of your own with --data.',
  },
  EMBEDDED_BUSY: {
    fate: 'fault',
    means: 'Another `wirewatch start` runs on this data directory.',
    cure: 'Stop the other one first (the message names its process), or use another --data. Other commands work beside it.',
  },
  EMBEDDED_DISK: {
    fate: 'fault',
    means: 'There is no room for the database on the disk of the data directory.',
    cure: 'Make room, or use a data directory on another disk. Nothing that was stored is lost.',
  },
  EMBEDDED_LOST: {
    fate: 'fault',
    means: 'The embedded server was lost and this process could not take up its work again.',
    cure: 'Start the command again; the message says what stood in the way.',
  },
  EMBEDDED_MOVED: {
    fate: 'fault',
    means: 'The database that this data directory recorded is not where it was, or is another one.',
    cure: 'Bring it back; or, if that is how it should be, delete `embedded.json` in the data directory.',
  },
  EMBEDDED_NO_BINARY: {
    fate: 'fault',
    means: 'No PostgreSQL (15 or later) that runs on this machine was found.',
    cure: 'Install PostgreSQL, set WIREWATCH_POSTGRES_BIN to the folder of its `postgres`, or set DATABASE_URL to a server.',
  },
  EMBEDDED_NO_USER: {
    fate: 'fault',
    means: 'PostgreSQL needs a user with a name, and this process has none that it may use.',
    cure: 'Give the uid a line in /etc/passwd (in an image: `useradd`), or set DATABASE_URL to a server.',
  },
  EMBEDDED_OTHER_MACHINE: {
    fate: 'fault',
    means: 'Another machine or container runs a server on this data directory.',
    cure: 'Stop it there (the message names it), or set DATABASE_URL here: one data directory serves one machine.',
  },
  EMBEDDED_START_FAILED: {
    fate: 'fault',
    means: 'The embedded PostgreSQL did not start.',
    cure: 'The message ends with what the server said; all of it stands in `postgres.log` in the data directory.',
  },
  EMBEDDED_VERSION: {
    fate: 'fault',
    means: 'The data directory was made by another major version of PostgreSQL than those found here.',
    cure: 'Point WIREWATCH_POSTGRES_BIN to a PostgreSQL of that version, or take a backup with it and restore it into a new directory.',
  },
  // Work on pages and feeds
  ARTICLE_EMPTY: {
    fate: 'drop',
    means: 'No article text could be found in the page.',
    cure: 'Nothing: the feed’s own text is used.',
  },
  NOT_ARTICLE: {
    fate: 'drop',
    means: 'The page is not one article: a wall, a list, or a page that is not there.',
    cure: 'Nothing: the feed’s own text is used.',
  },
  FEED_FULLER: {
    fate: 'drop',
    means: 'The feed carries far more of the article than its page shows.',
    cure: 'Nothing: the feed’s text is the article.',
  },
  BODY_GONE: {
    fate: 'quarantine',
    means: 'What was fetched is not kept any more (retention), or was lost before it was read.',
    cure: 'Nothing for a feed, which is polled again; raise `retention.raw` to replay older pages.',
  },
  FEED_SYNTAX: {
    fate: 'quarantine',
    means: 'The document is not a feed that can be read.',
    cure: 'Look at the address in a browser; `wirewatch feed URL` finds the feeds of a page.',
  },
  PARSE_CRASHED: {
    fate: 'retry',
    means: 'The thread that cleaned a page failed or ran out of memory.',
    cure: 'Report it with the page; the other pages are not touched.',
  },
  PARSE_TIMEOUT: {
    fate: 'retry',
    means: 'Cleaning a page took longer than its budget and was cut.',
    cure: 'Nothing, or replay it with a larger `parse.timeout`.',
  },
  // The web: fetching and webhooks
  ADDRESS_REFUSED: {
    fate: 'drop',
    means: 'The address is not public, not http or https, or its port is one that browsers refuse too.',
    cure: 'To reach an intranet, name its range in `network.allowPrivate` or `WIREWATCH_ALLOW_PRIVATE`.',
  },
  BODY_BOMB: {
    fate: 'quarantine',
    means: 'A small compressed body swelled to more than the permitted ratio.',
    cure: 'Nothing: the body was left unread. The source is hostile or broken.',
  },
  BODY_TOO_SLOW: {
    fate: 'retry',
    means: 'The body came slower than the least permitted rate and was cut.',
    cure: 'Nothing: it is tried again later.',
  },
  BODY_UNREADABLE: {
    fate: 'retry',
    means: 'The body is not in the encoding that its `Content-Encoding` names, nor in any other that can be read.',
    cure: 'Nothing: it is tried again later.',
  },
  CANCELLED: {
    fate: 'defer',
    means: 'The work was stopped from our side before it ended: a shutdown, or a lease that was lost.',
    cure: 'Nothing: it is handed out again.',
  },
  CHANNEL_OFF: {
    fate: 'fault',
    means: 'The channel was switched off, as its receiver said that it is gone.',
    cure: 'Add the channel again: that switches it on.',
  },
  CHANNEL_INVALID: {
    fate: 'fault',
    means: 'The address or the secret of a channel is not one.',
    cure: 'The message says what is wrong with it.',
  },
  CONNECT_FAILED: {
    fate: 'retry',
    means: 'No connection to the host could be made (refused, unreachable).',
    cure: 'Check that the host is up and reachable from this machine.',
  },
  CONNECTION_LOST: {
    fate: 'retry',
    means: 'The host closed or reset the connection in the middle of an answer.',
    cure: 'Nothing: it is tried again later.',
  },
  DNS_NOT_FOUND: {
    fate: 'retry',
    means: 'The host name does not exist.',
    cure: 'Check the spelling of the address; the outlet may have moved.',
  },
  DNS_TEMPORARY: {
    fate: 'defer',
    means: 'The name server gave no answer for the host name.',
    cure: 'Nothing if it is rare; else check the name servers of this machine with `wirewatch doctor`.',
  },
  HTTP_MALFORMED: {
    fate: 'retry',
    means: 'The answer is not valid HTTP, or its headers are too large.',
    cure: 'Nothing: it is tried again later.',
  },
  PROXY_FAILED: {
    fate: 'defer',
    means: 'The proxy refused or did not answer.',
    cure: 'Check `network.proxy`, and the proxy itself.',
  },
  REDIRECT_INVALID: {
    fate: 'retry',
    means: 'A redirect without a `Location` that can be read.',
    cure: 'Nothing: it is tried again later.',
  },
  REDIRECT_LIMIT: {
    fate: 'retry',
    means: 'The redirects go in a circle, or are more than the limit.',
    cure: 'Open the address in a browser; a site that needs cookies cannot be followed.',
  },
  REQUEST_TIMEOUT: {
    fate: 'retry',
    means: 'Connection, headers or the whole answer took longer than their time; the detail names the phase.',
    cure: 'Nothing: it is tried again later.',
  },
  TLS_FAILED: {
    fate: 'retry',
    means: 'The certificate is not valid for the host, or no secure connection could be agreed on.',
    cure: 'For an authority of your own set `NODE_EXTRA_CA_CERTS`.',
  },
  URL_INVALID: {
    fate: 'drop',
    means: 'What should be a web address is none.',
    cure: 'Give an absolute address that begins with http:// or https://.',
  },
  WEBHOOK_REFUSED: {
    fate: 'retry',
    means: 'A webhook was answered with something else than 2xx.',
    cure: 'Look at the receiver; deliveries are tried again for three days.',
  },
  // The web page and the API
  CONFLICT: {
    fate: 'fault',
    means: 'There is something of that name already.',
    cure: 'Take another name, or change what is there (`PATCH`).',
  },
  LOGIN_NEEDED: {
    fate: 'fault',
    means: 'The page and the API need a login here.',
    cure: 'Log in as a user, or send `Authorization: Bearer` with a token of `wirewatch tokens create` or with WIREWATCH_ADMIN_TOKEN.',
  },
  REQUEST_INVALID: {
    fate: 'fault',
    means: 'A request to the API is not of the form that it needs.',
    cure: 'Mend the places that the answer lists; `/api/openapi.json` describes every request.',
  },
  REQUEST_REFUSED: {
    fate: 'fault',
    means:
      'A request came by a name that is not this server’s, from a page of another site, or from a reader who may change nothing.',
    cure: 'Set WIREWATCH_BASE_URL to the address that readers use; scripts send a token or an `Origin` of this server.',
  },
  TOO_MANY_REQUESTS: {
    fate: 'defer',
    means: 'Too many failed logins, streams or trials at once.',
    cure: 'Try again after the seconds of `Retry-After`.',
  },
  WEB_OPEN: {
    fate: 'fault',
    means: 'The page would be open to the network without a login.',
    cure: 'Add a user (`wirewatch users add NAME`), set WIREWATCH_ADMIN_TOKEN to a long random text, or let it listen on 127.0.0.1.',
  },
});

export type ErrorCode = keyof typeof CODES;
