/** Volume claims that go, shrink or change: what becomes of the data. */
import { at, listAt, mapAt, textAt, type Data, type DataMap } from '../../kubernetes/data.ts';
import { objectText, type ObjectId } from '../../kubernetes/object-id.ts';
import { quantity } from '../../kubernetes/quantity.ts';
import { told, type ReleaseJudge, type Told } from './judge.ts';
import { kindOf, type Arrival } from './scene.ts';
import { listText } from './wording.ts';

const kind = 'PersistentVolumeClaim';
const keepHint =
  'To keep the data, give the claim the annotation helm.sh/resource-policy: keep in the cluster before the upgrade, or make a snapshot.';

export const volumeClaims: ReleaseJudge = function* (release) {
  for (const { id } of release.deleted) {
    if (kindOf(id) === kind) yield deleted(id);
  }
  for (const arrival of release.arriving) {
    if (kindOf(arrival.id) === 'apps/StatefulSet') yield* retention(arrival);
    if (kindOf(arrival.id) !== kind || arrival.before === null) continue;
    if (arrival.how === 'renamed') yield renamed(arrival, arrival.before.id);
    const live = release.live(arrival.id);
    if (arrival.how === 'changed' && live !== null)
      yield* changed({
        id: arrival.id,
        before: arrival.before.manifest,
        after: arrival.after.manifest,
        live: live ?? null,
      });
  }
};

const deleted = (id: ObjectId): Told =>
  told('volume-claim', 'warning', {
    object: id,
    message: `${objectText(id)} is deleted; unless its volume’s reclaim policy is Retain, the data goes with it`,
    hint: keepHint,
  });

const renamed = ({ id }: Arrival, before: ObjectId): Told =>
  told('volume-claim', 'warning', {
    object: id,
    message: `${objectText(before)} is replaced by ${id.name}, which starts empty; the old one is deleted, and unless its volume’s reclaim policy is Retain, the data goes with it`,
    hint: keepHint,
  });

interface Claim {
  readonly id: ObjectId;
  readonly before: DataMap;
  readonly after: DataMap;
  /** Null if it could not be asked for. */
  readonly live: DataMap | null;
}

/** From `ValidatePersistentVolumeClaimUpdate`: a bound claim may grow, and nothing else. */
function* changed(claim: Claim): Iterable<Told> {
  const { id, before, after, live } = claim;
  yield* resized(claim);
  const text = objectText(id);
  const classes = [before, after, live].map((each) => textAt(each, 'spec', 'storageClassName'));
  const [wasClass, isClass, liveClass] = classes;
  const current = liveClass ?? wasClass;
  // A claim without a class has got the default one from the server.
  if (isClass !== undefined && current === undefined && live === null) {
    yield told('volume-claim', 'warning', {
      object: id,
      place: ['spec', 'storageClassName'],
      message: `${text} asks for the storage class ${isClass} and named none before: unless that is the cluster’s default, the API server refuses it and the upgrade fails`,
    });
  }
  const isOtherClass =
    isClass === undefined ? wasClass !== undefined : current !== undefined && current !== isClass;
  const fields = [
    ...(isOtherClass ? ['storageClassName'] : []),
    ...fixedFields.filter((field) => isOther(live ?? before, after, field)),
  ];
  if (fields.length === 0) return;
  const names = isOtherClass && isClass !== undefined ? ` (class ${current ?? ''} to ${isClass})` : '';
  yield told('volume-claim', 'error', {
    object: id,
    place: ['spec', fields[0] ?? ''],
    message: `${text}: ${listText(fields.map((field) => `spec.${field}`))} ${fields.length === 1 ? 'changes' : 'change'}${names}, which the API server refuses: the upgrade fails`,
    hint: 'A claim is never changed, it only grows: make a new one under another name and copy the data.',
  });
}

/** A quantity as it is written, and in bytes; null if it is none. */
export function sizeOf(value: Data | undefined): { readonly text: string; readonly amount: number } | null {
  const amount = quantity(value);
  return amount === null || (typeof value !== 'string' && typeof value !== 'number')
    ? null
    : { text: String(value), amount };
}

const storage = ['spec', 'resources', 'requests', 'storage'];

function* resized({ id, before, after, live }: Claim): Iterable<Told> {
  const [old, now] = [sizeOf(at(live ?? before, ...storage)), sizeOf(at(after, ...storage))];
  if (old === null || now === null || now.amount === old.amount) return;
  const sizes = `from ${old.text} to ${now.text}`;
  yield now.amount < old.amount
    ? told('volume-claim', 'error', {
        object: id,
        place: storage,
        message: `${objectText(id)} shrinks ${sizes}, which the API server refuses: the upgrade fails`,
        hint: 'Volumes only grow. For a smaller one, make a new claim and copy the data.',
      })
    : told('volume-claim', 'notice', {
        object: id,
        place: storage,
        message: `${objectText(id)} grows ${sizes}, which works if its StorageClass allows it (allowVolumeExpansion), and is never undone`,
      });
}

const fixedFields = ['accessModes', 'volumeMode', 'volumeName', 'selector', 'dataSource'];

/** What the new manifest leaves out stays if the server has set it. */
function isOther(before: DataMap, after: DataMap, field: string): boolean {
  const was = at(before, 'spec', field);
  const is = at(after, 'spec', field);
  if (is === undefined || is === null) return false;
  if (field === 'volumeMode') return (was ?? 'Filesystem') !== is;
  if (field === 'volumeName') return was !== undefined && was !== is;
  return JSON.stringify(sorted(was ?? null)) !== JSON.stringify(sorted(is));
}

/** Keys in order; items stay in theirs. */
function sorted(data: Data): Data {
  if (Array.isArray(data)) return listAt(data).map(sorted);
  const map = mapAt(data);
  return Object.keys(map).length === 0
    ? data
    : Object.fromEntries(
        Object.keys(map)
          .toSorted()
          .map((key) => [key, sorted(map[key] ?? null)]),
      );
}

/** Claims of a StatefulSet go with it, or with its pods, if it says so. */
function* retention({ id, how, before, after }: Arrival): Iterable<Told> {
  if (before === null || how !== 'changed') return;
  const policy = ['spec', 'persistentVolumeClaimRetentionPolicy'];
  for (const when of ['whenDeleted', 'whenScaled']) {
    const [was, is] = [before.manifest, after.manifest].map((set) => textAt(set, ...policy, when));
    if (is !== 'Delete' || was === 'Delete') continue;
    yield told('volume-claim', 'warning', {
      object: id,
      place: [...policy, when],
      message: `${objectText(id)}: ${when} becomes Delete, so ${when === 'whenDeleted' ? 'the claims of all its pods are deleted with it' : 'scaling down deletes the claims of the pods that go'}, data included`,
      hint: 'Retain keeps them.',
    });
  }
  const [old, now] = [before.manifest, after.manifest].map((set) => at(set, 'spec', 'replicas') ?? 1);
  const drops = textAt(after.manifest, ...policy, 'whenScaled') === 'Delete';
  if (!drops || typeof old !== 'number' || typeof now !== 'number' || now >= old) return;
  yield told('volume-claim', 'warning', {
    object: id,
    place: ['spec', 'replicas'],
    message: `${objectText(id)} goes from ${old} to ${now} replicas, and since whenScaled is Delete, the claims of ${old - now} of its pods are deleted, data included`,
    hint: 'Set persistentVolumeClaimRetentionPolicy.whenScaled to Retain first.',
  });
}
