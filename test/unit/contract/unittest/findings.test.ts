import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../../src/contract/finding.ts';
import { suiteFindings } from '../../../../src/contract/unittest/findings.ts';
import { suiteRules } from '../../../../src/contract/unittest/rules.ts';
import type { SuiteFileRun, SuiteProblem } from '../../../../src/render/suite-runs.ts';
import { assertRun, failed, failure, fileRun, fileWith, suiteRun, testRun } from './runs.ts';

const shownFile = (path: string): string => path.replace('/charts/', 'charts/');

const findings = (run: SuiteFileRun, tellsObsolete = true): Finding[] =>
  suiteFindings(run, { shownFile, tellsObsolete });

const problem = (part: Partial<SuiteProblem> = {}): SuiteProblem => ({
  rule: 'unknown-key',
  line: 3,
  column: 7,
  message: 'a test has no key `sett`',
  hint: 'Did you mean `set`?',
  ...part,
});

const file = 'charts/web/tests/deployment_test.yaml';

test('a failed assertion: its line, its test, its template, and what was found', () => {
  expect(findings(fileWith({ asserts: [assertRun(), failed({ line: 8 })] }))).toEqual([
    {
      rule: 'suite/failed',
      severity: 'error',
      release: 'web',
      stack: null,
      case: 'has three replicas',
      object: null,
      path: [],
      template: 'web/templates/deployment.yaml',
      message:
        'equal fails in web/templates/deployment.yaml, document 0, path spec.replicas: the value must be equal to what is expected\nexpected: 3\nfound: 2',
      hint: 'Mend the chart or the values of the test; if the test expects the wrong thing, mend the test.',
      source: { file, line: 8, column: 9 },
      waiver: null,
    },
  ]);
});

test('one assertion that fails in many documents is one finding; that of a snapshot says how to take a new one', () => {
  const failures = [0, 1, 2].map((document) => failure({ document }));
  const found = findings(fileWith({ asserts: [failed({ type: 'matchSnapshot', failures })] }));
  expect(found).toHaveLength(1);
  expect(found[0]?.message.match(/matchSnapshot fails/g)).toHaveLength(3);
  expect(found[0]?.hint).toContain('check --update');
});

describe('a test that could not be run', () => {
  test('says why at its own line', () => {
    const found = findings(fileWith({ passed: false, error: 'replicas: Must be <= 5', asserts: [] }));
    expect(found).toMatchObject([
      { rule: 'suite/error', case: 'has three replicas', source: { line: 4, column: 5 } },
    ]);
    expect(found[0]?.message).toBe('the test could not be run: replicas: Must be <= 5');
  });

  test('is not told twice if an assertion says the same', () => {
    const error = 'replicas: Must be <= 5';
    const told = failed({ type: 'failedTemplate', failures: [failure({ actual: error })] });
    expect(findings(fileWith({ error, asserts: [told] })).map(({ rule }) => rule)).toEqual(['suite/failed']);
    expect(findings(fileWith({ error, asserts: [failed()] })).map(({ rule }) => rule)).toEqual([
      'suite/error',
      'suite/failed',
    ]);
  });

  test('passes if that is what it asks for', () => {
    expect(findings(fileWith({ error: 'loginSecret is required', asserts: [assertRun()] }))).toEqual([]);
  });
});

test.each([
  ['unknown-key', 'error'],
  ['ignored', 'warning'],
  ['same-name', 'warning'],
  ['never heard of', 'error'],
])('a problem of the file with the rule %s is of severity %s', (rule, severity) => {
  expect(findings(fileRun({ problems: [problem({ rule })] }))).toMatchObject([
    { rule: `suite/${rule}`, severity, case: null, source: { file, line: 3, column: 7 } },
  ]);
});

test('an assertion that says nothing is a finding of that, not of a failure', () => {
  const vacuous = problem({ rule: 'vacuous', message: 'no document has anything at "spec.x"' });
  expect(
    findings(fileWith({ asserts: [assertRun({ problems: [vacuous] })] })).map(({ rule }) => rule),
  ).toEqual(['suite/vacuous']);
});

describe('snapshots that no test asks for', () => {
  const snapshot = {
    path: '/charts/web/tests/__snapshot__/deployment_test.yaml.snap',
    text: null,
    write: false,
    created: 0,
    updated: 0,
    failed: 0,
    vanished: 2,
  };
  test('are told of where they are kept', () => {
    expect(findings(fileRun({ snapshots: [snapshot] }))).toMatchObject([
      {
        rule: 'suite/obsolete-snapshot',
        severity: 'warning',
        message: '2 snapshots are kept that no test asks for',
        source: { file: 'charts/web/tests/__snapshot__/deployment_test.yaml.snap' },
      },
    ]);
  });
  test('are not, where they have just been removed', () => {
    expect(findings(fileRun({ snapshots: [snapshot] }), false)).toEqual([]);
  });
});

describe('nothing passes in silence', () => {
  test.each<[string, Partial<SuiteFileRun>, string]>([
    ['a file without suites', { suites: [] }, 'suite/unreadable'],
    ['a file that helm-unittest drops', { suites: [], dropped: true }, 'suite/error'],
    ['a suite that failed for no reason', { suites: [suiteRun({ passed: false })] }, 'suite/error'],
    [
      'a test that failed for no reason',
      { suites: [suiteRun({ tests: [testRun({ passed: false })] })] },
      'suite/error',
    ],
    [
      'an assertion that failed for no reason',
      { suites: [suiteRun({ tests: [testRun({ asserts: [failed({ failures: [] })] })] })] },
      'suite/failed',
    ],
  ])('%s', (_, part, rule) => {
    expect(findings(fileRun(part))).toMatchObject([{ rule, severity: 'error' }]);
  });

  const asserts = fc.record({ passed: fc.boolean(), failures: fc.nat(2), problems: fc.nat(1) }).map((one) =>
    assertRun({
      passed: one.passed,
      failures: one.passed ? [] : Array.from({ length: one.failures }, () => failure()),
      problems: Array.from({ length: one.problems }, () => problem({ rule: 'vacuous' })),
    }),
  );
  const tests = fc
    .record({
      passed: fc.boolean(),
      skipped: fc.constantFrom('', '', 'not now'),
      error: fc.constantFrom('', 'it does not render'),
      asserts: fc.array(asserts, { maxLength: 3 }),
    })
    .map((part) => testRun({ ...part, passed: part.passed && part.asserts.every((one) => one.passed) }));

  test('whatever did not pass has an error; what passed without a problem has no finding', () => {
    fc.assert(
      fc.property(fc.array(tests, { maxLength: 4 }), fc.boolean(), (all, suitePassed) => {
        const passed = suitePassed && all.every((one) => one.passed || one.skipped !== '');
        const found = findings(fileRun({ suites: [suiteRun({ tests: all, passed })] }));
        const isError = found.some(({ severity }) => severity === 'error');
        const isClean =
          passed &&
          all.every((one) =>
            one.asserts.every(({ problems, ...each }) => each.passed && problems.length === 0),
          );
        expect(passed || isError).toBe(true);
        expect(isClean ? found : []).toEqual([]);
      }),
    );
  });
});

test('every finding is of a rule that explain knows', () => {
  const all = findings(
    fileRun({
      problems: [problem()],
      suites: [
        suiteRun({ tests: [testRun({ asserts: [failed()] }), testRun({ passed: false, error: 'x' })] }),
      ],
    }),
  );
  const ids = new Set(suiteRules.map(({ id }) => id));
  expect(all.map(({ rule }) => ids.has(rule))).toEqual([true, true, true]);
});
