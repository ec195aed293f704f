import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/setup/closing-line.ts'],
    projects: [
      // Pure code and tiny real programs: no cluster, no toolchain.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      // Real Helm over the fixture charts; needs the built toolchain, no cluster.
      {
        test: {
          name: 'charts',
          include: ['test/charts/**/*.test.ts'],
          globalSetup: ['test/setup/toolchain.ts'],
        },
      },
      // The local control plane, started once for all of them.
      {
        test: {
          name: 'plane',
          include: ['test/plane/**/*.test.ts'],
          globalSetup: ['test/setup/plane.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
