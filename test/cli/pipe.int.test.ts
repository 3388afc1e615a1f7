import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeEmbedded } from '../../src/store/embedded/remove.ts';
import { hasPostgres } from '../support/postgres.ts';
import { PROGRAM } from '../support/processes.ts';

interface Piped {
  /** The exit code of wirewatch itself, not of the pipe's end. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirewatch-pipe-'));
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  await removeEmbedded(join(folder, 'data'));
  rmSync(folder, { recursive: true, force: true });
});

interface Source {
  /** The start of a pipe into wirewatch. */
  readonly before?: string;
  /** Its standard input, which stays open until wirewatch has ended. */
  readonly input?: string;
}

/** Runs `BEFORE wirewatch ARGS | AFTER` in a shell. */
async function piped(args: string, after: string, { before = '', input = '' }: Source = {}): Promise<Piped> {
  const { PATH, HOME } = process.env;
  const run = `"$NODE" "$PROGRAM" ${args}`;
  const child = spawn('bash', ['-c', `${before} { ${run}; echo "code $?" >&2; } | ${after}`], {
    env: {
      PATH,
      HOME,
      NODE: process.execPath,
      PROGRAM,
      WIREWATCH_DATA: join(folder, 'data'),
    },
    stdio: 'pipe',
  });
  child.stdin.on('error', () => {}).write(input);
  child.once('exit', () => child.stdin.end());
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const code = /^code (\d+)$/m.exec(err)?.[1];
  return { code: Number(code), out, err: err.replace(/^code \d+\n/m, '') };
}

const ARTICLES = `yes '{"id":1,"title":"Oil","body":"The price of oil rises."}' |`;

describe('a pipe whose reader leaves', () => {
  it('ends what reads lines for ever, without a word', async () => {
    const { code, out, err } = await piped('match --ndjson --topic oil', 'head -1', { before: ARTICLES });
    expect(JSON.parse(out)).toMatchObject({ id: 1, matches: [{}] });
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('ends it while its own input is silent', async () => {
    const two = '{"id":1,"title":"Oil"}\n{"id":2,"title":"Oil"}\n';
    const { code, err } = await piped('match --ndjson --topic oil', 'true', { input: two });
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('gets the help it asked for and no stack', async () => {
    expect(await piped('--help', 'true')).toEqual({ code: 0, out: '', err: '' });
  });

  it.skipIf(!hasPostgres('packaged'))('leaves no server behind', async () => {
    const { code, err } = await piped('topics list', 'true');
    expect(err).not.toMatch(/EPIPE|Error|^\s+at /m);
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'data'))).toBe(true);
    expect(await servers()).toEqual([]);
  });
});

/** The command lines of processes that name our folder. */
async function servers(): Promise<string[]> {
  const child = spawn('ps', ['-eo', 'args'], { stdio: ['ignore', 'pipe', 'ignore'] });
  return (await text(child.stdout)).split('\n').filter((line) => line.includes(folder));
}
