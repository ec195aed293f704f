import { describe, expect, test } from 'vitest';
import { stepLog } from '../../../src/deploy/step-log.ts';
import { plannedSteps, type Progress, type Step } from '../../../src/deploy/steps.ts';
import { recordedProgress } from './recorded-events.ts';

/** Its clock goes on by a second with every look at it. */
function logOf(progress: readonly Progress[]): ReturnType<typeof stepLog> {
  let time = 0;
  const log = stepLog(() => (time += 1000));
  for (const item of progress) log.note(item);
  return log;
}

const stateOf = (log: ReturnType<typeof stepLog>, planned: readonly Step[], cancelled = false): string[] =>
  log.outcomes(planned, cancelled).map(({ step, state }) => `${step.kind} ${step.name} ${state}`);

describe('what became of the steps', () => {
  test('all done: each is, and the counts are those of the engine', () => {
    const progress = recordedProgress('create');
    const log = logOf(progress);
    const planned = plannedSteps(progress);
    expect(new Set(log.outcomes(planned, false).map(({ state }) => state))).toEqual(new Set(['done']));
    expect(log.counts().create).toBe(planned.length);
    for (const { seconds } of log.outcomes(planned, false)) expect(seconds).toBeGreaterThan(0);
  });

  test('a replacement is one step, done when both halves are', () => {
    const progress = recordedProgress('rotation');
    const planned = plannedSteps(progress);
    expect(stateOf(logOf(progress), planned)).toContain('Secret hello-login done');
    const half = progress.filter((item) => item.at === 'message' || item.phase !== 'delete-replaced');
    expect(stateOf(logOf(half), planned)).toContain('Secret hello-login interrupted');
  });

  test('a failure, with what the provider said of it; on a wish to end it is an interruption', () => {
    const progress = recordedProgress('failure');
    const planned = plannedSteps(progress);
    const [failed] = logOf(progress)
      .outcomes(planned, false)
      .filter(({ state }) => state === 'failed');
    expect(failed?.step.kind).toBe('Release');
    expect(failed?.message).toMatch(/hello/);
    expect(logOf(progress).counts().update).toBe(0);
    expect(stateOf(logOf(progress), planned, true)).toContain('Release hello interrupted');
  });

  test('cut off anywhere, nothing is done that was not heard of, and nothing is lost', () => {
    const whole = recordedProgress('create');
    const planned = plannedSteps(whole);
    for (let length = 0; length <= whole.length; length += 1) {
      const progress = whole.slice(0, length);
      const outcomes = logOf(progress).outcomes(planned, false);
      expect(outcomes.map(({ step }) => step.urn)).toEqual(planned.map(({ urn }) => urn));
      const done = progress.filter((item) => item.at === 'done' && item.phase !== 'same').length;
      expect(outcomes.filter(({ state }) => state === 'done')).toHaveLength(done);
    }
  });

  test('what nobody planned is told, too', () => {
    const progress = recordedProgress('create');
    expect(stateOf(logOf(progress), [])).toContain('Release hello done');
  });
});
