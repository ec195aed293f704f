/** Metrics that pods are scaled by, and that systems ask for. */
import { listAt, textAt, type DataMap } from '../../kubernetes/data.ts';
import { need, weighed, type Judge } from './judge.ts';
import { missing, ok, type Answer, type Asker } from './need.ts';
import { askerOf, ofKind, type Scene, type SceneObject } from './scene.ts';

/** Which aggregated API gives the metrics of a HorizontalPodAutoscaler, by the type that stands in `spec.metrics`. */
const groups: Readonly<Record<string, string>> = {
  Resource: 'metrics.k8s.io',
  ContainerResource: 'metrics.k8s.io',
  Pods: 'custom.metrics.k8s.io',
  Object: 'custom.metrics.k8s.io',
  External: 'external.metrics.k8s.io',
};

export const metrics: Judge = {
  asks: (scene) => (wanted(scene).size > 0 ? ['apiServices'] : []),
  judge: (scene, facts) =>
    [...wanted(scene)].map(([group, by]) =>
      need(
        'metrics-api',
        'warning',
        { what: `metrics by ${group}`, by: [...by] },
        weighed(facts.apiServices, (all) => served(group, all, scene)),
      ),
    ),
};

function wanted(scene: Scene): ReadonlyMap<string, readonly Asker[]> {
  const asked = [
    ...ofKind(scene, 'HorizontalPodAutoscaler').flatMap((object) =>
      groupsOf(object).map((group) => ({ group, by: askerOf(object) })),
    ),
    ...scene.releases.flatMap(({ key, needs }) =>
      needs.metrics === undefined ? [] : [{ group: 'metrics.k8s.io', by: { release: key, object: null } }],
    ),
  ];
  return new Map(
    [...Map.groupBy(asked, ({ group }) => group)].map(([group, some]) => [group, some.map(({ by }) => by)]),
  );
}

/** Without `spec.metrics` the API server sets CPU use; the first versions of the API know nothing else. */
function groupsOf({ manifest }: SceneObject): string[] {
  const types = listAt(manifest, 'spec', 'metrics').map((metric) => textAt(metric, 'type') ?? 'Resource');
  return [...new Set((types.length === 0 ? ['Resource'] : types).flatMap((type) => groups[type] ?? []))];
}

function served(group: string, services: readonly DataMap[], { releases }: Scene): Answer {
  const those = services.filter((service) => textAt(service, 'spec', 'group') === group);
  const states = those.map((service) => {
    const conditions = listAt(service, 'status', 'conditions');
    const available = conditions.find((each) => textAt(each, 'type') === 'Available');
    return { is: textAt(available, 'status') === 'True', why: textAt(available, 'message') ?? '' };
  });
  if (states.some(({ is }) => is)) return ok('it is served and available');
  const whys = releases.flatMap(({ needs }) => needs.metrics ?? []);
  const also = group === 'metrics.k8s.io' && whys.length > 0 ? ` It is also for ${whys.join('; ')}.` : '';
  const install =
    group === 'metrics.k8s.io'
      ? 'Install metrics-server (https://github.com/kubernetes-sigs/metrics-server).'
      : `Install an adapter that serves ${group}, such as prometheus-adapter or KEDA.`;
  const [broken] = states;
  return broken === undefined
    ? missing(`the API server does not serve it: autoscalers do not scale.${also}`, install)
    : missing(
        `it is registered, and not available (${broken.why}): autoscalers do not scale.${also}`,
        'Look at the pods behind its APIService.',
      );
}
