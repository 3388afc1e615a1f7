import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../src/store/embedded/program.ts';

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

describe('runProgram', () => {
  it('leaves nothing to wait for, whether the program is missing or ran', async () => {
    const before = timers();
    const options = { env: {}, timeoutMs: 60_000 };
    expect(await runProgram('/nowhere/postgres', ['--version'], options)).toMatchObject({ code: undefined });
    expect(await runProgram(process.execPath, ['-e', 'console.log(1)'], options)).toEqual({ code: 0, output: '1\n' });
    expect(timers()).toBe(before);
  });

  it('ends a program that takes too long', async () => {
    const { code, output } = await runProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      env: {},
      timeoutMs: 300,
    });
    expect(code).not.toBe(0);
    expect(output).toContain('SIGKILL');
  });
});
