/** Budgets that let no pod be evicted: nodes cannot be drained, and cluster upgrades wait until somebody forces them. */
import { at, textsAt, type Data } from '../../kubernetes/data.ts';
import { objectKey, objectText } from '../../kubernetes/object-id.ts';
import { labelSelector, selects } from '../../kubernetes/selectors.ts';
import type { PlacedObject } from '../facts.ts';
import { told, type ReleaseJudge } from './judge.ts';
import { kindOf } from './scene.ts';
import { fewestPods } from './scale.ts';
import { objectsText, plural } from './wording.ts';

const kind = 'policy/PodDisruptionBudget';

export const disruptionBudgets: ReleaseJudge = function* ({ before, after, arriving }) {
  const budgets = after.filter(({ id }) => kindOf(id) === kind);
  const oldOf = new Map(arriving.map((arrival) => [objectKey(arrival.id), arrival.before]));
  for (const budget of budgets) {
    const now = blocked(budget, after);
    if (now === null) continue;
    const key = objectKey(budget.id);
    const old = oldOf.has(key) ? oldOf.get(key) : before.find(({ id }) => objectKey(id) === key);
    // Who could not drain before is told nothing new.
    if (old !== undefined && old !== null && blocked(old, before) !== null) continue;
    yield told('disruption-budget', 'warning', {
      object: budget.id,
      place: ['spec', now.field],
      message: `${objectText(budget.id)} has ${now.field} ${now.value} and selects ${now.what}: no pod may be evicted, so a node that runs one cannot be drained`,
      hint: 'Allow one pod to go (maxUnavailable: 1), or run more replicas than minAvailable.',
    });
  }
};

interface Blocked {
  readonly field: 'maxUnavailable' | 'minAvailable';
  readonly value: string;
  /** What it selects, as far as it counts. */
  readonly what: string;
}

/** As the disruption controller counts (`getExpectedPodCount`): percentages are rounded up. Null if a pod may go, or if nobody knows how many there are. */
function blocked({ id, manifest }: PlacedObject, objects: readonly PlacedObject[]): Blocked | null {
  const selector = at(manifest, 'spec', 'selector');
  if (selector === undefined || selector === null) return null;
  const selected = objects.flatMap((object) => {
    const pods = fewestPods(objects, object.id, object.manifest);
    const labels = textsAt(object.manifest, 'spec', 'template', 'metadata', 'labels');
    const isSelected = object.id.namespace === id.namespace && selects(labelSelector(selector), labels);
    return pods === undefined || !isSelected ? [] : [{ id: object.id, pods }];
  });
  const pods = selected.reduce((sum, each) => sum + each.pods, 0);
  if (pods <= 0) return null;
  const what = `${objectsText(selected.map((each) => each.id))} with ${plural(pods, 'pod')}`;
  const most = countOf(at(manifest, 'spec', 'maxUnavailable'), pods);
  if (most !== null) {
    return most.count <= 0 ? { field: 'maxUnavailable', value: most.text, what } : null;
  }
  const least = countOf(at(manifest, 'spec', 'minAvailable'), pods);
  return least !== null && least.count >= pods ? { field: 'minAvailable', value: least.text, what } : null;
}

/** An IntOrString; null if it is none. */
function countOf(value: Data | undefined, pods: number): { count: number; text: string } | null {
  if (typeof value === 'number') return { count: value, text: String(value) };
  const [, percent] = typeof value === 'string' ? (/^(\d{1,3})%$/.exec(value) ?? []) : [];
  return percent === undefined
    ? null
    : { count: Math.ceil((Number(percent) * pods) / 100), text: `${percent}%` };
}
