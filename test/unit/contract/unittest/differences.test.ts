/** Which verdicts differ between two runs of the same files. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suiteDifferences } from '../../../../src/contract/unittest/differences.ts';
import type { SuiteFileRun, SuiteProblem } from '../../../../src/render/suite-runs.ts';
import { migrationJson } from '../../../../src/report/migration/json.ts';
import { migrationLines } from '../../../../src/report/migration/terminal.ts';
import { assertRun, failed, fileRun, suiteRun, testRun } from './runs.ts';

const differences = (compat: readonly SuiteFileRun[], strict: readonly SuiteFileRun[]) =>
  suiteDifferences(compat, strict, (path) => path.slice(1));

const vacuous: SuiteProblem = {
  rule: 'vacuous',
  line: 6,
  column: 9,
  message: 'it passes because nothing is there',
  hint: 'say notExists',
};
const unknown: SuiteProblem = { ...vacuous, rule: 'unknown-key', line: 12, message: 'no key cuont' };
const says = { passed: false, asserts: [assertRun({ passed: true, problems: [vacuous] })] };

const tests = [testRun({ name: 'one', line: 4 }), testRun({ name: 'two', line: 10 })];
const passing = fileRun({ suites: [suiteRun({ tests })] });

describe('a verdict that differs', () => {
  test('has what the default mode finds in the lines of the test', () => {
    const strict = fileRun({
      suites: [
        suiteRun({ tests: [testRun({ name: 'one', line: 4, ...says }), testRun({ name: 'two', line: 10 })] }),
      ],
    });
    const [file] = differences([passing], [strict]);
    expect(file).toMatchObject({
      file: 'charts/web/tests/deployment_test.yaml',
      chart: 'web',
      tests: 2,
      besides: [],
    });
    expect(file?.differences).toMatchObject([
      {
        test: 'one',
        compat: 'passed',
        default: 'failed',
        source: { line: 4 },
        reasons: [{ rule: 'suite/vacuous', source: { line: 6 } }],
      },
    ]);
  });

  test('of a file with errors is that nothing is run; the error is told with each test', () => {
    const [file] = differences([passing], [fileRun({ suites: [], problems: [unknown] })]);
    expect(file?.differences.map(({ test: name, default: verdict }) => [name, verdict])).toEqual([
      ['one', 'not-run'],
      ['two', 'not-run'],
    ]);
    for (const { reasons } of file?.differences ?? []) {
      expect(reasons.map(({ rule }) => rule)).toEqual(['suite/unknown-key']);
    }
  });

  test('where only helm-unittest fails has what it finds', () => {
    const compat = fileRun({ suites: [suiteRun({ tests: [testRun({ asserts: [failed()] })] })] });
    const strict = fileRun({ suites: [suiteRun({ tests: [testRun()] })] });
    const [file] = differences([compat], [strict]);
    expect(file?.differences).toMatchObject([
      { compat: 'failed', default: 'passed', reasons: [{ rule: 'suite/failed' }] },
    ]);
  });

  test('is told once of a file that helm-unittest runs twice', () => {
    expect(differences([passing, passing], [passing])).toMatchObject([{ tests: 2, differences: [] }]);
  });
});

test('a warning that changes no verdict is told besides', () => {
  const ignored = { ...vacuous, rule: 'ignored', message: 'the option has no effect' };
  const [file] = differences([passing], [fileRun({ suites: passing.suites, problems: [ignored] })]);
  expect(file?.differences).toEqual([]);
  expect(file?.besides.map(({ rule }) => rule)).toEqual(['suite/ignored']);
});

const randomRun = fc
  .array(fc.array(fc.constantFrom('passed', 'failed', 'skipped', 'vacuous'), { maxLength: 4 }), {
    maxLength: 3,
  })
  .map((suites) =>
    fileRun({
      suites: suites.map((verdicts, suite) =>
        suiteRun({
          line: suite * 100 + 1,
          tests: verdicts.map((verdict, index) => {
            const line = suite * 100 + index * 10 + 2;
            const at = { line: line + 2 };
            return testRun({
              line,
              name: verdict,
              skipped: verdict === 'skipped' ? 'later' : '',
              ...(verdict === 'failed' && { asserts: [failed(at)] }),
              ...(verdict === 'vacuous' && {
                passed: false,
                asserts: [assertRun({ ...at, problems: [{ ...vacuous, ...at }] })],
              }),
            });
          }),
        }),
      ),
    }),
  );

test('a file does not differ from itself', () => {
  fc.assert(
    fc.property(randomRun, (run) => {
      expect(differences([run], [run]).flatMap((file) => file.differences)).toEqual([]);
    }),
  );
});

test('every difference has a reason, or the runs have not the same tests; all forms can be printed', () => {
  fc.assert(
    fc.property(randomRun, randomRun, (compat, strict) => {
      const files = differences([compat], [strict]);
      for (const { compat: was, default: is, reasons } of files.flatMap((file) => file.differences)) {
        expect(was).not.toBe(is);
        expect(is === 'failed' && reasons.length === 0).toBe(false);
      }
      const migration = { charts: [{ chart: 'charts/web', files, findings: [] }], contract: null };
      const count = files.reduce((sum, file) => sum + file.differences.length, 0);
      expect(migrationJson(migration).counts.differences).toBe(count);
      const lines = migrationLines(migration, { style: (_, text) => text });
      expect(lines.filter((line) => line.includes('with helm-unittest,'))).toHaveLength(count);
    }),
  );
});

test('what was written, and what was left out, is listed', () => {
  const source = { file: 'charts/web/tests/web_test.yaml', line: 3, column: 5 };
  const contract = {
    file: 'contracts/web.yaml',
    cases: 2,
    rules: 1,
    snapshots: 1,
    without: ['values'],
    notCarried: [{ source, what: 'equalRaw', test: 'notes', why: 'no notes', hint: 'Keep it.' }],
  };
  const lines = migrationLines({ charts: [], contract }, { style: (_, text) => text });
  expect(lines).toEqual([
    'Ran 0 tests of 0 files both ways: every verdict is the same',
    '',
    'Wrote contracts/web.yaml: 2 cases, 1 rule, 1 choice of snapshots',
    'It switches off values, which find what the suites do not ask: take them out of "without" to see it.',
    'Not carried over (1):',
    '  charts/web/tests/web_test.yaml:3 equalRaw of "notes": no notes',
    '      what to do: Keep it.',
  ]);
});
