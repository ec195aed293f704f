/** Which changes nobody reviews one by one. */
import type { Data } from '../../kubernetes/data.ts';
import type { FieldPlace, FieldStep } from '../../kubernetes/field.ts';
import type { Noise } from '../plan.ts';
import { documentsAround, keyOf } from './places.ts';
import { isOtherSpelling } from './spelling.ts';

/** What an object is, as far as its fields' meanings depend on it. */
export interface ObjectSort {
  readonly kind: string;
  readonly group: string;
  readonly isBuiltIn: boolean;
}

/** Of what differs at a place; null if it is to be told. `undefined`: there is nothing. */
export function noiseAt(
  before: Data | undefined,
  after: Data | undefined,
  place: FieldPlace,
  sort: ObjectSort,
): Noise | null {
  const isDocument = documentsAround(place) > 0;
  if (!isDocument && isServers(place)) return 'server';
  if (place.length >= 3 && place.at(-3) === 'metadata' && !isImmutable(place, sort)) {
    const key = keyOf(place);
    if (place.at(-2) === 'annotations' && checksum.test(key)) return 'checksum';
    if (place.at(-2) === 'labels' && isChartLabel(key, before, after)) return 'chart-label';
  }
  const isBuiltIn = sort.isBuiltIn && !isDocument;
  if (isBuiltIn && isNothing(before) && isNothing(after)) return 'spelling'; // the API server drops what is null
  return isOtherSpelling(before, after, place, { group: sort.group, isBuiltIn }) ? 'spelling' : null;
}

const isNothing = (data: Data | undefined): boolean => data === undefined || data === null;

/** `checksum/config`, `example.com/config-checksum`. */
const checksum = /^checksum[/.-]|\/(?:[\w.-]*[._-])?checksum(?:[._-][\w.-]*)?$/;

/** `shop-1.2.3` */
const chartVersion = /^[a-z0-9-]+-v?\d+\.\d+/;

function isChartLabel(key: string, before: Data | undefined, after: Data | undefined): boolean {
  const values = [before, after].filter((value) => !isNothing(value));
  if (key === 'helm.sh/chart' || key === 'app.kubernetes.io/version') return true;
  // Before there were common labels, charts had these. Of another form they may mean anything.
  if (key === 'chart') return values.every((value) => typeof value === 'string' && chartVersion.test(value));
  return (
    (key === 'app.kubernetes.io/managed-by' || key === 'heritage') &&
    values.every((value) => value === 'Helm' || value === 'Tiller')
  );
}

/** Where the API server refuses any change, labels too: nobody may overlook one there. */
const isImmutable = (place: FieldPlace, { kind }: ObjectSort): boolean =>
  place.includes('volumeClaimTemplates') || (kind === 'Job' && place[0] === 'spec');

const serversMetadata = new Set<FieldStep | undefined>([
  'creationTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);
/** Kept by controllers and by kubectl, which puts the whole object into one, secrets included. */
const serversAnnotations =
  /^(?:deployment\.kubernetes\.io\/(?:revision|desired-replicas|max-replicas)|deprecated\.daemonset\.template\.generation|kubectl\.kubernetes\.io\/last-applied-configuration|pv\.kubernetes\.io\/.*|volume\.(?:beta\.)?kubernetes\.io\/(?:storage-provisioner|selected-node)|batch\.kubernetes\.io\/job-tracking|autoscaling\.alpha\.kubernetes\.io\/(?:conditions|current-metrics))$/;

function isServers(place: FieldPlace): boolean {
  if (place.length === 1) return place[0] === 'status';
  if (place.at(-2) === 'metadata') {
    return place.at(-1) === 'creationTimestamp' || (place.length === 2 && serversMetadata.has(place[1]));
  }
  return place.length === 3 && place[1] === 'annotations' && serversAnnotations.test(keyOf(place));
}
