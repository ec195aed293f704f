import { describe, expect, test } from 'vitest';
import type { Result } from '../../../src/deploy/deployment.ts';
import { type Counts, countSteps, noCounts } from '../../../src/deploy/steps.ts';
import { closingLine } from '../../../src/report/summary.ts';
import { recordedProgress } from '../deploy/recorded-events.ts';

const result = (counts: Partial<Counts>): Result => ({
  steps: [],
  counts: { ...noCounts, ...counts },
  warnings: [],
  seconds: 1.44,
});

describe('the closing line', () => {
  test.each([
    [{}, 'nothing declared'],
    [{ same: 12 }, '12 unchanged'],
    [{ create: 3, update: 1, same: 12 }, '3 created, 1 updated, 12 unchanged'],
    [{ replace: 1, delete: 2, forget: 1 }, '1 replaced, 2 deleted, 1 forgotten'],
    [{ import: 1, read: 5 }, '1 imported'],
  ])('%j', (counts, past) => {
    expect(closingLine('Applied', 'dev', result(counts))).toBe(`Applied dev in 1.4 s: ${past}`);
  });

  test('of a recorded rotation', () => {
    const counts = countSteps(recordedProgress('rotation'));
    expect(closingLine('Applied', 'dev', result(counts))).toBe(
      'Applied dev in 1.4 s: 1 updated, 1 replaced, 3 unchanged',
    );
  });
});
