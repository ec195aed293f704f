/** What became of each step of an operation, and when: kept while the engine tells of it. */
import type { StepOutcome, StepState } from './outcome.ts';
import { type Counts, countSteps, type Phase, type Progress, type Step } from './steps.ts';

export interface StepLog {
  note(progress: Progress): void;
  /** When the step of that URN began; null if it has not. */
  begunAt(urn: string): Date | null;
  /** The planned ones in their order, then those that nobody planned. `cancelled`: what failed was given up on a wish to end. */
  outcomes(planned: readonly Step[], cancelled: boolean): StepOutcome[];
  /** Of what is done. */
  counts(): Counts;
  readonly warnings: readonly string[];
}

interface Heard {
  readonly step: Step;
  readonly since: number;
  readonly date: Date;
  until: number;
  readonly phases: Map<Phase, 'started' | 'done' | 'failed'>;
  readonly errors: string[];
}

/** `now`: milliseconds, of a clock that only goes forward. */
export function stepLog(now: () => number = () => performance.now()): StepLog {
  const progress: Progress[] = [];
  const heard = new Map<string, Heard>();
  const early = new Map<string, string[]>(); // errors that come before their step
  const note = (item: Progress): void => {
    progress.push(item);
    if (item.at === 'message') {
      if (item.severity !== 'error' || item.urn === null) return;
      const errors = heard.get(item.urn)?.errors ?? early.get(item.urn) ?? [];
      errors.push(item.text);
      if (!heard.has(item.urn)) early.set(item.urn, errors);
      return;
    }
    const { at, phase, step } = item;
    if (phase === 'same' || phase === 'read' || phase === 'replace') return; // `replace` only announces its two phases
    const known = heard.get(step.urn) ?? {
      step,
      since: now(),
      date: new Date(),
      until: now(),
      phases: new Map(),
      errors: early.get(step.urn) ?? [],
    };
    known.until = now();
    known.phases.set(phase, at);
    heard.set(step.urn, known);
  };
  const outcomeOf = (step: Step, cancelled: boolean): StepOutcome => {
    const found = heard.get(step.urn);
    if (found === undefined) return { step, state: 'not-begun', seconds: null, message: null };
    const state = stateOf(found, cancelled);
    const message = state === 'failed' ? found.errors.join('\n') || null : null;
    return { step, state, seconds: (found.until - found.since) / 1000, message };
  };
  return {
    note,
    begunAt: (urn) => heard.get(urn)?.date ?? null,
    outcomes(planned, cancelled) {
      const isPlanned = new Set(planned.map(({ urn }) => urn));
      const others = [...heard.values()].flatMap(({ step }) => (isPlanned.has(step.urn) ? [] : [step]));
      return [...planned, ...others]
        .filter(({ operation }) => operation !== 'same' && operation !== 'read')
        .map((step) => outcomeOf(step, cancelled));
    },
    counts() {
      const isDone = (urn: string): boolean => {
        const found = heard.get(urn);
        return found === undefined || stateOf(found, false) === 'done';
      };
      return countSteps(progress.filter((item) => item.at === 'message' || isDone(item.step.urn)));
    },
    get warnings() {
      return progress.flatMap((item) => {
        if (item.at !== 'message' || item.severity !== 'warning') return [];
        // What failed is told as a failure.
        const found = item.urn === null ? undefined : heard.get(item.urn);
        return found !== undefined && stateOf(found, false) === 'failed' ? [] : [item.text];
      });
    },
  };
}

function stateOf({ step, phases }: Heard, cancelled: boolean): StepState {
  const states = [...phases.values()];
  if (states.includes('failed')) return cancelled ? 'interrupted' : 'failed';
  if (states.includes('started')) return 'interrupted';
  // Of a replacement both halves have to be there; the old one may only be forgotten.
  const isHalf = step.operation === 'replace' && phases.size < 2;
  return isHalf ? 'interrupted' : 'done';
}
