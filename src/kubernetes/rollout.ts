/** How far the cluster has come with an object: replicas, a Job's pods, a claim. By the same rules that Helm waits by. */
import { at, listAt, mapAt, numberAt, textAt, type Data, type DataMap } from './data.ts';

export interface Rollout {
  /** Of `wanted`: pods that are ready and of the newest template, completions of a Job; 0 or 1 of what is one thing. */
  readonly ready: number;
  readonly wanted: number;
  /** Nothing more will come of waiting: all is ready, or it never will be. */
  readonly state: 'progressing' | 'ready' | 'failed';
  /** What is missing, in a few words: `1 of 3 pods is of the old template`. Null if nothing is. */
  readonly note: string | null;
}

/** Null for kinds that are there as soon as they are created. */
export function rolloutOf(live: DataMap): Rollout | null {
  const judge = judges.get(textAt(live, 'kind') ?? '');
  return judge === undefined ? null : judge(live);
}

/** Whether objects of the kind, made from this manifest, take time to come about. */
export const takesTime = (manifest: DataMap): boolean => {
  const kind = textAt(manifest, 'kind') ?? '';
  return kind === 'Service' ? textAt(manifest, 'spec', 'type') === 'LoadBalancer' : judges.has(kind);
};

type Judge = (live: DataMap) => Rollout;

const judges: ReadonlyMap<string, Judge> = new Map([
  ['Deployment', deployment],
  ['StatefulSet', statefulSet],
  ['DaemonSet', daemonSet],
  ['ReplicaSet', (live) => replicas(live, numberAt(live, 'spec', 'replicas') ?? 1, 'readyReplicas')],
  ['Job', job],
  ['Pod', pod],
  ['PersistentVolumeClaim', (live) => phase(live, 'Bound', ['Lost'])],
  ['Service', service],
]);

function deployment(live: DataMap): Rollout {
  const wanted = numberAt(live, 'spec', 'replicas') ?? 1;
  const updated = numberAt(live, 'status', 'updatedReplicas') ?? 0;
  const total = numberAt(live, 'status', 'replicas') ?? 0;
  const given = replicas(live, wanted, 'readyReplicas');
  if (given.state !== 'ready') {
    const stuck = condition(live, 'Progressing');
    return textAt(stuck, 'reason') === 'ProgressDeadlineExceeded'
      ? { ...given, state: 'failed', note: textAt(stuck, 'message') ?? given.note }
      : given;
  }
  if (updated < wanted)
    return waiting(updated, wanted, `${updated} of ${wanted} pods are of the new template`);
  return total > wanted
    ? waiting(
        wanted,
        wanted,
        `${total - wanted} old ${total - wanted === 1 ? 'pod is' : 'pods are'} still there`,
      )
    : given;
}

function statefulSet(live: DataMap): Rollout {
  const wanted = numberAt(live, 'spec', 'replicas') ?? 1;
  const given = replicas(live, wanted, 'readyReplicas');
  if (given.state !== 'ready' || textAt(live, 'spec', 'updateStrategy', 'type') === 'OnDelete') return given;
  const partition = numberAt(live, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  const updated = numberAt(live, 'status', 'updatedReplicas') ?? 0;
  const current = textAt(live, 'status', 'currentRevision');
  const isSame = current === textAt(live, 'status', 'updateRevision');
  const least = Math.max(0, wanted - partition);
  return isSame || updated >= least
    ? given
    : waiting(updated, least, `${updated} of ${least} pods are of the new template`);
}

function daemonSet(live: DataMap): Rollout {
  const wanted = numberAt(live, 'status', 'desiredNumberScheduled') ?? 0;
  const given = replicas(live, wanted, 'numberReady');
  if (given.state !== 'ready' || textAt(live, 'spec', 'updateStrategy', 'type') === 'OnDelete') return given;
  const updated = numberAt(live, 'status', 'updatedNumberScheduled') ?? 0;
  return updated < wanted
    ? waiting(updated, wanted, `${updated} of ${wanted} pods are of the new template`)
    : given;
}

/** As the controller last saw it; it may not have seen the newest yet. */
function replicas(live: DataMap, wanted: number, field: string): Rollout {
  const ready = Math.min(numberAt(live, 'status', field) ?? 0, wanted);
  const generation = numberAt(live, 'metadata', 'generation') ?? 0;
  const observed = numberAt(live, 'status', 'observedGeneration') ?? 0;
  if (observed < generation) return waiting(ready, wanted, 'its controller has not looked at it yet');
  return ready < wanted
    ? waiting(ready, wanted, `${ready} of ${wanted} pods are ready`)
    : { ready, wanted, state: 'ready', note: null };
}

function job(live: DataMap): Rollout {
  const wanted = numberAt(live, 'spec', 'completions') ?? numberAt(live, 'spec', 'parallelism') ?? 1;
  const ready = Math.min(numberAt(live, 'status', 'succeeded') ?? 0, wanted);
  if (textAt(condition(live, 'Complete'), 'status') === 'True')
    return { ready: wanted, wanted, state: 'ready', note: null };
  const failed = condition(live, 'Failed');
  if (textAt(failed, 'status') === 'True') {
    return { ready, wanted, state: 'failed', note: textAt(failed, 'message') ?? 'it failed' };
  }
  const failures = numberAt(live, 'status', 'failed') ?? 0;
  const tries = failures === 0 ? '' : `, ${failures} failed`;
  return waiting(ready, wanted, `${ready} of ${wanted} pods have succeeded${tries}`);
}

function pod(live: DataMap): Rollout {
  const now = textAt(live, 'status', 'phase') ?? 'Pending';
  if (now === 'Succeeded') return { ready: 1, wanted: 1, state: 'ready', note: null };
  if (now === 'Failed') {
    return { ready: 0, wanted: 1, state: 'failed', note: textAt(live, 'status', 'message') ?? 'it failed' };
  }
  const isReady = textAt(condition(live, 'Ready'), 'status') === 'True';
  return isReady ? { ready: 1, wanted: 1, state: 'ready', note: null } : waiting(0, 1, `it is ${now}`);
}

function service(live: DataMap): Rollout {
  const isOpen = listAt(live, 'status', 'loadBalancer', 'ingress').length > 0;
  if (
    textAt(live, 'spec', 'type') !== 'LoadBalancer' ||
    isOpen ||
    listAt(live, 'spec', 'externalIPs').length > 0
  )
    return { ready: 1, wanted: 1, state: 'ready', note: null };
  return waiting(0, 1, 'the load balancer has no address yet');
}

function phase(live: DataMap, good: string, bad: readonly string[]): Rollout {
  const now = textAt(live, 'status', 'phase') ?? 'Pending';
  if (now === good) return { ready: 1, wanted: 1, state: 'ready', note: null };
  const state = bad.includes(now) ? 'failed' : 'progressing';
  return { ready: 0, wanted: 1, state, note: `it is ${now}` };
}

const waiting = (ready: number, wanted: number, note: string): Rollout => ({
  ready,
  wanted,
  state: 'progressing',
  note,
});

/** A condition of an object's status, by its type. */
export const condition = (live: Data, type: string): DataMap =>
  mapAt(listAt(live, 'status', 'conditions').find((each) => at(each, 'type') === type));
