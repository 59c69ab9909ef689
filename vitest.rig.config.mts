import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/rig/{alone,checkov,manifests,move,one-pool,recover,rules,validate}.test.ts'],
    fileParallelism: false,
    bail: 1,
    testTimeout: 900_000,
    hookTimeout: 600_000,
  },
});
