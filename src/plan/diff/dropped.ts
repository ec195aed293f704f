/** What the API server does not keep of a manifest, since it means the same as nothing. */
import { isMap, type Data } from '../../kubernetes/data.ts';
import type { FieldPlace } from '../../kubernetes/field.ts';
import type { ObjectSort } from './noise.ts';
import { keyOf } from './places.ts';
import { isList } from './plain.ts';

// From `omitempty` of fields that are no pointers, in the types of k8s.io/api and k8s.io/apimachinery 1.33.

/** Kept even if they are empty. */
const texts = new Set([
  'apiGroup',
  'appProtocol',
  'ingressClassName',
  'loadBalancerClass',
  'runtimeClassName',
  'storageClassName',
  'timeZone',
  'volumeAttributesClassName',
]);
/** Dropped if they are false; all others are kept. */
const switches = new Set([
  'deprecated',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'globalDefault',
  'hostIPC',
  'hostNetwork',
  'hostPID',
  'nullable',
  'paused',
  'preserveUnknownFields',
  'publishNotReadyAddresses',
  'readOnly',
  'stdin',
  'stdinOnce',
  'tty',
  'uniqueItems',
  'unschedulable',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-int-or-string',
]);
/** Dropped if they are 0. */
const numbers = new Set([
  'healthCheckNodePort',
  'hostPort',
  'initialDelaySeconds',
  'minReadySeconds',
  'nodePort',
  'number',
  'priority',
]);
/** Dropped if they are empty; of other maps, that they are there says something: `emptyDir: {}`. */
const maps = new Set([
  'annotations',
  'binaryData',
  'data',
  'hard',
  'labels',
  'limits',
  'matchLabels',
  'nodeSelector',
  'options',
  'parameters',
  'requests',
  'volumeAttributes',
]);

/** Of a value that is set, and not in the live object. */
export function isDropped(value: Data, place: FieldPlace, { isBuiltIn }: ObjectSort): boolean {
  const key = keyOf(place);
  // Custom resources are kept as they are but for their metadata.
  if (!isBuiltIn && place[0] !== 'metadata') return false;
  if (isList(value)) return value.length === 0;
  if (isMap(value)) return Object.keys(value).length === 0 && maps.has(key);
  if (value === false) return switches.has(key);
  if (value === 0) return numbers.has(key);
  return value === '' && !texts.has(key) && !isEntry(place);
}

/** Of a map of texts: there, an empty one is kept. */
const isEntry = (place: FieldPlace): boolean => {
  const map = place.at(-2);
  return typeof map === 'string' && maps.has(map);
};
