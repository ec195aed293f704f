/** `migrate`: where the verdicts of helm-unittest and ours differ, and why. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkedFolder, type Checked } from '../../setup/checked.ts';
import type { Ran } from '../../setup/stack-copy.ts';

interface Report {
  readonly version: number;
  readonly counts: { readonly files: number; readonly tests: number; readonly differences: number };
  readonly charts: readonly {
    readonly chart: string;
    readonly findings: readonly { readonly rule: string }[];
    readonly files: readonly {
      readonly file: string;
      readonly besides: readonly { readonly rule: string }[];
      readonly differences: readonly {
        readonly test: string;
        readonly source: { readonly line: number };
        readonly compat: string;
        readonly default: string;
        readonly reasons: readonly { readonly rule: string; readonly source: { readonly line: number } }[];
      }[];
    }[];
  }[];
  readonly contract: null;
}

const suites = {
  'same_test.yaml': `suite: same
templates: [config.yaml]
tests:
  - it: passes both ways
    asserts: [{equal: {path: data.level, value: info}}]
  - it: fails both ways
    asserts: [{equal: {path: data.level, value: debug}}]
`,
  'silent_test.yaml': `suite: silent
templates: [config.yaml]
tests:
  - it: looks where nothing is
    asserts:
      - notEqual: {path: data.levle, value: debug}
  - it: says what it means
    asserts:
      - notExists: {path: data.levle}
  - it: keeps a snapshot that nobody wrote
    asserts: [{matchSnapshot: {}}]
`,
  'unknown_test.yaml': `suite: unknown
templates: [config.yaml]
tests:
  - it: has an option that nobody knows
    asserts:
      - contains: {path: data.list, content: a, cuont: 3}
  - it: is in the same file
    asserts: [{isKind: {of: ConfigMap}}]
`,
  'leak_test.yaml': `suite: leak
templates: [config.yaml]
tests:
  - it: asks for an old version
    capabilities: {majorVersion: 1, minorVersion: 19}
    asserts: [{equal: {path: data.minor, value: '19'}}]
  - it: gets it, too
    asserts: [{equal: {path: data.minor, value: '19'}}]
`,
};

let folder: Checked;
beforeAll(() => {
  folder = checkedFolder({
    'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
    'app/values.yaml': 'level: info\n',
    'app/templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: app}
data:
  level: {{ .Values.level }}
  minor: {{ .Capabilities.KubeVersion.Minor | quote }}
  list: [a, b]
`,
    ...Object.fromEntries(Object.entries(suites).map(([name, text]) => [`app/tests/${name}`, text])),
  });
});
afterAll(() => folder.remove());

describe('the differences of a chart', () => {
  let ran: Ran;
  let report: Report;
  beforeAll(async () => {
    ran = await folder.run(['migrate', 'app', '--json']);
    report = JSON.parse(ran.stdout) as Report;
  });

  test('are information: the exit code is 0', () => {
    expect(ran.exitCode).toBe(0);
    expect(report).toMatchObject({
      version: 1,
      counts: { files: 4, tests: 9, differences: 5 },
      contract: null,
    });
  });

  test.each([
    ['silent_test.yaml', 4, 'failed', ['suite/vacuous']],
    ['silent_test.yaml', 10, 'failed', ['suite/missing-snapshot']],
    ['unknown_test.yaml', 4, 'not-run', ['suite/unknown-key']],
    ['unknown_test.yaml', 7, 'not-run', ['suite/unknown-key']],
    ['leak_test.yaml', 7, 'failed', ['suite/failed']],
  ])('%s:%i passes with helm-unittest, and is %s here: %j', (file, line, verdict, rules) => {
    const [found] = differencesOf(file).filter(({ source }) => source.line === line);
    expect(found).toMatchObject({ compat: 'passed', default: verdict });
    expect(found?.reasons.map(({ rule }) => rule)).toEqual(rules);
  });

  test('are none where both fail', () => {
    expect(differencesOf('same_test.yaml')).toEqual([]);
  });

  const differencesOf = (file: string) =>
    report.charts.flatMap(({ files }) =>
      files.flatMap((one) => (one.file === `app/tests/${file}` ? one.differences : [])),
    );
});

test('the text says what to change, and writes nothing', async () => {
  const before = folder.files();
  const { stdout, exitCode } = await folder.run(['migrate', 'app', '--suites', 'tests/silent_test.yaml']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('4:5 looks where nothing is: passes with helm-unittest, fails here');
  expect(stdout).toContain('what to change: ');
  expect(stdout).toContain('notExists');
  expect(stdout).toContain('Ran 3 tests of 1 file both ways: 2 verdicts differ');
  expect(folder.files()).toEqual(before);
});

test('a file that two patterns match is told', async () => {
  const patterns = ['--suites', 'tests/same_test.yaml', '--suites', 'tests/s*_test.yaml'];
  const { stdout } = await folder.run(['migrate', 'app', '--json', ...patterns]);
  const [chart] = (JSON.parse(stdout) as Report).charts;
  expect(chart?.findings.map(({ rule }) => rule)).toEqual(['suite/repeated']);
  expect(chart?.files).toHaveLength(2);
});

test.each([
  ['no chart', ['migrate', 'nowhere'], 'nowhere is no folder of a chart'],
  ['no suites', ['migrate', 'app', '--suites', 'specs/*.yaml'], 'app has no helm-unittest suites'],
  ['--suite alone', ['migrate', 'app', '--suite', 'tests/*'], '--suite is about the contract file'],
  ['--force alone', ['migrate', 'app', '--force'], '--force is about the contract file'],
  [
    'a contract of two charts',
    ['migrate', 'app', 'app', '--contract', 'app.yaml'],
    'a contract file is about one chart',
  ],
  ['a contract elsewhere', ['migrate', 'app', '--contract', '../app.yaml'], 'does not lie in'],
  [
    'a suite that is not there',
    ['migrate', 'app', '--contract', 'app.yaml', '--suite', 'tests/web*'],
    'no suite of app fits --suite tests/web*',
  ],
  [
    'nothing that passes',
    ['migrate', 'app', '--contract', 'app.yaml', '--suite', 'tests/unknown*'],
    'nothing of the suites can be carried over',
  ],
])('%s is refused, and nothing is written', async (_, args, message) => {
  const before = folder.files();
  const { exitCode, stderr } = await folder.run(args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
  expect(folder.files()).toEqual(before);
});
