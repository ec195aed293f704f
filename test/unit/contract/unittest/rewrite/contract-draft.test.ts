/** From suites and what came of them to a draft. */
import { expect, test } from 'vitest';
import { draftOf, type SuiteFileText } from '../../../../../src/contract/unittest/rewrite/contract-draft.ts';
import { gapsOf, rulesOf, snapshotsOf } from '../../../../../src/contract/unittest/rewrite/draft.ts';
import type { ValuesFile } from '../../../../../src/contract/unittest/rewrite/case-inputs.ts';
import {
  distinction,
  probedDocuments,
  probeText,
} from '../../../../../src/contract/unittest/rewrite/probes.ts';
import { suiteTexts } from '../../../../../src/contract/unittest/rewrite/suite-text.ts';
import type { SuiteTestRun } from '../../../../../src/render/suite-runs.ts';
import { assertRun, failed, failure, fileRun, suiteRun, testRun } from '../runs.ts';

interface Given {
  readonly route?: string;
  readonly tests?: readonly Partial<SuiteTestRun>[];
  readonly values?: Readonly<Record<string, ValuesFile>>;
  readonly valueFiles?: readonly string[];
}

/** As if every assertion held, but for what is said of the tests. */
function suiteFile(
  text: string,
  { route = 'web', tests = [], values = {}, valueFiles = [] }: Given = {},
): SuiteFileText {
  const suites = suiteTexts(text);
  let index = 0;
  const run = fileRun({
    route,
    suites: suites.map((suite) =>
      suiteRun({
        tests: (suite?.tests ?? []).map((one) =>
          testRun({ asserts: one.asserts.map(() => assertRun()), ...tests[index++] }),
        ),
      }),
    ),
  });
  const context = { route, valueFiles, kubeVersion: '1.33', values: (path: string) => values[path] ?? null };
  return { file: 'web_test.yaml', suites, run, context };
}

const draft = (text: string, given: Given = {}) => draftOf([suiteFile(text, given)], () => null);

test('same inputs are one case, and the same condition of several cases one rule', () => {
  const made = draft(`templates: [d.yaml]
tests:
  - it: one
    asserts: [{isKind: {of: Deployment}}]
  - it: two
    set: {a.b: 1, a.c: 2}
    asserts: [{isKind: {of: Deployment}}, {equal: {path: spec.replicas, value: 2}}]
  - it: three
    set: {a: {c: 2, b: 1}}
    asserts: [{exists: {path: spec.replicas}}]
`);
  expect(made.cases.map(({ name, fields }) => [name, fields])).toEqual([
    ['defaults', {}],
    ['two', { values: { a: { b: 1, c: 2 } } }],
  ]);
  expect(rulesOf(made).map(({ id, cases }) => [id, cases])).toEqual([
    ['one', ['defaults', 'two']],
    ['two', ['two']],
    ['three', ['two']],
  ]);
  expect(gapsOf(made)).toEqual([]);
});

test('values of the suite, of the test, and both sets win in this order; files are named where they can be', () => {
  const text = `values: [low.yaml]
set: {a: suite, 'list[1]': x}
tests:
  - it: one
    values: [high.yaml]
    set: {a: test}
    asserts: [{isKind: {of: Deployment}}]
`;
  const values = {
    'low.yaml': { data: { a: 1, b: 1 }, reference: '../low.yaml' },
    'high.yaml': { data: { b: 2, c: { d: 1 } }, reference: '../high.yaml' },
    '/all.yaml': { data: { b: 3, z: 1 }, reference: '../all.yaml' },
  };
  const [one] = draft(text, { values, valueFiles: ['/all.yaml'] }).cases;
  expect(one?.fields).toEqual({
    valueFiles: ['../low.yaml', '../all.yaml', '../high.yaml'],
    values: { a: 'test', list: [null, 'x'] },
  });
  const outside = { ...values, 'low.yaml': { ...values['low.yaml'], reference: null } };
  const [other] = draft(text, { values: outside, valueFiles: ['/all.yaml'] }).cases;
  expect(other?.fields).toEqual({
    values: { a: 'test', b: 2, c: { d: 1 }, z: 1, list: [null, 'x'] },
  });
});

test('values of a subchart stand under its name, and global is shared', () => {
  const text = `tests:
  - it: one
    set: {a: 1, global.b: 2}
    asserts: [{isKind: {of: Deployment}}]
`;
  const [one] = draft(text, { route: 'parent/charts/child' }).cases;
  expect(one?.fields.values).toEqual({ global: { b: 2 }, child: { a: 1, global: { b: 2 } } });
});

test('names, versions and API versions of test and suite', () => {
  const [one] = draft(`release: {name: shop, namespace: suite}
capabilities: {minorVersion: 31, apiVersions: [a/v1]}
tests:
  - it: one
    release: {namespace: own, upgrade: true}
    capabilities: {majorVersion: 1, apiVersions: [b/v1]}
    asserts: [{isKind: {of: Deployment}}]
`).cases;
  expect(one?.fields).toEqual({
    name: 'shop',
    namespace: 'own',
    upgrade: true,
    kubeVersions: ['1.31'],
    apiVersions: ['b/v1', 'a/v1'],
  });
});

