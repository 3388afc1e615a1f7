import { defineConfig } from 'vitest/config';

/**
 * They start servers and processes, and wait for them more than they work: so more files at a time than there are cores. The
 * kinds run one after the other. A machine that is busy with something else can make one late: it is tried once more.
 */
const slow = (maxWorkers: number, groupOrder: number) => ({
  testTimeout: 180_000,
  hookTimeout: 180_000,
  maxWorkers,
  retry: 1,
  isolate: false,
  sequence: { groupOrder },
  globalSetup: 'test/support/build.ts',
});

/**
 * Files that run in one worker share what they load, as loading the program anew for each would cost more than most of
 * them take: so none may leave anything behind in a module.
 *
 * Four kinds of tests: unit (no I/O), integration (real servers that the test starts), fleet (processes seen from
 * outside) and browser (the page in a real Chromium).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          maxWorkers: 2,
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: ['test/{integration,fleet,browser}/**', 'test/cli/store/**', 'test/**/*.int.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'test/**/*.int.test.ts'],
          ...slow(3, 1),
        },
      },
      {
        test: {
          name: 'fleet',
          include: ['test/fleet/**/*.test.ts', 'test/cli/store/**/*.test.ts'],
          exclude: ['test/**/*.int.test.ts'],
          ...slow(3, 2),
          testTimeout: 900_000,
        },
      },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], ...slow(3, 2) } },
    ],
  },
});
