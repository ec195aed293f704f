/** Parts of scenes: pods, workloads and events as the API server has them. */
import type { Data, DataMap } from '../../../src/kubernetes/data.ts';
import { objectKey, type ObjectId } from '../../../src/kubernetes/object-id.ts';
import type { ObservedEvent } from '../../../src/kubernetes/observed-event.ts';
import { emptyScene, type Scene } from '../../../src/triage/scene.ts';
import { idOf } from '../../../src/triage/suspect.ts';

export const since = '2026-03-04T05:00:00.000Z';
export const release = { name: 'web', namespace: 'shop' } as const;

export const id = (kind: string, name: string, apiVersion = 'v1'): ObjectId => ({
  apiVersion,
  kind,
  namespace: 'shop',
  name,
});

export const object = (kind: string, name: string, rest: DataMap, apiVersion = 'v1'): DataMap => ({
  apiVersion,
  kind,
  ...rest,
  metadata: { namespace: 'shop', name, uid: `uid-of-${name}` },
});

interface PodParts {
  readonly spec?: DataMap;
  readonly phase?: string;
  readonly conditions?: readonly Data[];
  readonly containers?: readonly DataMap[];
  readonly initContainers?: readonly DataMap[];
  readonly status?: DataMap;
}

export const pod = (name: string, parts: PodParts): DataMap =>
  object('Pod', name, {
    spec: { containers: [{ name: 'main', image: 'registry.example.com/web:1.2.3' }], ...parts.spec },
    status: {
      phase: parts.phase ?? 'Pending',
      conditions: parts.conditions ?? [],
      containerStatuses: parts.containers ?? [],
      initContainerStatuses: parts.initContainers ?? [],
      ...parts.status,
    },
  });

/** Of a container `main`. */
export const status = (state: DataMap, rest: DataMap = {}): DataMap => ({
  name: 'main',
  ready: false,
  restartCount: 0,
  state,
  ...rest,
});

export const waiting = (reason: string, message = ''): DataMap => ({ waiting: { reason, message } });
export const ended = (exitCode: number, reason = 'Error', rest: DataMap = {}): DataMap => ({
  terminated: { exitCode, reason, ...rest },
});
export const running: DataMap = { running: { startedAt: since } };

export const event = (
  about: DataMap,
  reason: string,
  message: string,
  rest: { type?: 'Normal' | 'Warning'; container?: string; time?: string; count?: number } = {},
): ObservedEvent => ({
  about: {
    kind: idOf(about).kind,
    namespace: 'shop',
    name: idOf(about).name,
    uid: null,
    container: rest.container ?? null,
  },
  type: rest.type ?? 'Warning',
  reason,
  message,
  count: rest.count ?? 1,
  time: rest.time ?? '2026-03-04T05:01:00.000Z',
});

export const deployment = (name: string, wanted = 1, now: DataMap = {}): DataMap =>
  object('Deployment', name, { spec: { replicas: wanted }, status: now }, 'apps/v1');

export const job = (name: string, now: DataMap = {}): DataMap =>
  object('Job', name, { spec: {}, status: now }, 'batch/v1');

/** One of these objects, with pods each; the rest as it is given. */
export function scene(
  workloads: readonly (readonly [DataMap, readonly DataMap[]])[],
  rest: Partial<Scene> = {},
): Scene {
  return {
    ...emptyScene,
    release,
    since,
    objects: workloads.map(([live]) => idOf(live)),
    live: new Map(workloads.map(([live]) => [objectKey(idOf(live)), live])),
    made: new Map(workloads.map(([live, pods]) => [objectKey(idOf(live)), { replicaSets: [], pods }])),
    ...rest,
  };
}
