/** The facts of a plan, sorted by what happens to each object. */
import type { Step } from '../../deploy/steps.ts';
import type { DataMap } from '../../kubernetes/data.ts';
import { groupOf, objectKey, type ObjectId } from '../../kubernetes/object-id.ts';
import type { PlacedObject, ReleaseFacts, RiskFacts } from '../facts.ts';
import type { FieldChange, Folded, ReleaseOperation, ReleasePlan } from '../plan.ts';

/**
 * What Helm does: `reinstall` installs the release anew and uninstalls the old one. With `none` nothing happens to its objects, whatever the
 * render says.
 */
export type Action = 'install' | 'upgrade' | 'reinstall' | 'uninstall' | 'none';

const actions: Readonly<Record<ReleaseOperation, Action>> = {
  create: 'install',
  update: 'upgrade',
  replace: 'reinstall',
  delete: 'uninstall',
  forget: 'none',
  import: 'upgrade', // Pulumi takes it over, and Helm upgrades it to what is declared
  same: 'none',
};

export interface Scene {
  readonly facts: RiskFacts;
  readonly releases: readonly ReleaseScene[];
}

export interface ReleaseScene {
  readonly plan: ReleasePlan;
  readonly action: Action;
  readonly step: Step | null;
  /** As it was applied last, and as it will be; both empty with `none`. */
  readonly before: readonly PlacedObject[];
  readonly after: readonly PlacedObject[];
  /** What comes or changes; what stays as it is, is not among them. */
  readonly arriving: readonly Arrival[];
  readonly deleted: readonly Departure[];
  /** Undefined if nobody could be asked, null if there is none. */
  readonly live: (id: ObjectId) => DataMap | null | undefined;
}

/** `created`: Helm finds nothing to patch, also where the object is known under another name (`renamed`) or from the old release (`reinstalled`). */
export interface Arrival {
  readonly how: 'created' | 'changed' | 'renamed' | 'reinstalled';
  readonly id: ObjectId;
  readonly after: PlacedObject;
  /** What it was; null of what is new. */
  readonly before: PlacedObject | null;
  readonly fields: readonly FieldChange[];
  readonly folded: readonly Folded[];
}

export interface Departure {
  readonly id: ObjectId;
  /** As it was applied last; empty if that is not known. */
  readonly manifest: DataMap;
}

export const sceneOf = (facts: RiskFacts): Scene => ({
  facts,
  releases: facts.releases.map((release) => releaseScene(release, facts.steps)),
});

function releaseScene(facts: ReleaseFacts, steps: readonly Step[]): ReleaseScene {
  const { plan } = facts;
  const action = actions[plan.operation];
  const [before, after] = action === 'none' ? [[], []] : [facts.before, facts.after];
  return {
    plan,
    action,
    step: steps.find(({ kind, name }) => kind === 'Release' && name === plan.key) ?? null,
    before,
    after,
    arriving: arrivals(plan, action, before, after),
    deleted: action === 'none' ? [] : departures(facts),
    live: (id) => facts.live.get(objectKey(id)),
  };
}

function arrivals(
  plan: ReleasePlan,
  action: Action,
  before: readonly PlacedObject[],
  after: readonly PlacedObject[],
): Arrival[] {
  const changes = new Map(plan.objects.map((change) => [objectKey(change.object), change]));
  const was = byKey(before, objectKey);
  const wasElsewhere = byKey(action === 'reinstall' ? before : [], keyWithoutNamespace);
  return after.flatMap((object): Arrival[] => {
    const change = changes.get(objectKey(object.id));
    const said = { id: object.id, after: object, fields: change?.fields ?? [], folded: change?.folded ?? [] };
    if (action === 'reinstall') {
      const old = wasElsewhere.get(keyWithoutNamespace(object.id)) ?? null;
      return [{ ...said, how: old === null ? 'created' : 'reinstalled', before: old }];
    }
    const same = was.get(objectKey(object.id));
    if (same !== undefined)
      return same.hash === object.hash ? [] : [{ ...said, how: 'changed', before: same }];
    const old = change?.change === 'renamed' && change.before !== null ? objectKey(change.before) : null;
    const renamed = old === null ? undefined : was.get(old);
    return [{ ...said, how: renamed === undefined ? 'created' : 'renamed', before: renamed ?? null }];
  });
}

function departures({ plan, before, live }: ReleaseFacts): Departure[] {
  const was = byKey(before, objectKey);
  return plan.objects.flatMap(({ object: id, change }) => {
    const key = objectKey(id);
    // What is gone already cannot go.
    if (change !== 'deleted' || live.get(key) === null) return [];
    return [{ id, manifest: was.get(key)?.manifest ?? {} }];
  });
}

const byKey = (
  objects: readonly PlacedObject[],
  keyOf: (id: ObjectId) => string,
): ReadonlyMap<string, PlacedObject> => new Map(objects.map((object) => [keyOf(object.id), object]));

const keyWithoutNamespace = (id: ObjectId): string => objectKey({ ...id, namespace: null });

/** A kind by its group: `apps/Deployment`, `Secret`. */
export function kindOf({ apiVersion, kind }: ObjectId): string {
  const group = groupOf(apiVersion);
  return group === '' ? kind : `${group}/${kind}`;
}
