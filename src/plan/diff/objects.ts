/** What becomes of a release's objects: those of before against those of after. */
import { textAt } from '../../kubernetes/data.ts';
import { objectKey } from '../../kubernetes/object-id.ts';
import type { PlacedObject } from '../facts.ts';
import type { ObjectChange } from '../plan.ts';
import { diffData } from './fields.ts';
import { renamesAmong } from './renames.ts';
import { shownData } from './shown.ts';

/** In the order of `after`, then what goes in the order of `before`, what stays as it is last. Of two with the same key, the last counts. */
export function diffObjects(before: readonly PlacedObject[], after: readonly PlacedObject[]): ObjectChange[] {
  const [old, now] = [byKey(before), byKey(after)];
  const gone = [...old].flatMap(([key, object]) => (now.has(key) ? [] : object));
  const come = [...now].flatMap(([key, object]) => (old.has(key) ? [] : object));
  const renames = renamesAmong(
    gone.filter((object) => !isKept(object)),
    come,
  );
  const renamed = new Set(renames.values());
  const changes = [
    ...[...now].map(([key, object]) => {
      const same = old.get(key);
      if (same !== undefined) return changeOf(same, object);
      const other = renames.get(object);
      return other === undefined ? whole(object, 'created') : renameOf(other, object);
    }),
    ...gone
      .filter((object) => !renamed.has(object))
      .map((object) => whole(object, isKept(object) ? 'kept' : 'deleted')),
  ];
  const isUnchanged = ({ change }: ObjectChange): boolean => change === 'unchanged';
  return [...changes.filter((change) => !isUnchanged(change)), ...changes.filter(isUnchanged)];
}

const byKey = (objects: readonly PlacedObject[]): ReadonlyMap<string, PlacedObject> =>
  new Map(objects.map((object) => [objectKey(object.id), object]));

/** As Helm reads it when an object leaves a release that it upgrades. */
const isKept = ({ manifest }: PlacedObject): boolean =>
  textAt(manifest, 'metadata', 'annotations', 'helm.sh/resource-policy') === 'keep';

function changeOf(before: PlacedObject, after: PlacedObject): ObjectChange {
  const { id: object, template } = after;
  const { fields, folded } =
    before.hash === after.hash
      ? { fields: [], folded: [] }
      : diffData(before.manifest, after.manifest, object);
  const change = fields.length + folded.length === 0 ? 'unchanged' : 'changed';
  return { object, change, before: null, template, fields, folded, content: null };
}

/** Without the name, which the two objects tell. */
function renameOf(before: PlacedObject, { id: object, template, manifest }: PlacedObject): ObjectChange {
  const { fields, folded } = diffData(before.manifest, manifest, object);
  const others = fields.filter(
    ({ place }) => place.length !== 2 || place[0] !== 'metadata' || place[1] !== 'name',
  );
  return { object, change: 'renamed', before: before.id, template, fields: others, folded, content: null };
}

const whole = (
  { id: object, template, manifest }: PlacedObject,
  change: 'created' | 'deleted' | 'kept',
): ObjectChange => ({
  object,
  change,
  before: null,
  template,
  fields: [],
  folded: [],
  content: shownData(object.kind, manifest),
});
