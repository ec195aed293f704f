/** Where what runs after an `up` is not what was planned. Pure. */
import type { Mismatch } from '../deploy/outcome.ts';
import { listAt, numberAt, textAt, type DataMap } from '../kubernetes/data.ts';
import type { FieldPlace } from '../kubernetes/field.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import { diffObjects } from './diff/index.ts';
import { driftOf } from './drift.ts';
import type { PlacedObject } from './facts.ts';
import type { Drift, FieldChange } from './plan.ts';

/**
 * What Helm has recorded, against what was rendered for the plan. Checksums and names that Pulumi generates are not told. `isWaiting`: such names were yet
 * to come, and may be part of a secret, too.
 */
export const recordMismatches = (
  planned: readonly PlacedObject[],
  recorded: readonly PlacedObject[],
  { isWaiting }: { readonly isWaiting: boolean },
): Mismatch[] =>
  diffObjects(planned, recorded).flatMap(({ object, change, before, fields }): Mismatch[] => {
    switch (change) {
      case 'deleted':
      case 'kept':
        return [{ object, state: 'missing', places: [] }];
      case 'created':
        return [{ object, state: 'left', places: [] }];
      case 'renamed':
        return before === null ? [] : [{ object: before, state: 'missing', places: [] }];
      case 'changed': {
        const places = fields
          .filter((field) => !isWaiting || !isUnknownBefore(field))
          .map(({ place }) => place);
        return places.length === 0 ? [] : [{ object, state: 'changed', places }];
      }
      case 'unchanged':
        return [];
    }
  });

/** What stands in a plan for what only `up` knows. */
const isUnknownBefore = ({ secret, before }: FieldChange): boolean =>
  secret || (typeof before === 'string' && /-xxxxxxxx\b|\(new\)/.test(before));

export interface LiveFinding {
  readonly id: ObjectId;
  /** As Helm has recorded it. */
  readonly applied: DataMap;
  readonly live: DataMap | null;
  readonly dryRun: DataMap | null;
}

/** What is in the cluster, against what Helm has recorded. `expected`: what the plan said would stay as it is. */
export function liveMismatches(found: readonly LiveFinding[], expected: readonly Drift[]): Mismatch[] {
  const known = new Set(
    expected
      .filter(({ fate }) => fate === 'kept')
      .flatMap(({ object, state, fields }) =>
        state === 'missing' ? keyOf(object, []) : fields.map(({ place }) => keyOf(object, place)),
      ),
  );
  return found.flatMap(({ id, applied, live, dryRun }) =>
    driftOf({ id, applied, live, dryRun, upgrade: false, changed: [] }).flatMap(
      ({ state, fields }): Mismatch[] => {
        if (state === 'missing') {
          return known.has(keyOf(id, [])) || goesByItself(applied) ? [] : [{ object: id, state, places: [] }];
        }
        const places = fields
          .map(({ place }) => place)
          .filter((place) => !known.has(keyOf(id, place)) && !(isScale(place) && isScaled(live)));
        return places.length === 0 ? [] : [{ object: id, state: 'changed', places }];
      },
    ),
  );
}

const keyOf = (object: ObjectId, place: FieldPlace): string => JSON.stringify([objectKey(object), place]);

/** A Job that is removed some time after its end. */
const goesByItself = (applied: DataMap): boolean =>
  textAt(applied, 'kind') === 'Job' && numberAt(applied, 'spec', 'ttlSecondsAfterFinished') !== undefined;

const isScale = (place: FieldPlace): boolean =>
  place.length === 2 && place[0] === 'spec' && place[1] === 'replicas';

/** By an autoscaler or `kubectl scale`, which is what replicas are for. */
const isScaled = (live: DataMap | null): boolean =>
  listAt(live, 'metadata', 'managedFields').some((entry) => textAt(entry, 'subresource') === 'scale');

/** Of what should have gone: what is there and not on its way out. */
export const leftOver = (
  gone: readonly { readonly id: ObjectId; readonly live: DataMap | null }[],
): Mismatch[] =>
  gone.flatMap(({ id, live }) =>
    live === null || textAt(live, 'metadata', 'deletionTimestamp') !== undefined
      ? []
      : [{ object: id, state: 'left', places: [] }],
  );
