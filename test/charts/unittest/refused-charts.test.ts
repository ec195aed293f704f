/** Charts, and charts of suites, of which helm-unittest runs nothing: neither do we. (Not here: a chart of suites that prints only a comment takes it down.) */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Renderer } from '../../../src/render/renderer.ts';
import { ensurePrograms } from '../../../toolchain/ensure.ts';
import { askOracle, type Judgement } from '../../setup/unittest-oracle.ts';
import type { JudgedChart } from '../../setup/unittest-report.ts';
import { judgedChart, runSuites } from '../../setup/unittest-verdicts.ts';
import { openEngine } from '../renderers.ts';

const suite = 'suite: a\ntests: [{ it: a, template: one.yaml, asserts: [{ isKind: { of: One } }] }]\n';
const whole = {
  'Chart.yaml': 'apiVersion: v2\nname: sample\nversion: 1.2.3\n',
  'values.yaml': 'size: 1\n',
  'templates/one.yaml': 'kind: One\n',
  'tests/a_test.yaml': suite,
};
const suitesChart = { ...whole, 'tests-chart/Chart.yaml': 'apiVersion: v2\nname: suites\nversion: 0.1.0\n' };

const charts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'nothing is wrong': whole,
  'no Chart.yaml': { ...whole, 'Chart.yaml': '' },
  'a Chart.yaml that is no YAML': { ...whole, 'Chart.yaml': 'name: [' },
  'a chart without a name': { ...whole, 'Chart.yaml': 'apiVersion: v2\nversion: 1.2.3\n' },
  'a chart without a version': { ...whole, 'Chart.yaml': 'apiVersion: v2\nname: sample\n' },
  'a chart with a version that is none': {
    ...whole,
    'Chart.yaml': 'apiVersion: v2\nname: sample\nversion: next\n',
  },
  'values that are no YAML': { ...whole, 'values.yaml': 'a: [' },
  'values that are a list': { ...whole, 'values.yaml': '- a\n' },
  'no values': { ...whole, 'values.yaml': '' },
  'a schema that is no JSON': { ...whole, 'values.schema.json': '{' },
  'a schema that is none': { ...whole, 'values.schema.json': '{ "type": "nothing" }' },
  'a library': { ...whole, 'Chart.yaml': `${whole['Chart.yaml']}type: library\n` },
  'a chart that is deprecated': { ...whole, 'Chart.yaml': `${whole['Chart.yaml']}deprecated: true\n` },
  'a template that is ignored': { ...whole, '.helmignore': 'templates/one.yaml\n' },
  'suites that are ignored': { ...whole, '.helmignore': 'tests/\n' },
  'dependencies in a file of their own': {
    ...whole,
    'Chart.yaml': whole['Chart.yaml'].replace('v2', 'v1'),
    'requirements.yaml': 'dependencies: [{ name: below, version: 0.1.0, condition: below.enabled }]\n',
    'values.yaml': 'below: { enabled: false }\n',
    'charts/below/Chart.yaml': 'apiVersion: v1\nname: below\nversion: 0.1.0\n',
    'charts/below/templates/one.yaml': 'kind: One\n',
    'charts/below/tests/a_test.yaml': suite,
  },
  'a subchart whose suite cannot be read': {
    ...whole,
    'charts/below/Chart.yaml': 'apiVersion: v2\nname: below\nversion: 0.1.0\n',
    'charts/below/templates/one.yaml': 'kind: One\n',
    'charts/below/tests/a_test.yaml': 'suite: [',
    'charts/below/charts/deep/Chart.yaml': 'apiVersion: v2\nname: deep\nversion: 0.1.0\n',
    'charts/below/charts/deep/templates/one.yaml': 'kind: One\n',
    'charts/below/charts/deep/tests/a_test.yaml': suite,
  },
  'a suite beside one that cannot be read': { ...whole, 'tests/b_test.yaml': 'suite: [' },
  'a suite after one that cannot be read': { ...whole, 'tests/0_test.yaml': 'suite: [' },
  'a suite that is a folder': { ...whole, 'tests/b_test.yaml/file': 'a' },
  'a folder of snapshots that is a file': { ...whole, 'tests/__snapshot__': 'a' },
  'a snapshot that is a folder': { ...whole, 'tests/__snapshot__/a_test.yaml.snap/file': 'a' },
  'a chart of suites': { ...suitesChart, 'tests-chart/templates/a.yaml': suite },
  'a chart of suites without Chart.yaml': { ...whole, 'tests-chart/templates/a.yaml': suite },
  'a chart of suites whose template fails': {
    ...suitesChart,
    'tests-chart/templates/a.yaml': '{{ fail "no" }}',
  },
  'a chart of suites that prints nothing': { ...suitesChart, 'tests-chart/templates/a.yaml': '{{ "" }}\n' },
  'a chart of suites with an empty one beside': {
    ...suitesChart,
    'tests-chart/templates/a.yaml': suite,
    'tests-chart/templates/b.yaml': '\n',
  },
  'a chart of suites that prints separators': {
    ...suitesChart,
    'tests-chart/templates/a.yaml': '---\n---\n',
  },
  'a chart of suites that prints no YAML': { ...suitesChart, 'tests-chart/templates/a.yaml': 'suite: [\n' },
  'a rendered suite without a name': {
    ...suitesChart,
    'tests-chart/templates/a.yaml': suite.replace('suite: a\n', ''),
  },
  'a rendered suite without tests': { ...suitesChart, 'tests-chart/templates/a.yaml': 'suite: a\n' },
  'a rendered suite with an unknown key': {
    ...suitesChart,
    'tests-chart/templates/a.yaml': `${suite}sutie: b\n`,
  },
  'a chart of suites with a partial': {
    ...suitesChart,
    'tests-chart/templates/_name.tpl': '{{ define "name" }}a{{ end }}',
    'tests-chart/templates/a.yaml': suite.replace('suite: a', 'suite: {{ include "name" . }}'),
  },
  'a chart of suites with notes': {
    ...suitesChart,
    'tests-chart/templates/NOTES.txt': 'notes\n',
    'tests-chart/templates/a.yaml': suite,
  },
};

const folder = mkdtempSync(join(tmpdir(), 'unittest-refused-'));
const all = Object.entries(charts).map(([it, files], index) => ({
  it,
  files,
  index,
  chart: join(folder, String(index)),
}));
let renderer: Renderer;
let theirs: Judgement;

/** Minutes, where helm-unittest is not built yet. */
beforeAll(async () => {
  for (const { chart, files } of all) {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(chart, file)), { recursive: true });
      if (text !== '') writeFileSync(join(chart, file), text);
    }
  }
  await ensurePrograms({ names: ['helm-unittest'] });
  renderer = await openEngine();
  theirs = await askOracle(
    all.map(({ chart }) => chart),
    { args: ['--chart-tests-path', 'tests-chart'] },
  );
}, 600_000);

afterAll(async () => {
  await renderer.close();
  rmSync(folder, { recursive: true });
});

const saysOf = ({ error, ...said }: JudgedChart): unknown => (error === '' ? said : 'refused');

test.for(all)('$it', async ({ chart, index }) => {
  const expected = theirs.charts[index];
  const ours = await runSuites(renderer, chart, { testsPath: 'tests-chart' }).then(
    (files) => saysOf(judgedChart(chart, files)),
    () => 'refused',
  );
  expect(ours).toEqual(expected === undefined ? null : saysOf(expected));
});
