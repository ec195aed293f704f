/** Where a live object is not as it was applied, who wrote that, and what an upgrade does about it. */
import { isMap, type Data, type DataMap } from '../kubernetes/data.ts';
import { groupOf, type ObjectId } from '../kubernetes/object-id.ts';
import type { FieldPlace, FieldStep } from '../kubernetes/field.ts';
import { asSet } from './diff/as-set.ts';
import { diffData } from './diff/fields.ts';
import { lastWriter } from './diff/field-writers.ts';
import { isBuiltInGroup } from './diff/groups.ts';
import type { Drift, DriftField, FieldChange, Noise } from './plan.ts';

export interface DriftInput {
  readonly id: ObjectId;
  /** As the release applied it last. */
  readonly applied: DataMap;
  /** Null if there is none. */
  readonly live: DataMap | null;
  /** What the server would make of applying it again; null if it may not be asked. */
  readonly dryRun: DataMap | null;
  /** Whether this `up` upgrades the release. */
  readonly upgrade: boolean;
  /** Of this object, by this plan. */
  readonly changed: readonly FieldChange[];
}

/** Anything else that differs, somebody wrote: a label or a checksum, too. */
const notDrift: readonly Noise[] = ['server', 'spelling', 'order'];

/** Empty if there is none; two if an upgrade sets back some of its fields and leaves others. */
export function driftOf({ id, applied, live, dryRun, upgrade, changed }: DriftInput): Drift[] {
  const by = dryRun === null ? 'fields' : 'dry-run';
  if (live === null) {
    return [{ object: id, state: 'missing', by, fate: upgrade ? 'recreated' : 'kept', fields: [] }];
  }
  const context = { kind: id.kind, apiVersion: id.apiVersion, folds: notDrift };
  const pair = dryRun === null ? asSet(applied, live, context) : { applied: dryRun, live };
  const { fields } = diffData(withoutVersion(pair.applied), withoutVersion(pair.live), context);
  const isReset = (field: FieldChange): boolean => upgrade && isWritten(id, field, changed);
  const withFate = (fate: 'reset' | 'kept', those: readonly FieldChange[]): Drift[] =>
    those.length === 0
      ? []
      : [
          {
            object: id,
            state: 'changed',
            by,
            fate,
            fields: those.map((field): DriftField => ({ ...field, ...lastWriter(live, field.place) })),
          },
        ];
  return [
    ...withFate('reset', fields.filter(isReset)),
    ...withFate(
      'kept',
      fields.filter((field) => !isReset(field)),
    ),
  ];
}

/** The server gives an object in whatever version it is asked for. */
const withoutVersion = (manifest: Data): Data => {
  if (!isMap(manifest)) return manifest;
  const { apiVersion: _apiVersion, kind: _kind, ...others } = manifest;
  return others;
};

/**
 * Helm patches what it knows the type of by three: as it was, as it shall be, as it is. What somebody added is not taken out then, unless it is in
 * a list or a text that is replaced as a whole. Of custom resources it never looks at the live one (a JSON merge patch from the old manifest to the
 * new): a field is written only if the release changes it. From `createPatch` in Helm's pkg/kube/client.go.
 */
function isWritten(
  { apiVersion }: ObjectId,
  { place, change }: FieldChange,
  changed: readonly FieldChange[],
): boolean {
  if (isBuiltInGroup(groupOf(apiVersion))) return change !== 'added' || isReplacedWhole(place);
  const here = patchPlace(place);
  return changed
    .map((field) => patchPlace(field.place))
    .some((start) => start.every((step, index) => step === here[index]));
}

/** Whose items a strategic merge patch tells by a key, and leaves if it does not name them: `patchMergeKey` in k8s.io/api 1.33. */
const mergedLists: ReadonlySet<FieldStep | undefined> = new Set([
  'containers',
  'env',
  'ephemeralContainers',
  'finalizers',
  'hostAliases',
  'imagePullSecrets',
  'initContainers',
  'ownerReferences',
  'ports',
  'resourceClaims',
  'schedulingGates',
  'secrets',
  'topologySpreadConstraints',
  'volumeDevices',
  'volumeMounts',
  'volumes',
  'webhooks',
]);

const isReplacedWhole = (place: FieldPlace): boolean =>
  place.some((step, index) => typeof step !== 'string' && !mergedLists.has(place[index - 1]));

/** A merge patch replaces lists and texts whole. */
function patchPlace(place: FieldPlace): FieldPlace {
  const end = place.findIndex((step) => typeof step !== 'string');
  return end === -1 ? place : place.slice(0, end);
}
