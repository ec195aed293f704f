import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refuseSuites } from '../../../../src/render/template/refuse-suites.ts';
import type { SuiteFilesRequest } from '../../../../src/render/suite-runs.ts';
import { Failure } from '../../../../src/stack/failure.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-suites-'));
  const files = [
    'none/Chart.yaml',
    'none/tests/readme.md',
    'own/Chart.yaml',
    ...['a', 'b', 'c', 'd', 'e'].map((name) => `own/tests/${name}_test.yaml`),
    'below/Chart.yaml',
    'below/charts/cache/Chart.yaml',
    'below/charts/cache/tests/cache_test.yaml',
    'rendered/Chart.yaml',
    'rendered/suites/templates/suite.yaml',
  ];
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

function refusal(chart: string, part: Partial<SuiteFilesRequest> = {}): string | null {
  const usual = {
    patterns: ['tests/*_test.yaml'],
    testsPath: '',
    withSubcharts: true,
    valueFiles: [],
    compat: false,
  };
  try {
    refuseSuites({ chart: join(folder, chart), ...usual, ...part }, 'helm template (Helm 3.18.6)');
    return null;
  } catch (error) {
    if (!(error instanceof Failure) || error.hint?.includes('--no-suites') !== true) throw error;
    return error.message.replace(folder, '');
  }
}

describe('what helm cannot run is not taken for passed', () => {
  test.each<[string, Partial<SuiteFilesRequest>, string]>([
    ['own', {}, '/own (tests/a_test.yaml, tests/b_test.yaml, tests/c_test.yaml, and 2 more)'],
    ['own', { patterns: ['**/e_*.yaml'] }, '/own (tests/e_test.yaml)'],
    ['below', {}, '/below (charts/cache/tests/cache_test.yaml)'],
    ['rendered', { testsPath: 'suites' }, '/rendered (suites)'],
  ])('%s, %j', (chart, part, what) => {
    expect(refusal(chart, part)).toBe(
      `helm template (Helm 3.18.6) cannot run the helm-unittest suites of ${what}`,
    );
  });
});

test.each<[string, Partial<SuiteFilesRequest>]>([
  ['none', {}],
  ['own', { patterns: ['unit/*.yaml'] }],
  ['below', { withSubcharts: false }],
  ['rendered', { testsPath: 'other' }],
])('%s, %j: there is nothing to run', (chart, part) => {
  expect(refusal(chart, part)).toBeNull();
});
