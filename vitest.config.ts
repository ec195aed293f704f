import { defineConfig } from 'vitest/config';

/** Fast ones first: what fails in seconds should not wait for the control plane. */
const unit = {
  name: 'unit', // pure code and tiny real programs: no toolchain, no cluster
  include: ['test/unit/**/*.test.ts'],
  sequence: { groupOrder: 0 },
  testTimeout: 30_000, // thousands of runs of a property take seconds where other work goes on as well
};

const charts = {
  name: 'charts', // real Helm over the fixture charts, a real registry; no cluster
  include: ['test/charts/**/*.test.ts'],
  globalSetup: ['test/setup/toolchain.ts'],
  sequence: { groupOrder: 1 },
  testTimeout: 30_000, // they start programs, on machines that do other things as well
  hookTimeout: 30_000,
};

const plane = {
  name: 'plane', // the local control plane, started once for all of them
  include: ['test/plane/**/*.test.ts'],
  globalSetup: ['test/setup/plane.ts'],
  sequence: { groupOrder: 2 },
  fileParallelism: false, // they share one cluster
  testTimeout: 180_000,
  hookTimeout: 180_000,
};

export default defineConfig({
  test: {
    reporters: ['default', './test/setup/closing-line.ts'],
    projects: [{ test: unit }, { test: charts }, { test: plane }],
  },
});
