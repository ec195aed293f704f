import { expect, test } from 'vitest';
import { checkProgress } from '../../../src/commands/check-progress.ts';

test('cases and files of suites are counted side by side, until each is done', () => {
  const drawn: string[] = [];
  const { cases, files } = checkProgress({ live: (lines) => void drawn.push(lines.join(' |')) });
  cases(1, 24);
  files(1, 3);
  cases(24, 24);
  files(3, 3);
  expect(drawn).toEqual([
    '  … rendered 1 of 24 cases',
    '  … rendered 1 of 24 cases |  … ran 1 of 3 files with helm-unittest suites',
    '  … ran 1 of 3 files with helm-unittest suites',
    '',
  ]);
});
