/**
 * Releases of which Pulumi's preview says that they stay as they are, though `up` will change them: their values refer to something of a backing resource
 * that only `up` will know. A Secret that changes in its place has another version then, and what Pulumi shows until then is the old one.
 */
import type { Planned } from '../deploy/planned.ts';
import type { BackingRef, DesiredRelease, DesiredStack } from '../stack/desired.ts';
import { isBackingRef } from '../stack/values.ts';

export function isWaiting(
  { values }: Pick<DesiredRelease, 'values'>,
  { backing }: Pick<DesiredStack, 'backing'>,
  resources: Pick<Planned, 'property'>,
): boolean {
  return backingRefs(values).some(({ $backing, field }) => {
    const target = backing.find(({ id }) => id === $backing);
    return target !== undefined && resources.property(target, field) === null;
  });
}

function backingRefs(value: unknown): BackingRef[] {
  if (isBackingRef(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(backingRefs) : [];
}
