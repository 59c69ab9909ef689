import { defineConfig } from 'vitest/config';

// Slow tests that rarely fail, of which those that compare placements with another solver need `cbc`, and tests that pack the
// package and install it: these need a package registry, or what npm and pnpm keep of it.
export default defineConfig({
  // Examples import the package by its name, as a user's project does.
  resolve: { tsconfigPaths: true },
  test: {
    bail: 1,
    projects: [
      {
        extends: true,
        test: {
          name: 'slow',
          include: ['test/**/*.slow.test.ts'],
          setupFiles: ['test/setup.ts'],
          testTimeout: 180_000,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
