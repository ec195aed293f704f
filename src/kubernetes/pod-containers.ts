/** The containers of a pod as they run: which of them have a log, and which is new since. */
import { isMap, listAt, numberAt, textAt, type DataMap } from './data.ts';

export interface PodContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly type: 'container' | 'init' | 'ephemeral';
  /** The same for as long as it is not started anew, and another one for a later pod of the same name. */
  readonly run: string;
  /** It has been started, so that it has a log. */
  readonly isStarted: boolean;
  readonly isRunning: boolean;
  /** Why it has not started, by the kubelet: `ContainerCreating`. Null if nobody says. */
  readonly waiting: string | null;
}

const lists = [
  ['containers', 'containerStatuses', 'container'],
  ['initContainers', 'initContainerStatuses', 'init'],
  ['ephemeralContainers', 'ephemeralContainerStatuses', 'ephemeral'],
] as const;

/** In the order of the pod's own lists, the ordinary ones first. */
export function podContainers(pod: DataMap): PodContainer[] {
  const uid = textAt(pod, 'metadata', 'uid') ?? '';
  return lists.flatMap(([specs, statuses, type]) =>
    listAt(pod, 'spec', specs)
      .filter(isMap)
      .map((spec) => {
        const name = textAt(spec, 'name') ?? '';
        const status = listAt(pod, 'status', statuses).find((each) => textAt(each, 'name') === name);
        const restarts = numberAt(status, 'restartCount') ?? 0;
        const isRunning = textAt(status, 'state', 'running', 'startedAt') !== undefined;
        const hasEnded = numberAt(status, 'state', 'terminated', 'exitCode') !== undefined;
        return {
          namespace: textAt(pod, 'metadata', 'namespace') ?? 'default',
          pod: textAt(pod, 'metadata', 'name') ?? '',
          container: name,
          type,
          run: `${uid} ${restarts}`,
          isStarted: isRunning || hasEnded || restarts > 0,
          isRunning,
          waiting: textAt(status, 'state', 'waiting', 'reason') ?? null,
        };
      }),
  );
}
