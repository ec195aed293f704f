import { describe, expect, test } from 'vitest';
import type { Preview } from '../../../src/deploy/deployment.ts';
import { withoutMereManners } from '../../../src/deploy/settings.ts';
import { noCounts, type Operation, type Step } from '../../../src/deploy/steps.ts';

const step = (
  name: string,
  changedKeys: readonly string[],
  operation: Operation = 'update',
  kind = 'helm.sh/v3:Release',
): Step => ({
  operation,
  urn: name,
  type: `kubernetes:${kind}`,
  kind: 'Release',
  name,
  changedKeys,
  replaceKeys: [],
  order: null,
});

const settledOf = (
  steps: readonly Step[],
  unfinished: readonly string[] = [],
): { steps: string[]; settled: string[]; counts: [number, number] } => {
  const counts = { ...noCounts, update: steps.length, same: 1 };
  const given: Preview = {
    steps,
    counts,
    warnings: [],
    seconds: 0,
    states: new Map(),
    unfinished: new Set(unfinished),
    hasOtherOutputs: false,
  };
  const { preview, settled } = withoutMereManners(given);
  return {
    steps: preview.steps.map(({ name }) => name),
    settled: [...settled],
    counts: [preview.counts.update, preview.counts.same],
  };
};

describe('releases of which only the manner changes', () => {
  test.each<readonly [string, Step, boolean]>([
    ['only the timeout', step('web', ['timeout']), true],
    ['timeout and atomic', step('web', ['atomic', 'timeout']), true],
    ['a value, too', step('web', ['timeout', 'values.replicas']), false],
    ['nothing told: a failed release is tried again', step('web', []), false],
    ['a new release', step('web', ['timeout'], 'create'), false],
    ['no release', step('web', ['timeout'], 'update', 'core/v1:ConfigMap'), false],
  ])('%s', (_, one, isLeft) => {
    expect(settledOf([one])).toEqual(
      isLeft
        ? { steps: [], settled: ['web'], counts: [0, 2] }
        : { steps: ['web'], settled: [], counts: [1, 1] },
    );
  });

  test('one that failed is tried again, and for as long as it is told now', () => {
    const steps = [step('a', ['timeout']), step('b', ['timeout'])];
    expect(settledOf(steps, ['b'])).toEqual({ steps: ['b'], settled: ['a'], counts: [1, 2] });
  });

  test('the others stay planned', () => {
    expect(settledOf([step('a', ['timeout']), step('b', ['values'])])).toEqual({
      steps: ['b'],
      settled: ['a'],
      counts: [1, 2],
    });
  });
});