test('what fails, is skipped, cannot be run or has no words is listed, never left out in silence', () => {
  const made = draft(
    `templates: [d.yaml]
tests:
  - it: fails
    asserts: [{isKind: {of: Deployment}}, {equal: {path: a, value: 1}}]
  - it: is skipped
    asserts: [{isKind: {of: Deployment}}]
  - it: cannot be run
    asserts: [{isKind: {of: Deployment}}]
  - it: has no words
    asserts: [{equal: {path: a..b, value: 1}}, {matchSnapshotRaw: {}}, {equal: {path: a, value: 1}, documentIndex: 1}]
  - it: has no file
    values: [nowhere.yaml]
    asserts: [{isKind: {of: Deployment}}]
`,
    {
      tests: [
        { asserts: [assertRun(), failed()], passed: false },
        { skipped: 'later' },
        {
          error: 'password hunter2-hunter2 is refused',
          given: { password: 'hunter2-hunter2' },
          passed: false,
        },
      ],
    },
  );
  expect(rulesOf(made)).toHaveLength(1);
  expect(gapsOf(made).map(({ test: name, what }) => [name, what])).toEqual([
    ['fails', 'equal a'],
    ['is skipped', 'the whole test'],
    ['cannot be run', 'the whole test'],
    ['has no words', 'equal a..b'],
    ['has no words', 'matchSnapshotRaw'],
    ['has no words', 'equal a'],
    ['has no file', 'values: nowhere.yaml'],
  ]);
  expect(JSON.stringify(made)).not.toContain('hunter2');
});

test('what the whole suite says is listed once', () => {
  const made = draft(`chart: {version: 9.9.9}
tests:
  - it: one
    asserts: [{isKind: {of: Deployment}}]
  - it: two
    asserts: [{isKind: {of: Deployment}}]
`);
  expect(gapsOf(made).map(({ test: name, what }) => [name, what])).toEqual([['', 'chart']]);
});

test('an expected failure is a case of its own; what else the test asserts has no documents', () => {
  const made = draft(`templates: [d.yaml]
tests:
  - it: wants a name
    set: {name: ''}
    asserts: [{failedTemplate: {errorMessage: a (name) is required}}, {isKind: {of: Deployment}}]
  - it: refuses
    set: {name: ''}
    asserts: [{failedTemplate: {errorPattern: ^a}}, {failedTemplate: {}}]
  - it: renders
    asserts: [{failedTemplate: {}, not: true}]
`);
  expect(made.cases.map(({ name, fails, otherwise }) => [name, fails, otherwise])).toEqual([
    ['wants-a-name', { pattern: ': a \\(name\\) is required$' }, 'a (name) is required'],
    ['refuses', { pattern: ': a' }, '^a'],
    ['refuses-2', { pattern: '.' }, null],
    ['defaults', null, null],
  ]);
  expect(gapsOf(made).map(({ what }) => what)).toEqual(['isKind']);
});

test('snapshots are of whole objects, each once', () => {
  const made = draft(`templates: [d.yaml]
tests:
  - it: one
    asserts:
      - matchSnapshot: {}
      - matchSnapshot: {path: spec}
      - matchSnapshot: {matchRegex: {pattern: a}}
`);
  expect(snapshotsOf(made).map(({ on }) => on)).toEqual(['template == "web/templates/d.yaml"']);
  expect(gapsOf(made).map(({ what }) => what)).toEqual(['matchSnapshot spec', 'matchSnapshot']);
});

test('a file that is not what was run is left alone', () => {
  const file = suiteFile('tests: [{it: one, asserts: [{isKind: {of: Pod}}]}]\n');
  for (const suites of [null, [null], []]) {
    const made = draftOf([{ ...file, suites }], () => null);
    expect(made.cases).toEqual([]);
    expect(gapsOf(made).map(({ what }) => what)).toEqual(['the whole file']);
  }
});

test('documents are told from each other by kind, by name, or by both', () => {
  const documents = [
    { kind: 'Service', name: 'a' },
    { kind: 'Service', name: 'b' },
    { kind: 'Secret', name: 'b' },
    { kind: 'Role', name: 'c' },
    { kind: 'Job', name: 'd' },
    { kind: 'Job', name: 'd' },
  ];
  expect(documents.map((_, index) => distinction(documents, index))).toEqual([
    ['name'],
    ['kind', 'name'],
    ['kind'],
    ['kind'],
    null,
    null,
  ]);
  expect(distinction(documents, 6)).toBeNull();
  expect(distinction(documents.slice(0, 1), 0)).toEqual([]);
});

test('only tests that choose by index are probed, with their inputs', () => {
  const file = suiteFile(`templates: [d.yaml]
values: [all.yaml]
skip: {reason: later}
tests:
  - it: one
    asserts: [{isKind: {of: Pod}}]
  - it: two
    set: {a: 1}
    documentIndex: 1
    asserts: [{isKind: {of: Pod}}, {isKind: {of: Pod}, template: e.yaml}]
`);
  const text = probeText(file, (path) => `/suites/${path}`) ?? '';
  expect(JSON.parse(text)).toMatchObject({
    values: ['/suites/all.yaml'],
    tests: [{ it: 'line 7', set: { a: 1 }, asserts: { length: 4 } }],
  });
  expect(text).not.toContain('skip');
  const found = probedDocuments({
    suites: [
      suiteRun({
        tests: [
          testRun({
            name: 'line 7',
            asserts: [
              failed({ failures: [failure({ actual: 'Pod' }), failure({ actual: '"Job"' })] }),
              failed({ failures: [failure({ actual: 'a' }), failure({ actual: 'b' })] }),
            ],
          }),
        ],
      }),
    ],
  });
  expect([...(found.get('line 7') ?? [])]).toEqual([
    [
      'web/templates/deployment.yaml',
      [
        { kind: 'Pod', name: 'a' },
        { kind: 'Job', name: 'b' },
      ],
    ],
  ]);
  expect(probeText(suiteFile('tests: [{it: one, asserts: [{isKind: {of: Pod}}]}]\n'), String)).toBeNull();
});
