import { at, listAt } from '../../kubernetes/data.ts';
import { containerRule } from './container-rule.ts';

/** What serves until it is told to stop. */
const serving = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController']);

export const probeRules = [
  containerRule(
    {
      id: 'hardening/probes',
      title: 'Containers that serve on a port say when they are ready and whether they live',
      why: 'Without a readiness probe a pod gets traffic, and a rollout goes on, before it can answer; without a liveness probe one that hangs stays.',
      severity: 'warning',
    },
    function* ({ spec, pod, type }) {
      const serves = serving.has(pod.object.kind) && type === 'container' && listAt(spec, 'ports').length > 0;
      if (!serves) return;
      for (const probe of ['readinessProbe', 'livenessProbe']) {
        if ((at(spec, probe) ?? null) === null) {
          yield { path: [], message: `no ${probe}`, hint: `Add a ${probe}.` };
        }
      }
    },
  ),
];
