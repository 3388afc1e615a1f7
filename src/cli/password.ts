import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { WireError } from '../core/errors.ts';
import { passwordFault } from '../store/users.ts';
import { inputLines, say } from './terminal.ts';

/**
 * A new password for a user: asked twice on the terminal, where nothing of it is shown, or the first line of standard
 * input. Never an argument, which other users of the machine and the shell's history would see.
 * @throws USAGE where there is none or it does not do
 */
export async function newPassword(name: string, fromStdin: boolean): Promise<string> {
  const password = fromStdin ? await firstLine() : await asked(name);
  const fault = passwordFault(password, name);
  if (fault !== null) throw new WireError('USAGE', fault);
  return password;
}

async function firstLine(): Promise<string> {
  for await (const { text } of inputLines()) return text;
  throw new WireError('USAGE', 'there is no password on standard input');
}

async function asked(name: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new WireError('USAGE', 'there is no terminal to ask for the password on; give it with --password-stdin');
  const password = await hidden(`Password of ${name}: `);
  if ((await hidden('The same again: ')) !== password) throw new WireError('USAGE', 'the two are not the same');
  return password;
}

/** A line typed on the terminal, which shows nothing of it. */
function hidden(prompt: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  say(prompt);
  return new Promise((resolve, reject) => {
    let text: string | undefined;
    lines.once('line', (line) => {
      text = line;
      lines.close();
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => {
      say('\n');
      if (text === undefined) reject(new WireError('USAGE', 'no password was given'));
      else resolve(text);
    });
  });
}
