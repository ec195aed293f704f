/** What the API server fills in: a manifest that says the same as before, only aloud, changes nothing. */
import { at, isMap, type Data } from '../../kubernetes/data.ts';
import type { FieldPlace, FieldStep } from '../../kubernetes/field.ts';
import type { FieldChange } from '../plan.ts';

/** By field, where it means the same in every kind that has it (`pkg/apis/{core,apps,batch,storage}/v1/defaults.go`). */
const defaults: Readonly<Record<string, readonly Data[]>> = {
  apiGroup: ['rbac.authorization.k8s.io'],
  attachRequired: [true],
  completionMode: ['NonIndexed'],
  defaultMode: [420],
  divisor: ['0', 0],
  dnsPolicy: ['ClusterFirst'],
  enableServiceLinks: [true],
  failureThreshold: [3],
  hostIPC: [false],
  hostNetwork: [false],
  hostPID: [false],
  periodSeconds: [10],
  podManagementPolicy: ['OrderedReady'],
  preemptionPolicy: ['PreemptLowerPriority'],
  protocol: ['TCP'],
  readOnly: [false],
  reclaimPolicy: ['Delete'],
  schedulerName: ['default-scheduler'],
  scheme: ['HTTP'],
  stdin: [false],
  stdinOnce: [false],
  successThreshold: [1],
  terminationGracePeriodSeconds: [30],
  terminationMessagePath: ['/dev/termination-log'],
  terminationMessagePolicy: ['File'],
  timeoutSeconds: [1],
  tty: [false],
  type: ['Opaque'],
  volumeBindingMode: ['Immediate'],
  volumeMode: ['Filesystem'],
};

/** Set by the server in each claim template, whatever the manifest says. */
const templateHead = new Set<FieldStep | undefined>(['apiVersion', 'kind', 'status']);

/** Whether a field that came or went says what the server takes for granted anyway. */
export function isDefaulted({ change, place, before, after, secret }: FieldChange): boolean {
  if (change === 'changed' || secret) return false;
  const value = change === 'added' ? after : before;
  const field = place.at(-1);
  if (isTemplateHead(place)) return true;
  if (value === null || (typeof value === 'object' && Object.keys(value).length === 0)) return true;
  if (typeof field !== 'string' || !Object.hasOwn(defaults, field)) return false;
  return defaults[field]?.includes(value) === true;
}

const isTemplateHead = (place: FieldPlace): boolean =>
  place[1] === 'volumeClaimTemplates' && place.length === 4 && templateHead.has(place[3]);

/** Whether the cluster has already what a manifest asks for, and perhaps more. */
export function covers(live: Data | undefined, asked: Data | undefined): boolean {
  if (asked === undefined || asked === null) return live === undefined || live === null;
  if (Array.isArray(asked)) {
    return (
      Array.isArray(live) &&
      live.length === asked.length &&
      asked.every((item: Data, index) => covers(at(live, index), item))
    );
  }
  if (isMap(asked))
    return isMap(live) && Object.entries(asked).every(([key, item]) => covers(at(live, key), item));
  return live === asked;
}
