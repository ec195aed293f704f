import { expect, test } from 'vitest';
import { assertionText } from '../../../../src/contract/unittest/assertion-text.ts';
import { failed, failure } from './runs.ts';

test.each([
  ['one line each', failure(), ['expected: 3', 'found: 2']],
  ['nothing found', failure({ actual: '' }), ['expected: 3']],
  [
    'several lines: how they differ',
    failure({ expected: 'a: 1\nb: 2\nc: 3\n', actual: 'a: 1\nb: 5\nc: 3\n' }),
    ['expected (-) and found (+):', '@@ -1,3 +1,3 @@', ' a: 1', '-b: 2', '+b: 5', ' c: 3'],
  ],
  [
    'one side with several lines',
    failure({ expected: '', actual: 'a: 1\nb: 5\n' }),
    ['found:', 'a: 1', 'b: 5'],
  ],
  ['neither', failure({ expected: '', actual: '' }), []],
])('%s', (_, one, lines) => {
  expect(
    assertionText(failed({ failures: [one] }))
      .split('\n')
      .slice(1),
  ).toEqual(lines);
});

test.each([
  [failure(), false, 'equal fails in web/templates/deployment.yaml, document 0, path spec.replicas: the'],
  [failure({ document: -1, path: '' }), false, 'equal fails in web/templates/deployment.yaml: the'],
  [failure({ template: '', document: -1, path: '', message: '' }), true, 'not equal fails\n'],
])('where: %#', (one, not, start) => {
  expect(assertionText(failed({ not, failures: [one] }))).toMatch(new RegExp(`^${start}`));
});

test('of several values that a path matches, which one', () => {
  const values = [failure({ value: 0 }), failure({ value: 1 })];
  expect(assertionText(failed({ failures: values }))).toContain('path spec.replicas, match 1:');
  expect(assertionText(failed({ failures: values.slice(0, 1) }))).not.toContain('match');
});

test('what nobody reads to the end is counted', () => {
  const many = Array.from({ length: 60 }, (_, document) => failure({ document }));
  const text = assertionText(failed({ failures: many }));
  expect(text).toMatch(/… and in 50 more places$/);
  const long = assertionText(failed({ failures: [failure({ actual: 'x'.repeat(100_000) })] }));
  expect(long.length).toBeLessThan(5000);
});
