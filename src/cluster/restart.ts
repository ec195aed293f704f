/** Makes the pods of a workload anew, and waits until they are. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isMap, numberAt, type DataMap } from '../kubernetes/data.ts';
import { objectText, type ObjectId } from '../kubernetes/object-id.ts';
import { restartPatch } from '../kubernetes/restart.ts';
import { rolloutOf, type Rollout } from '../kubernetes/rollout.ts';
import { Failure } from '../stack/failure.ts';
import type { Answer, Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';

/** Between two looks, in milliseconds. */
const interval = 1000;

/** Who the managed fields name. */
const fieldManager = 'k8s-deploy';

/** Null if there is none. Rejects with a `Failure` if it may not be read. */
export async function readWorkload(
  connection: Connection,
  discovery: Discovery,
  id: ObjectId,
): Promise<DataMap | null> {
  const answer = await connection.get(pathOf(discovery, id));
  if (answer.status === 404) return null;
  return objectIn(answer, 'read', id);
}

/** Gives it as it then is. Rejects with a `Failure` if the API server refuses. */
export async function restart(
  connection: Connection,
  discovery: Discovery,
  id: ObjectId,
  { time, reason }: { readonly time: Date; readonly reason: string },
): Promise<DataMap> {
  const path = `${pathOf(discovery, id)}?fieldManager=${fieldManager}`;
  const patch = restartPatch(time, reason);
  return objectIn(
    await connection.change('PATCH', path, patch, 'application/merge-patch+json'),
    'restarted',
    id,
  );
}

export interface Waiting {
  /** By the clock of `performance.now()`. */
  readonly until: number;
  readonly signal: AbortSignal;
  /** Is told of it whenever it has got further. */
  readonly onChange: (rollout: Rollout) => void;
}

/** How far it has come when it is ready, has failed, or time has run out (`progressing`). */
export async function rolledOut(
  connection: Connection,
  discovery: Discovery,
  id: ObjectId,
  { until, signal, onChange }: Waiting,
): Promise<Rollout> {
  let told = '';
  for (;;) {
    const live = await readWorkload(connection, discovery, id);
    const rollout = live === null ? gone : currentRollout(live);
    const text = JSON.stringify(rollout);
    if (text !== told) onChange(rollout);
    told = text;
    if (rollout.state !== 'progressing' || performance.now() >= until) return rollout;
    await sleep(interval, undefined, { signal }).catch((cause: unknown) => {
      throw new Failure(
        'cancelled',
        `cancelled while ${objectText(id)} was waited for; its restart goes on`,
        {
          cause,
        },
      );
    });
  }
}

const gone: Rollout = { ready: 0, wanted: 1, state: 'failed', note: 'it was deleted meanwhile' };

/** What its controller says of the template before is not about this one. */
function currentRollout(live: DataMap): Rollout {
  const rollout = rolloutOf(live) ?? { ready: 1, wanted: 1, state: 'ready', note: null };
  const isObserved =
    (numberAt(live, 'status', 'observedGeneration') ?? 0) >= (numberAt(live, 'metadata', 'generation') ?? 0);
  return rollout.state === 'failed' && !isObserved ? { ...rollout, state: 'progressing' } : rollout;
}

function pathOf(discovery: Discovery, id: ObjectId): string {
  const resource =
    discovery.resourceOf(id.apiVersion, id.kind) ?? discovery.otherVersionOf(id.apiVersion, id.kind);
  if (resource === null) throw new Failure('failed', `the API server does not serve ${id.kind}s`);
  return resource.path(id.namespace, id.name);
}

function objectIn({ status, body }: Answer, done: 'read' | 'restarted', id: ObjectId): DataMap {
  if (status === 200 && isMap(body)) return body;
  if (status === 403) {
    throw new Failure('authentication', `no permission: ${objectText(id)} cannot be ${done}`, {
      hint: `the user of the kubeconfig needs the right to ${done === 'read' ? 'get' : 'get and patch'} it`,
    });
  }
  const said = isMap(body) && typeof body['message'] === 'string' ? `: ${body['message']}` : '';
  throw new Failure('failed', `${objectText(id)} cannot be ${done} (${status})${said}`);
}
