import { expect, test } from 'vitest';
import type { Finding, SuiteOutcome } from '../../../../src/contract/finding.ts';
import { chosen } from '../../../../src/contract/unittest/choice.ts';
import { suiteFindings } from '../../../../src/contract/unittest/findings.ts';
import { suiteOutcomes } from '../../../../src/contract/unittest/outcomes.ts';
import { failed, fileRun, suiteRun, testRun } from './runs.ts';

const runs = ['a', 'b'].map((name) =>
  fileRun({
    path: `${name}.yaml`,
    suites: [
      suiteRun({
        name: `suite ${name}`,
        tests: ['one', 'two'].map((each) => testRun({ name: each, asserts: [failed()] })),
      }),
    ],
    problems: [{ rule: 'ignored', line: 1, column: 1, message: 'of the file', hint: '' }],
  }),
);
const outcomes: SuiteOutcome[] = runs.flatMap((run) =>
  suiteOutcomes(run, { file: run.path, kubeVersion: '1.33', cached: false }),
);
const findings: Finding[] = runs.flatMap((run) =>
  suiteFindings(run, { shownFile: (path) => path, tellsObsolete: true }),
);

test.each([
  ['*', ['a/one', 'a/two', 'b/one', 'b/two']],
  ['web', ['a/one', 'a/two', 'b/one', 'b/two']],
  ['one', ['a/one', 'b/one']],
  ['web/t*', ['a/two', 'b/two']],
  ['suite b', ['b/one', 'b/two']],
  ['suite a/two', ['a/two']],
  ['three', []],
])('--filter %s', (filter, expected) => {
  const result = chosen(filter, { outcomes, findings });
  const names = result.outcomes.flatMap(({ source, tests }) =>
    tests.map(({ name }) => `${source.file.replace('.yaml', '')}/${name}`),
  );
  expect(names).toEqual(expected);
  const found = result.findings.filter((one) => one.case !== null);
  expect(found.map((one) => `${one.source?.file.replace('.yaml', '')}/${one.case}`)).toEqual(expected);
  expect(result.findings.filter((one) => one.case === null)).toHaveLength(2);
});
