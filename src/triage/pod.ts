/** What is wrong with one pod that is not ready: from its conditions, its containers, its events. */
import { at, listAt, textAt, type DataMap } from '../kubernetes/data.ts';
import { eventsAbout, type ObservedEvent } from '../kubernetes/observed-event.ts';
import { condition } from '../kubernetes/rollout.ts';
import { containersIn, containerTrouble, type ContainerFacts } from './container.ts';
import { hints } from './hints.ts';
import { missingData, missingDataIn } from './missing-data.ts';
import { probeFailure, probeText } from './probe.ts';
import type { Scene } from './scene.ts';
import { schedulingTroubles } from './scheduling.ts';
import { idOf, suspect, type Suspect } from './suspect.ts';
import { cut } from './said.ts';

/** Empty if it is ready or has succeeded, and if it is still on its way and nothing speaks against it. */
export function podTroubles(pod: DataMap, scene: Scene, { isHook }: { readonly isHook: boolean }): Suspect[] {
  if (isWell(pod)) return [];
  const unscheduled = schedulingTroubles(pod, scene);
  if (unscheduled.length > 0) return unscheduled;
  const events = eventsAbout(pod, scene.events);
  const missing = missingData(pod, scene);
  if (missing.length > 0) return missing;
  const containers = containersIn(pod).map((each): ContainerFacts => ({ ...each, pod, events, isHook }));
  const found = containers.flatMap((each) => containerTrouble(each) ?? []);
  if (found.length > 0) return found;
  const rest =
    mountTrouble(pod, events) ?? evicted(pod) ?? sandboxTrouble(pod, events) ?? heldBack(pod, containers);
  return rest === null ? [] : [rest];
}

export const isWell = (pod: DataMap): boolean =>
  textAt(pod, 'status', 'phase') === 'Succeeded' || textAt(condition(pod, 'Ready'), 'status') === 'True';

/** By the kubelet's last word about volumes, as long as no container has begun. */
function mountTrouble(pod: DataMap, events: readonly ObservedEvent[]): Suspect | null {
  if (textAt(pod, 'status', 'phase') !== 'Pending') return null;
  const last = events.findLast(({ reason }) =>
    ['FailedMount', 'FailedAttachVolume', 'FailedMapVolume'].includes(reason),
  );
  if (last === undefined) return null;
  const found = /volume "(?<volume>[^"]+)"\s*:\s*(?<why>[^]*)/.exec(last.message)?.groups;
  const place = found?.['volume'] === undefined ? 'a volume' : `volume ${found['volume']}`;
  const why = cut(found?.['why'] ?? last.message);
  const missing = missingDataIn(why, pod, place);
  if (missing !== null) return missing;
  return suspect({
    cause: 'volume-mount',
    object: idOf(pod),
    message: `${place} cannot be mounted: ${why}`,
    hint: why.includes('Multi-Attach')
      ? 'the volume is still attached to another node, where a pod uses it: end that pod first (strategy Recreate), or take a volume that many may mount'
      : hints['volume-mount'],
  });
}

/** It failed as a whole: evicted, its node shut down, out of a resource that the node had promised. */
function evicted(pod: DataMap): Suspect | null {
  const reason = textAt(pod, 'status', 'reason');
  if (textAt(pod, 'status', 'phase') !== 'Failed' || reason === undefined) return null;
  const why = textAt(pod, 'status', 'message');
  return suspect({
    cause: 'not-ready',
    object: idOf(pod),
    message: `it failed (${reason})${why === undefined ? '' : `: ${cut(why)}`}`,
    hint:
      reason === 'DeadlineExceeded'
        ? 'give it more time (activeDeadlineSeconds), or find out what is slow'
        : 'look at its node (`kubectl describe node`), and set requests that say what it needs',
  });
}

function sandboxTrouble(pod: DataMap, events: readonly ObservedEvent[]): Suspect | null {
  if (textAt(pod, 'status', 'phase') !== 'Pending') return null;
  const last = events.findLast(({ reason }) => reason === 'FailedCreatePodSandBox');
  if (last === undefined) return null;
  return suspect({
    cause: 'not-ready',
    object: idOf(pod),
    message: `its node cannot give it a network or a sandbox: ${cut(last.message)}`,
    hint: 'look at the node and its network plugin (CNI): this is not of the release',
  });
}

/** All its containers run, and it is not ready. */
function heldBack(pod: DataMap, containers: readonly ContainerFacts[]): Suspect | null {
  const unready = containers.filter(
    ({ word, status }) =>
      word === 'container' && at(status, 'ready') !== true && at(status, 'state', 'running') !== undefined,
  );
  for (const facts of unready) {
    const probe = probeFailure(facts, 'holds');
    if (probe !== null) return probe;
  }
  const [first] = unready;
  if (first !== undefined) {
    const object = idOf(pod);
    const how = probeText(at(first.spec, 'readinessProbe') ?? at(first.spec, 'startupProbe'), first.spec);
    return suspect(
      {
        cause: 'not-ready',
        object,
        message: `container ${first.name} runs and is not ready${how === '' ? '' : `: its probe (${how}) has not succeeded yet`}`,
        hint: hints['not-ready'],
      },
      {
        container: first.name,
        log: {
          namespace: object.namespace ?? 'default',
          pod: object.name,
          container: first.name,
          previous: false,
        },
      },
    );
  }
  const gates = listAt(pod, 'spec', 'readinessGates').flatMap((gate) => {
    const type = textAt(gate, 'conditionType');
    return type === undefined || textAt(condition(pod, type), 'status') === 'True' ? [] : [type];
  });
  if (gates.length === 0 || textAt(condition(pod, 'ContainersReady'), 'status') !== 'True') return null;
  return suspect({
    cause: 'not-ready',
    object: idOf(pod),
    message: `its containers are ready, and readiness gate ${gates.join(', ')} is not`,
    hint: 'see whether the controller that sets the gate runs (often that of the load balancer)',
  });
}
