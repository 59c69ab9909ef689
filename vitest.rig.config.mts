import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [process.env.DEPLOY === '1' ? 'test/rig/one-pool.test.ts' : 'test/rig/{rules,validate}.test.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
