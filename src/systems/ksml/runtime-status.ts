/** How a KSML application runs, in the three words that the provisioner's `GET /status` has for it. */
import { listAt, numberAt, textAt, type Data, type DataMap } from '../../kubernetes/data.ts';
import { condition } from '../../kubernetes/rollout.ts';

export interface RunnerStatus {
  /** Of the StatefulSet or Job. */
  readonly name: string;
  readonly status: 'Running' | 'Starting' | 'Failing';
  readonly replicas: number;
  readonly readyReplicas: number;
}

/**
 * `live`: the runner's StatefulSet or Job. Failing: it cannot come up, or ended with an error, by the Job's condition or by what the kubelet says of a
 * container. Running: all replicas are ready, or a Job has done its work. Starting: anything else.
 */
export function runnerStatus(live: DataMap, pods: readonly DataMap[]): RunnerStatus {
  const isJob = textAt(live, 'kind') === 'Job';
  const replicas =
    (isJob
      ? (numberAt(live, 'spec', 'completions') ?? numberAt(live, 'spec', 'parallelism'))
      : numberAt(live, 'spec', 'replicas')) ?? 1;
  const done = isJob ? (numberAt(live, 'status', 'succeeded') ?? 0) : 0;
  const ready = numberAt(live, 'status', isJob ? 'ready' : 'readyReplicas') ?? 0;
  const readyReplicas = Math.min(ready + done, replicas);
  const isFailing = textAt(condition(live, 'Failed'), 'status') === 'True' || pods.some(isFailingPod);
  const status = isFailing ? 'Failing' : readyReplicas >= replicas ? 'Running' : 'Starting';
  return { name: textAt(live, 'metadata', 'name') ?? '', status, replicas, readyReplicas };
}

/** Reasons for which a container waits that do not pass by waiting alone. */
const stuck = new Set([
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'CreateContainerError',
  'ErrImageNeverPull',
  'ErrImagePull',
  'ImageInspectError',
  'ImagePullBackOff',
  'InvalidImageName',
  'RegistryUnavailable',
  'RunContainerError',
]);

function isFailingPod(pod: DataMap): boolean {
  if (textAt(pod, 'metadata', 'deletionTimestamp') !== undefined) return false; // it is replaced
  if (textAt(pod, 'status', 'phase') === 'Failed') return true;
  const containers = [
    ...listAt(pod, 'status', 'initContainerStatuses'),
    ...listAt(pod, 'status', 'containerStatuses'),
  ];
  return containers.some(isFailingContainer);
}

const isFailingContainer = (container: Data): boolean =>
  stuck.has(textAt(container, 'state', 'waiting', 'reason') ?? '') ||
  (numberAt(container, 'state', 'terminated', 'exitCode') ?? 0) !== 0;
