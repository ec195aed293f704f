/** Which troubles come first, and which are the same one. */
import { objectKey } from '../kubernetes/object-id.ts';
import type { Suspect } from './suspect.ts';
import { causeIds, type CauseId } from './trouble.ts';

/** What others follow from comes first. */
const order: readonly CauseId[] = [
  'unreachable',
  'forbidden',
  'missing-namespace',
  'missing-kind',
  'name-taken',
  'immutable-field',
  'invalid',
  'webhook',
  'pod-security',
  'quota',
  'service-account',
  'missing-secret',
  'missing-config-map',
  'missing-key',
  'volume-claim',
  'volume-mount',
  'unschedulable',
  'image-pull',
  'out-of-memory',
  'hook-failed',
  'crash-loop',
  'container-exit',
  'failed-probe',
  'not-ready',
  'timeout',
  'unknown',
];

const places: ReadonlyMap<CauseId, number> = new Map(order.map((cause, place) => [cause, place]));
const placeOf = ({ cause }: Suspect): number => places.get(cause) ?? causeIds.length;

/** Several pods of one workload with the same cause are one, which says how many: `3 pods: …`. */
export function ranked(found: readonly Suspect[]): Suspect[] {
  const groups = Map.groupBy(found, alike);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : [{ ...first, others: group.length - 1 }];
    })
    .map((each) =>
      each.others === 0 || each.object.kind !== 'Pod'
        ? each
        : { ...each, message: `${each.others + 1} pods: ${each.message}` },
    )
    .toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** How often each of them was restarted does not make them different. */
const alike = ({ cause, object, of, container, message }: Suspect): string =>
  of === null || object.kind !== 'Pod'
    ? JSON.stringify([cause, objectKey(object), container, message])
    : JSON.stringify([
        cause,
        objectKey(of),
        container,
        message.replaceAll(/\d+/g, '#').replaceAll(object.name, ''),
      ]);
