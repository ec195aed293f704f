/** LF-7 to LF-9: the volume of the logs bears as many pods as there may be. */
import { at, textAt, type Data } from '../../../kubernetes/data.ts';
import type { Provided, Rule } from '../../rule.ts';
import { mountOf, mountsOf, nameOf, type Workload } from '../../rules/workload.ts';
import { rule, textOf, textsIn, type ControlPlane } from './control-plane.ts';

export const logsFolder = 'LEOFLOW_LOGS_DIR';

interface Claim {
  readonly name: string;
  /** `undefined` if nobody here provides it. */
  readonly provided: Provided | undefined;
}

/** Of the server's pods, each once. */
function claimsOf(server: Workload, { subject }: ControlPlane): Claim[] {
  const names = mountsOf(server).flatMap(
    ({ source }) => textAt(source, 'persistentVolumeClaim', 'claimName') ?? [],
  );
  return [...new Set(names)].map((name) => ({
    name,
    provided: subject.around.find('PersistentVolumeClaim', server.namespace, name),
  }));
}

function modesOf({ provided }: Claim): readonly string[] | null {
  const object = provided?.object ?? null;
  return object === null ? null : textsIn(object.manifest, 'spec', 'accessModes');
}

const value = ['logs', 'persistence', 'accessMode'];
const hint =
  'Set the option logs.accessMode: ReadWriteMany, with a storage class that has it, or logs.enabled: false.';

const shared = rule(
  {
    id: 'LF-7',
    title: 'More than one pod means a volume that many nodes can mount',
    why: 'A ReadWriteOnce volume is mounted on one node only. A pod on another node waits for it for ever (Multi-Attach error), so the rollout or the autoscaler hangs. Set the option logs.accessMode to ReadWriteMany, or logs.enabled to false.',
    severity: 'error',
  },
  function* (plane) {
    const { most, value: count } = plane.pods;
    if (most < 2) return;
    for (const server of plane.servers) {
      for (const claim of claimsOf(server, plane)) {
        const modes = modesOf(claim);
        if (modes === null)
          yield { notChecked: `the access modes of PersistentVolumeClaim ${server.namespace}/${claim.name}` };
        else if (!modes.includes('ReadWriteMany')) {
          const message = `there may be ${most} pods of ${server.object.kind} ${server.object.name}, and PersistentVolumeClaim ${claim.name} is ${modes.join(', ') || 'without access mode'}, so those on other nodes wait for it for ever`;
          const object = claim.provided?.object ?? server.object;
          yield { object, path: ['spec', 'accessModes'], value: count, message, hint };
        }
      }
    }
  },
);

const apart = rule(
  {
    id: 'LF-8',
    title: 'More than one pod means logs that all of them see',
    why: 'Without a volume every pod keeps the logs of the tasks that it ran, so a task’s log is found in one of them only, and goes with the pod. Set the option logs.accessMode: ReadWriteMany.',
    severity: 'warning',
  },
  function* ({ servers, pods }) {
    if (pods.most < 2) return;
    for (const server of servers) {
      const folder = textOf(server, logsFolder) ?? '';
      const mount = mountOf(server, folder);
      if (mount !== undefined && at(mount.source, 'emptyDir') === undefined) continue;
      const message = `${nameOf(server)}: there may be ${pods.most} pods, and each has logs of its own in ${folder}`;
      yield {
        object: server.object,
        path: mount?.path,
        value: ['logs', 'persistence', 'enabled'],
        message,
        hint,
      };
    }
  },
);

const rollout = rule(
  {
    id: 'LF-9',
    title: 'A rollout ends the old pod before the new one needs its volume',
    why: 'RollingUpdate, which counts where nothing is said, starts the new pod first. If that comes to another node, it waits for the ReadWriteOnce volume, and the old one waits for it to be ready: the rollout hangs. With ReadWriteOncePod it always does. Use ReadWriteMany, or a chart with strategy Recreate.',
    severity: 'warning',
  },
  function* (plane) {
    if (plane.pods.most > 1) return; // LF-7 says so
    for (const server of plane.servers) {
      const { object } = server;
      if (object.kind !== 'Deployment' || !keepsOld(at(object.manifest, 'spec', 'strategy'))) continue;
      for (const claim of claimsOf(server, plane)) {
        const modes = modesOf(claim);
        if (modes === null)
          yield { notChecked: `the access modes of PersistentVolumeClaim ${server.namespace}/${claim.name}` };
        else if (!modes.includes('ReadWriteMany')) {
          const isOfOnePod = modes.includes('ReadWriteOncePod');
          const message = `${object.kind} ${object.name} starts the new pod before the old one ends, and ${isOfOnePod ? 'it' : 'on another node it'} waits for PersistentVolumeClaim ${claim.name} (${modes.join(', ')}) for ever`;
          const severity = isOfOnePod ? 'error' : 'warning';
          yield { object, path: ['spec', 'strategy'], value, message, hint, severity };
        }
      }
    }
  },
);

/** Whether one pod must stay while another starts. Percentages of one pod are rounded down, so that they are none. */
function keepsOld(strategy: Data | undefined): boolean {
  if (textAt(strategy, 'type') === 'Recreate') return false;
  const unavailable = at(strategy, 'rollingUpdate', 'maxUnavailable') ?? '25%';
  const surge = at(strategy, 'rollingUpdate', 'maxSurge') ?? '25%';
  const none = (amount: Data): boolean => amount === 0 || amount === '0' || amount === '0%';
  return !none(surge) && (typeof unavailable === 'number' ? unavailable < 1 : unavailable !== '100%');
}

export const logRules: readonly Rule[] = [shared, apart, rollout];
