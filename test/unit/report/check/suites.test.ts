/** helm-unittest suites in the reports. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SuiteOutcome } from '../../../../src/contract/finding.ts';
import { checkJunit } from '../../../../src/report/check/junit.ts';
import { checkMarkdown, summaryLimit } from '../../../../src/report/check/markdown.ts';
import { FindingsOfTests } from '../../../../src/report/check/suite-words.ts';
import { checkLines } from '../../../../src/report/check/terminal.ts';
import { closingText } from '../../../../src/report/check/wording.ts';
import { hostile, outcome, result, suite, suiteFinding, unittest } from './results.ts';

const plain = { style: (_: string, text: string): string => text };
const lines = (suites: readonly SuiteOutcome[], verbose = false): string[] =>
  checkLines(result({ suites }), plain, { verbose });
const junit = (part: Parameters<typeof result>[0]): string => checkJunit(result(part), { failOn: 'error' });

describe('which finding is of which test', () => {
  test('by name and file; of several tests of one name, the last that starts above it', () => {
    const suites = [suite({}, 'one', 'two', 'one')];
    const findings = [
      suiteFinding('one', 12),
      suiteFinding('two', 25),
      suiteFinding('one', 31),
      suiteFinding(null, 12),
      suiteFinding('three', 12),
      suiteFinding('one', 12, { rule: 'case/failed' }),
    ];
    const of = new FindingsOfTests({ suites, findings });
    const found = suites.flatMap(({ tests }) =>
      tests.map((each) => of.of(each).map(({ source }) => source?.line)),
    );
    expect(found).toEqual([[12], [25], [31]]);
    expect(findings.map((each) => of.has(each))).toEqual([true, true, true, false, false, false]);
  });

  test('each of one test, whatever their names and lines are', () => {
    const names = fc.array(fc.constantFrom('one', 'two', 'three'), { minLength: 1, maxLength: 6 });
    const places = fc.array(
      fc.tuple(fc.constantFrom('one', 'two', 'three', null), fc.integer({ min: 1, max: 80 })),
    );
    fc.assert(
      fc.property(names, places, (all, found) => {
        const suites = [suite({}, ...all)];
        const findings = found.map(([name, line]) => suiteFinding(name, line));
        const of = new FindingsOfTests({ suites, findings });
        const told = suites.flatMap(({ tests }) => tests.flatMap((each) => of.of(each)));
        expect(told.length).toBe(findings.filter((each) => of.has(each)).length);
        expect(new Set(told).size).toBe(told.length);
      }),
    );
  });
});

describe('terminal', () => {
  const failed = suite({
    tests: [
      unittest({ outcome: 'failed' }),
      unittest({ name: 'later', outcome: 'skipped', reason: 'not now' }),
    ],
  });
  test.each<[string, SuiteOutcome, string]>([
    ['passed', suite({}, 'one', 'two'), '  ✓ charts/web/tests/web_test.yaml  web: 2 passed (3.0 ms)'],
    [
      'from the cache',
      suite({ cached: true }, 'one'),
      '  ✓ charts/web/tests/web_test.yaml  web: 1 passed (cached)',
    ],
    ['failed', failed, '  ✗ charts/web/tests/web_test.yaml  web: 1 failed, 1 skipped (3.0 ms)'],
    [
      'skipped',
      suite({ skipped: 'needs 2.0', tests: [unittest({ outcome: 'skipped', reason: 'needs 2.0' })] }),
      '  - charts/web/tests/web_test.yaml  web: 1 skipped, skipped: needs 2.0 (1.5 ms)',
    ],
    [
      'without a name',
      suite({ name: 'charts/web/tests/web_test.yaml' }, 'one'),
      '  ✓ charts/web/tests/web_test.yaml: 1 passed (1.5 ms)',
    ],
  ])('%s', (_, one, line) => {
    expect(lines([one])).toContain(line);
  });

  test('--verbose lists tests; a suite that is run for several versions is told apart', () => {
    expect(lines([failed], true)).toEqual(
      expect.arrayContaining(['      ✗ has three replicas (1.5 ms)', '      - later, skipped: not now']),
    );
    const both = lines([suite({}, 'one'), suite({ kubeVersion: '1.31' }, 'one')]).join('\n');
    expect(both).toContain('web (1.33): 1 passed');
    expect(both).toContain('web (1.31): 1 passed');
  });
});

test.each([
  [[outcome()], [suite({}, 'one', 'two')], 'Checked 1 case of 1 release and 2 tests of 1 suite in'],
  [[], [suite({}, 'one'), suite({}, 'two')], 'Checked 2 tests of 2 suites in'],
  [[], [], 'Checked 0 cases of 0 releases in'],
])('%#: what was checked', (cases, suites, start) => {
  expect(closingText(result({ cases, suites }))).toMatch(new RegExp(`^${start} 0.31 s: no findings$`));
});

describe('JUnit', () => {
  test('a warning does not fail a test, unless it is asked for', () => {
    const part = {
      suites: [suite({}, 'one')],
      findings: [suiteFinding('one', 10, { rule: 'suite/ignored', severity: 'warning' })],
    };
    expect(junit(part)).toContain('<system-out>warning\nequal fails at line 10');
    expect(checkJunit(result(part), { failOn: 'warning' })).toMatch(
      /<testsuite name="web" file="[^"]+" tests="1" failures="1"/,
    );
  });

  test('suites of one name stay apart, cached ones say so, and what is of no test stands with its chart', () => {
    const text = junit({
      cases: [],
      suites: [suite({}, 'one'), suite({ cached: true }, 'two')],
      findings: [suiteFinding(null, 1, { rule: 'suite/ignored', severity: 'warning' })],
    });
    expect(text.match(/<testsuite name="web" file=/g)).toHaveLength(2);
    expect(text.match(/<property name="cached" value="true"\/>/g)).toHaveLength(1);
    expect(text).toContain('<testcase name="suite/ignored" classname="web"');
  });
});

test.each(hostile.map((text, index) => [index, text] as const))(
  'text of others, %i, is shown inert',
  (_, text) => {
    const suites = [
      suite({
        name: text,
        skipped: text,
        tests: [unittest({ name: text, outcome: 'skipped', reason: text })],
      }),
    ];
    const shown = [...lines(suites, true), ...checkMarkdown(result({ suites }), summaryLimit).split('\n')];
    for (const line of shown.join('\n').split('\n')) {
      expect(line).not.toMatch(/^\s*::/);
      // oxlint-disable-next-line no-control-regex -- they are what must not be there
      expect(line).not.toMatch(/[\u0000-\u0008\u001b\u202e]/);
    }
    expect(junit({ suites })).not.toMatch(/<script/);
  },
);
