/** How long a Pulumi may say nothing, by what it is about. */
import type { EngineEvent, StepEventMetadata } from '@pulumi/pulumi/automation/events.js';
import { releaseType } from '../../pulumi/identity.ts';
import { type Data, at, numberAt } from '../kubernetes/data.ts';

/** Milliseconds. */
export const silenceLimits = {
  /**
   * While no step runs: it loads providers and plug-ins, plans, reads or saves its state. Each takes seconds; only a store that refuses
   * is tried again for three minutes without a word (seen with 3.259).
   */
  idle: 5 * 60_000,
  /** A step that is not of a release: the longest that Pulumi's provider waits for an object of Kubernetes. */
  step: 10 * 60_000,
};

/** Seconds; Helm's, and that of Pulumi's provider. */
const defaultTimeout = 300;

/** Of a release that goes, or of which nobody knows the hooks: one before and one after. */
const assumedHooks = 2;

export interface RunningSteps {
  note(event: EngineEvent): void;
  /** Milliseconds that all of them may take without a word. */
  limit(): number;
}

/** `hooks`: by the key of a release, how many of them Helm waits for. `idle`: milliseconds while none runs, and beyond what a step may take. */
export function runningSteps(
  hooks: ReadonlyMap<string, number>,
  idle: number = silenceLimits.idle,
): RunningSteps {
  const running = new Map<string, number>();
  const keyOf = ({ op, urn }: StepEventMetadata): string => `${op} ${urn}`;
  return {
    note({ resourcePreEvent, resOutputsEvent, resOpFailedEvent }) {
      const begun = resourcePreEvent?.metadata;
      // The stack and its providers take no time, and the engine does not always tell of their end.
      if (begun !== undefined && !begun.type.startsWith('pulumi:')) {
        running.set(keyOf(begun), milliseconds(begun, hooks));
      }
      const ended = resOutputsEvent ?? resOpFailedEvent;
      if (ended) running.delete(keyOf(ended.metadata));
    },
    limit: () => idle + Math.max(0, ...running.values()),
  };
}

/** Helm's timeout is that of one wait: for each hook, and for the objects; a release that goes back by itself waits as often once more. */
function milliseconds(metadata: StepEventMetadata, hooks: ReadonlyMap<string, number>): number {
  const { op, urn, type } = metadata;
  if (type !== releaseType) return silenceLimits.step;
  const inputs = (metadata.new ?? metadata.old)?.inputs as Data | undefined;
  const known = op.startsWith('delete') ? undefined : hooks.get(urn.slice(urn.lastIndexOf('::') + 2));
  const waits = (1 + (known ?? assumedHooks)) * (at(inputs, 'atomic') === true ? 2 : 1);
  return (numberAt(inputs, 'timeout') || defaultTimeout) * waits * 1000;
}
