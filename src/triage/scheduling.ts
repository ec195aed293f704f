/** Pods for which there is no node. */
import { at, listAt, textAt, type DataMap } from '../kubernetes/data.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';
import { condition } from '../kubernetes/rollout.ts';
import { claimTrouble } from './claim.ts';
import { hints } from './hints.ts';
import type { Scene } from './scene.ts';
import { idOf, suspect, type Suspect } from './suspect.ts';
import { cut } from './said.ts';

/** Empty if it has a node, or the scheduler has not looked at it yet. Claims that keep it from one are told in its place. */
export function schedulingTroubles(pod: DataMap, scene: Scene): Suspect[] {
  const scheduled = condition(pod, 'PodScheduled');
  const reason = textAt(scheduled, 'reason');
  if (textAt(scheduled, 'status') !== 'False') return [];
  if (reason === 'SchedulingGated') {
    const gates = listAt(pod, 'spec', 'schedulingGates').flatMap((gate) => textAt(gate, 'name') ?? []);
    const message = `it waits for ${gates.join(', ') || 'a scheduling gate'} to let it be scheduled`;
    return [
      suspect({
        cause: 'unschedulable',
        object: idOf(pod),
        message,
        hint: 'see whether what removes the gate runs',
      }),
    ];
  }
  const why = (textAt(scheduled, 'message') ?? '').replaceAll(/\s+/g, ' ').trim();
  if (/persistentvolumeclaim|PersistentVolumeClaims|persistent volume/.test(why)) {
    const claims = claimTroubles(pod, idOf(pod), scene);
    if (claims.length > 0) return claims;
  }
  return [
    suspect({
      cause: 'unschedulable',
      object: idOf(pod),
      message: `no node fits: ${cut(withoutPreemption(why)) || 'the scheduler does not say why'}`,
      hint: hintFor(why, pod),
    }),
  ];
}

/** `0/3 nodes are available: 3 Insufficient cpu.`: what it could not evict instead interests nobody. */
const withoutPreemption = (why: string): string => why.replace(/ preemption: .*$/, '').replace(/\.$/, '');

/** Of the claims that it mounts: missing ones, and those without a volume. */
function claimTroubles(pod: DataMap, of: ObjectId, scene: Scene): Suspect[] {
  const { namespace } = of;
  return listAt(pod, 'spec', 'volumes').flatMap((volume): Suspect[] => {
    const name =
      textAt(volume, 'persistentVolumeClaim', 'claimName') ??
      (at(volume, 'ephemeral') === undefined ? undefined : `${of.name}-${textAt(volume, 'name') ?? ''}`);
    if (name === undefined) return [];
    const claim = scene.claims.find((each) => {
      const id = idOf(each);
      return id.name === name && id.namespace === namespace;
    });
    if (claim !== undefined) return [claimTrouble(claim, of, scene) ?? []].flat();
    return [
      suspect(
        {
          cause: 'volume-claim',
          object: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name },
          message: 'it is not there',
          hint: 'make the claim, or correct its name in the values (`existingClaim` in many charts)',
        },
        { of },
      ),
    ];
  });
}

function hintFor(why: string, pod: DataMap): string {
  if (/Insufficient|Too many pods/.test(why)) {
    const asked = listAt(pod, 'spec', 'containers').flatMap((container) => {
      const requests = at(container, 'resources', 'requests');
      const [cpu, memory] = [textAt(requests, 'cpu'), textAt(requests, 'memory')];
      const parts = [
        ...(cpu === undefined ? [] : [`cpu ${cpu}`]),
        ...(memory === undefined ? [] : [`memory ${memory}`]),
      ];
      return parts.length === 0 ? [] : [`${textAt(container, 'name') ?? ''}: ${parts.join(', ')}`];
    });
    return `lower its requests${asked.length === 0 ? '' : ` (${asked.join('; ')})`}, or add a node that has as much free`;
  }
  if (/taint/.test(why)) return 'give it a toleration for the taint, or choose nodes without';
  if (/node affinity|node selector|nodeSelector/.test(why))
    return 'correct nodeSelector or affinity in the values, or label a node accordingly';
  if (/topology spread|pod affinity|anti-affinity/.test(why))
    return 'loosen topologySpreadConstraints or affinity, lower the replicas, or add nodes';
  if (/free ports/.test(why))
    return 'another pod has its host port on every node: choose another port, or fewer replicas';
  return hints.unschedulable;
}
