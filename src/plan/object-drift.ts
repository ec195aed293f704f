/** One applied object against the live one. */
import type { DataMap } from '../kubernetes/data.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';
import { withoutAdditions } from './additions.ts';
import { driftNoise } from './drift-noise.ts';
import type { FoldedField, ObjectDrift } from './drift-report.ts';
import { driftOf } from './drift.ts';
import type { DriftField } from './plan.ts';

export interface AppliedObject extends Pick<ObjectDrift, 'madeBy'> {
  readonly id: ObjectId;
  /** Null: only whether it is there counts. */
  readonly applied: DataMap | null;
  /** An autoscaler of the release sets its replicas. */
  readonly isScaled: boolean;
  /** By which it was applied; null for what no release has. */
  readonly release: { readonly name: string; readonly namespace: string } | null;
}

export interface LiveFacts {
  readonly live: DataMap | null;
  /** What the server would make of applying it again; null if it may not be asked. */
  readonly dryRun: DataMap | null;
  /** Whose it is, as Helm notes it. */
  readonly owner: ObjectDrift['owner'];
}

export interface ObjectFindings {
  readonly drift: ObjectDrift | null;
  readonly folded: readonly FoldedField[];
}

export function objectDrift(object: AppliedObject, facts: LiveFacts): ObjectFindings {
  const { id, madeBy, applied, release } = object;
  const { live, owner } = facts;
  const found = { object: id, madeBy, owner: null, by: 'dry-run' as const, fields: [] };
  if (live === null) return { drift: { ...found, state: 'missing' }, folded: [] };
  if (applied === null) return { drift: null, folded: [] };
  const { told, folded, by } = fieldsOf(object, applied, live, facts.dryRun);
  const isTaken =
    release !== null &&
    owner !== null &&
    (owner.release !== release.name || owner.namespace !== release.namespace);
  if (isTaken) return { drift: { ...found, by, state: 'taken', owner, fields: told }, folded };
  return { drift: told.length === 0 ? null : { ...found, by, state: 'changed', fields: told }, folded };
}

/** What the object should be: what the server would make of its manifest, without what others have put into it. */
export const asWanted = (applied: DataMap, dryRun: DataMap): DataMap => withoutAdditions(dryRun, applied);

function fieldsOf(
  { id, isScaled }: AppliedObject,
  applied: DataMap,
  live: DataMap,
  dryRun: DataMap | null,
): { told: DriftField[]; folded: FoldedField[]; by: ObjectDrift['by'] } {
  const [drift] = driftOf({
    id,
    applied,
    live,
    dryRun: dryRun === null ? null : asWanted(applied, dryRun),
    upgrade: false,
    changed: [],
  });
  const fields = drift?.fields ?? [];
  const judged = fields.map((field) => ({ field, noise: driftNoise(id, field, isScaled) }));
  return {
    by: dryRun === null ? 'fields' : 'dry-run',
    told: judged.flatMap(({ field, noise }) => (noise === null ? field : [])),
    folded: judged.flatMap(({ field: { place, manager }, noise }) =>
      noise === null ? [] : [{ noise, object: id, place, manager }],
    ),
  };
}
