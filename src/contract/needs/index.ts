/** What a stack needs from its cluster: what to ask the cluster for, and what the answers mean. Pure. */
import { controllers } from './controllers.ts';
import type { ClusterFacts, Questions } from './facts.ts';
import { grantNeeds, grantRights, grantsOf } from './grants.ts';
import { ingress } from './ingress.ts';
import type { Judge } from './judge.ts';
import { kinds } from './kinds.ts';
import { metrics } from './metrics.ts';
import { needIds, type Need } from './need.ts';
import { network } from './network.ts';
import { nodes } from './nodes.ts';
import { podSecurity } from './pod-security.ts';
import { rightNeeds } from './rights.ts';
import type { Scene } from './scene.ts';
import { storage } from './storage.ts';
import { versions } from './versions.ts';
import { rightsIn, wantedRights, type ResourceOf } from './wanted-rights.ts';

const judges: readonly Judge[] = [
  versions,
  kinds,
  controllers,
  metrics,
  storage,
  ingress,
  network,
  nodes,
  podSecurity,
];

/** Nothing is asked that no judge will look at. */
export function questionsOf(scene: Scene, resourceOf: ResourceOf): Questions {
  const namespaces = scene.objects.flatMap(({ id }) => id.namespace ?? []);
  return {
    lists: new Set(judges.flatMap(({ asks }) => asks(scene))),
    autoscalerStatus: scene.releases.some(({ needs }) => needs.elasticNodes !== undefined),
    namespaces: [...new Set([...namespaces, ...scene.releases.map(({ namespace }) => namespace)])],
    rights: [...wantedRights(scene, resourceOf).flatMap(rightsIn), ...grantRights(grantsOf(scene))],
  };
}

/** Missing ones first, errors before warnings, then what is not known; by id and what is needed. */
export function needsOf(scene: Scene, resourceOf: ResourceOf, facts: ClusterFacts): Need[] {
  const all = [
    ...judges.flatMap(({ judge }) => judge(scene, facts)),
    ...rightNeeds(wantedRights(scene, resourceOf), facts),
    ...grantNeeds(grantsOf(scene), facts),
  ];
  return all.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      needIds.indexOf(a.id) - needIds.indexOf(b.id) ||
      (a.what < b.what ? -1 : a.what > b.what ? 1 : 0),
  );
}

function rank({ state, severity }: Need): number {
  if (state === 'missing') return severity === 'error' ? 0 : 1;
  return state === 'unknown' ? 2 : 3;
}
