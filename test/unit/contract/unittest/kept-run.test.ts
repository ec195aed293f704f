import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  digestOf,
  isKeepable,
  keptText,
  readKept,
  type KeptRun,
} from '../../../../src/contract/unittest/kept-run.ts';
import { failed, suiteRun, testRun } from './runs.ts';

const kept: KeptRun = {
  digest: digestOf(['chart', 'suite']),
  read: { '/values.yaml': 'abc', '/gone.yaml': null },
  suites: [suiteRun()],
};

test('what was kept is read again, and only for what it was kept for', () => {
  expect(readKept(keptText(kept), kept.digest)).toEqual(kept);
  expect(readKept(keptText(kept), digestOf(['chart', 'other suite']))).toBeNull();
});

test('a file that is damaged in any byte, cut or empty counts as none', () => {
  const text = keptText(kept);
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (index, character) => {
      fc.pre(text[index] !== character);
      expect(readKept(text.slice(0, index) + character + text.slice(index + 1), kept.digest)).toBeNull();
    }),
  );
  fc.assert(
    fc.property(fc.nat(text.length - 1), (length) => {
      expect(readKept(text.slice(0, length), kept.digest)).toBeNull();
    }),
  );
  fc.assert(
    fc.property(fc.string(), (anything) => {
      expect(readKept(anything, kept.digest)).toBeNull();
    }),
  );
});

test.each([
  ['passed', [suiteRun()], 0, true],
  ['one suite failed', [suiteRun(), suiteRun({ tests: [testRun({ asserts: [failed()] })] })], 1, false],
  ['failed without a finding', [suiteRun({ passed: false })], 0, false],
  ['passed with a warning', [suiteRun()], 1, false],
  ['no suite', [], 0, false],
])('kept? %s', (_, suites, findings, expected) => {
  expect(isKeepable(suites, findings)).toBe(expected);
});
