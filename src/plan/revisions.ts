/** Which revision of a release a rollback goes to, and what a failed one has left. Pure. */
import { objectKey } from '../kubernetes/object-id.ts';
import type { PlacedObject } from './facts.ts';

export interface KnownRevision {
  readonly revision: number;
  readonly status: string;
}

export type Target<R> = { readonly revision: R } | { readonly problem: string };

/** Those that were whole once. */
const isWhole = ({ status }: KnownRevision): boolean => status === 'deployed' || status === 'superseded';

/** `wanted`: its number; by default the last one that was whole before the newest. `revisions`: oldest first. */
export function rollbackTarget<R extends KnownRevision>(
  revisions: readonly R[],
  wanted: number | null,
): Target<R> {
  const newest = revisions.at(-1);
  if (newest === undefined) return { problem: 'Helm has no revision of it' };
  const whole = revisions.filter((each) => isWhole(each) && each !== newest);
  const numbers = whole.map(({ revision }) => revision).join(', ') || 'none';
  if (wanted === null) {
    const last = whole.at(-1);
    return last === undefined
      ? {
          problem: `there is no earlier revision that was whole; the newest is ${newest.revision} (${newest.status})`,
        }
      : { revision: last };
  }
  const found = revisions.find(({ revision }) => revision === wanted);
  if (found === undefined)
    return { problem: `Helm has no revision ${wanted} of it; it can go back to: ${numbers}` };
  if (found === newest && isWhole(found)) return { problem: `revision ${wanted} is what runs` };
  if (!isWhole(found))
    return {
      problem: `revision ${wanted} is ${found.status}, and was never whole; it can go back to: ${numbers}`,
    };
  return { revision: found };
}

/**
 * What only revisions that failed after the last deployed one have brought: Helm compares an upgrade with that one, and does not know of these objects. `failed`: of
 * each such revision. `applied`: of the last deployed one, `next`: of what is to be.
 */
export function broughtByFailed(
  failed: readonly (readonly PlacedObject[])[],
  applied: readonly PlacedObject[],
  next: readonly PlacedObject[],
): PlacedObject[] {
  const known = new Set([...applied, ...next].map(({ id }) => objectKey(id)));
  const brought = failed.flat().filter(({ id }) => !known.has(objectKey(id)));
  return [...new Map(brought.map((object) => [objectKey(object.id), object])).values()];
}
