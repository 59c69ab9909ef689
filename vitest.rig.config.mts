import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Examples import the package by its name, as a user's project does.
  resolve: { tsconfigPaths: true },
  test: {
    include: ['test/rig/{alone,checkov,manifests,move,one-pool,recover,rules,validate}.test.ts'],
    fileParallelism: false,
    bail: 1,
    testTimeout: 900_000,
    hookTimeout: 600_000,
  },
});
