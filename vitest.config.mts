import { defineConfig } from 'vitest/config';

/** Tests that replace modules of the library. */
const isolated = ['test/cli/loading.test.ts', 'test/cli/work.test.ts'];

export default defineConfig({
  // Examples import the package by its name, as a user's project does.
  resolve: { tsconfigPaths: true },
  test: {
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    maxWorkers: '100%',
    benchmark: { include: ['bench/**/*.bench.ts'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          // Slow tests that rarely fail run with `npm run test:all`.
          exclude: ['test/**/*.slow.test.ts', 'test/rig/**', 'test/package/**', 'node_modules/**', ...isolated],
          // Loading cdktf and its providers for every file would take longer than the tests.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'isolated', include: isolated } },
    ],
  },
});
