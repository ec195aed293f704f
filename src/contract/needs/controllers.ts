/** Whether somebody works on the custom resources of the stack. */
import { groupOf } from '../../kubernetes/object-id.ts';
import type { DataMap } from '../../kubernetes/data.ts';
import { need, weighed, type Judge } from './judge.ts';
import { missing, ok, unknown, type Answer, type Asker } from './need.ts';
import { operatorOf, type Operator } from './operators.ts';
import { askersOf, type Scene } from './scene.ts';
import { isReady, nameOf, runs } from './workloads.ts';

export const controllers: Judge = {
  asks: (scene) => (wanted(scene).size > 0 ? ['deployments'] : []),
  judge: (scene, facts) =>
    [...wanted(scene)].flatMap(([group, by]) => {
      const operator = operatorOf(group);
      if (operator === null) return [];
      const answer = weighed(facts.deployments, (all) => working(operator, all));
      return need('controller', operator.severity, { what: `${operator.name}, for ${group}`, by }, answer);
    }),
};

/** By group, those who have resources of it. */
function wanted({ objects, releases }: Scene): ReadonlyMap<string, readonly Asker[]> {
  const ofObjects = Map.groupBy(objects, ({ id }) => groupOf(id.apiVersion));
  const found = new Map(
    [...ofObjects]
      .filter(([group]) => operatorOf(group) !== null)
      .map(([group, some]): [string, Asker[]] => [group, askersOf(some)]),
  );
  for (const { key, needs } of releases) {
    for (const { apiVersion } of needs.kinds ?? []) {
      const group = groupOf(apiVersion);
      const others = (found.get(group) ?? []).filter(({ release }) => release !== key);
      found.set(group, [...others, { release: key, object: null }]);
    }
  }
  return found;
}

function working({ name, images, otherwise }: Operator, deployments: readonly DataMap[]): Answer {
  const those = deployments.filter((each) => runs(each, images));
  const ready = those.find(isReady);
  if (ready !== undefined) return ok(`Deployment ${nameOf(ready)} is ready`);
  const [stuck] = those;
  if (stuck !== undefined) {
    const look = 'Look at the events and logs of its pods.';
    return missing(`Deployment ${nameOf(stuck)} has no pod that is ready: ${otherwise}`, look);
  }
  return unknown(
    `no Deployment of the cluster runs an image of ${name} that is known here; if nothing else does its work, ${otherwise}`,
    `Install ${name}; if it runs under another image, or outside of the cluster, all is well.`,
  );
}
