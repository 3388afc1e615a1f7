import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../src/store/embedded/program.ts';

describe('runProgram', () => {
  it('does not hold its process where the program is missing, or once it has ended', async () => {
    const module = new URL('../../../src/store/embedded/program.ts', import.meta.url).href;
    const script = `
      const { runProgram } = await import(${JSON.stringify(module)});
      for (const file of ['/nowhere/postgres', process.execPath])
        console.log(JSON.stringify((await runProgram(file, ['-e', '1'], { env: {}, timeoutMs: 600_000 })).code ?? null));`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
    expect(stdout).toBe('null\n0\n');
  }, 60_000);

  it('ends a program that takes too long', async () => {
    const { code, output } = await runProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      env: {},
      timeoutMs: 300,
    });
    expect(code).not.toBe(0);
    expect(output).toContain('SIGKILL');
  });
});
