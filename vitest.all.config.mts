import { defineConfig } from 'vitest/config';

// Tests that pack the package and install it: they need a package registry, or what npm and pnpm keep of it.
export default defineConfig({
  test: {
    include: ['test/package/**/*.test.ts'],
    fileParallelism: false,
    bail: 1,
    testTimeout: 600_000,
    hookTimeout: 300_000,
  },
});
