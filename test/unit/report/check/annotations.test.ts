import { expect, test } from 'vitest';
import { checkAnnotations } from '../../../../src/report/check/annotations.ts';
import { finding, mixed, result } from './results.ts';

test('each finding at its line, without waived ones', () => {
  expect(checkAnnotations(mixed)).toEqual([
    '::error file=contracts/web.yaml,line=12,col=5,title=SF-9 prod%3A web/ha::two replicas share one volume%0AWhat to do: Set replicas to 1.',
    '::warning file=deploy.yaml,line=3,col=1,title=values/unknown prod%3A web/ha::no template reads "replicaz"',
  ]);
});

test('without a place it has a title only', () => {
  const alone = finding({ source: null, release: null, stack: null, case: null, hint: null });
  expect(checkAnnotations(result({ findings: [alone] }))).toEqual([
    '::error title=SF-9::two replicas share one volume',
  ]);
});

test.each([
  [10, 10, '::error file='],
  [11, 10, '::error::2 more errors: see the summary of this job'],
  [500, 10, '::error::491 more errors: see the summary of this job'],
])('%i errors are %i annotations', (count, shown, last) => {
  const lines = checkAnnotations(result({ findings: Array.from({ length: count }, () => finding()) }));
  expect(lines).toHaveLength(shown);
  expect(lines.at(-1)?.startsWith(last)).toBe(true);
});

test('each severity has room of its own, errors first', () => {
  const findings = (['notice', 'warning', 'error'] as const).flatMap((severity) =>
    Array.from({ length: 20 }, () => finding({ severity })),
  );
  const lines = checkAnnotations(result({ findings }));
  expect(lines.map((line) => line.split(/[ :]+/)[1])).toEqual(
    ['error', 'warning', 'notice'].flatMap((severity) => Array.from({ length: 10 }, () => severity)),
  );
});

test('what would end a property or the command is escaped', () => {
  const odd = finding({
    rule: 'a,line=1::b',
    message: '100%\r\n::error::x',
    hint: null,
    source: { file: 'a,b:c.yaml', line: 1, column: 1 },
  });
  expect(checkAnnotations(result({ findings: [odd] }))).toEqual([
    '::error file=a%2Cb%3Ac.yaml,line=1,col=1,title=a%2Cline=1%3A%3Ab prod%3A web/ha::100%25%0A::error::x',
  ]);
});
