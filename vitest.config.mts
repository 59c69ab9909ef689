import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Examples import the package by its name, as a user's project does.
  resolve: { tsconfigPaths: true },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/rig/**', 'test/package/**', 'test/planner/placement/judged.test.ts', 'node_modules/**'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    benchmark: { include: ['bench/**/*.bench.ts'] },
  },
});
