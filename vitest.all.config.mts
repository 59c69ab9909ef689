import { defineConfig } from 'vitest/config';

// Tests that pack the package and install it, which need a package registry or what npm and pnpm keep of it, and those that
// compare placements with another solver, which need `cbc`.
export default defineConfig({
  test: {
    include: ['test/package/**/*.test.ts', 'test/planner/placement/judged.test.ts'],
    fileParallelism: false,
    bail: 1,
    testTimeout: 600_000,
    hookTimeout: 300_000,
  },
});
