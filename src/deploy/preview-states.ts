/** What Pulumi has and would have of every resource, gathered from the events of a preview. */
import { isDeepStrictEqual } from 'node:util';
import type { EngineEvent } from '@pulumi/pulumi/automation/events.js';
import { type ResourceStates, statesOf } from './steps.ts';

export interface PreviewStates {
  /** By URN. */
  readonly states: ReadonlyMap<string, ResourceStates>;
  note(event: EngineEvent): void;
  /** Whether the stack's own outputs would change. */
  hasOtherOutputs(): boolean;
}

export function previewStates(): PreviewStates {
  const states = new Map<string, ResourceStates>();
  return {
    states,
    note(event) {
      const told = statesOf(event);
      if (told === null) return;
      const known = states.get(told.urn); // a replacement is told in phases, and the last has no new one
      states.set(told.urn, {
        urn: told.urn,
        before: told.before ?? known?.before ?? null,
        after: told.after ?? known?.after ?? null,
        keys: { ...known?.keys, ...told.keys },
      });
    },
    // What the engine hides is secret, and ours are not.
    hasOtherOutputs: () =>
      [...states.values()].some(
        ({ urn, before, after }) =>
          urn.includes('::pulumi:pulumi:Stack::') && !isDeepStrictEqual(before?.outputs, after?.outputs),
      ),
  };
}
