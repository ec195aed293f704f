/** What Pulumi has and would have of every resource, gathered from the events of a preview. */
import { isDeepStrictEqual } from 'node:util';
import type { EngineEvent } from '@pulumi/pulumi/automation/events.js';
import { type ResourceStates, statesOf } from './steps.ts';

export interface PreviewStates {
  /** By URN. */
  readonly states: ReadonlyMap<string, ResourceStates>;
  /** URNs of what was not brought about when it was last tried: Pulumi tries it again, though its inputs are the same. */
  readonly unfinished: ReadonlySet<string>;
  note(event: EngineEvent): void;
  /** Whether the stack's own outputs would change. */
  hasOtherOutputs(): boolean;
}

export function previewStates(): PreviewStates {
  const states = new Map<string, ResourceStates>();
  const unfinished = new Set<string>();
  return {
    states,
    unfinished,
    note(event) {
      const old = event.resourcePreEvent?.metadata.old;
      if ((old?.initErrors ?? []).length > 0 && old !== undefined) unfinished.add(old.urn);
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
