import { describe, expect, test } from 'vitest';
import type { Result } from '../../../src/deploy/deployment.ts';
import { type Counts, countSteps, plannedSteps, type Step } from '../../../src/deploy/steps.ts';
import { closingLine, stepLines } from '../../../src/report/summary.ts';
import { recordedProgress } from '../deploy/recorded-events.ts';
import { recorder } from './recorder.ts';

const none: Counts = { create: 0, update: 0, replace: 0, delete: 0, forget: 0, same: 0, read: 0, import: 0 };
const result = (counts: Partial<Counts>): Result => ({
  steps: [],
  counts: { ...none, ...counts },
  warnings: [],
  seconds: 1.44,
});

describe('the closing line', () => {
  test.each([
    [{}, 'nothing declared', 'nothing declared'],
    [{ same: 12 }, '12 unchanged', '12 unchanged'],
    [
      { create: 3, update: 1, same: 12 },
      '3 to create, 1 to update, 12 unchanged',
      '3 created, 1 updated, 12 unchanged',
    ],
    [
      { replace: 1, delete: 2, forget: 1 },
      '1 to replace, 2 to delete, 1 to forget',
      '1 replaced, 2 deleted, 1 forgotten',
    ],
    [{ import: 1, read: 5 }, '1 to import', '1 imported'],
  ])('%j', (counts, future, past) => {
    expect(closingLine('Previewed', 'dev', result(counts), { past: false })).toBe(
      `Previewed dev in 1.4 s: ${future}`,
    );
    expect(closingLine('Applied', 'dev', result(counts), { past: true })).toBe(
      `Applied dev in 1.4 s: ${past}`,
    );
  });

  test('of a recorded rotation', () => {
    const counts = countSteps(recordedProgress('rotation-preview'));
    expect(closingLine('Previewed', 'dev', result(counts), { past: false })).toBe(
      'Previewed dev in 1.4 s: 1 to update, 1 to replace, 3 unchanged',
    );
  });
});

describe('the lines of a plan', () => {
  const lines = (name: Parameters<typeof recordedProgress>[0]): string[] =>
    stepLines(plannedSteps(recordedProgress(name)), recorder());

  test('mark, kind, name, what changes', () => {
    expect(lines('rotation-preview')).toEqual([
      '  ± Secret   hello-login  [data.password (replace)]',
      '  ~ Release  hello  [values.loginSecret]',
    ]);
    expect(lines('no-change')).toEqual([]);
  });

  test('a bucket that stays does not look like one that is deleted', () => {
    expect(lines('destroy-retained')).toContain(
      '  - StateBucket  acme-example-sf2loki-state  (it stays; the stack forgets it)',
    );
    expect(lines('destroy-retained')).toContain('  - Release      sf2loki');
  });

  test('of many changed keys, the first six and how many more', () => {
    const step: Step = {
      operation: 'update',
      urn: 'urn',
      type: 'a:b:Release',
      kind: 'Release',
      name: 'hello',
      changedKeys: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
    };
    expect(stepLines([step], recorder())).toEqual(['  ~ Release  hello  [a, b, c, d, e, f, and 2 more]']);
    expect(stepLines([{ ...step, operation: 'delete' }], recorder())).toEqual(['  - Release  hello']);
    expect(stepLines([{ ...step, operation: 'read' }], recorder())).toEqual([]);
  });
});
