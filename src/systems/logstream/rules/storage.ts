/** LS-18 and the mounts: what outlives a pod. */
import { at, type Data, isMap, listAt, textAt } from '../../../kubernetes/data.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { mountsOf, nameOf, type Mount } from '../../rules/workload.ts';
import { rule, type Worker } from './worker-group.ts';

const durable = rule(
  {
    id: 'LS-18',
    title: 'Volumes outlive their pod where queues are kept, and the grace period is a number',
    why: 'A persistent queue on an emptyDir is lost with its pod. Give extraVolumeMounts an existingClaim, or a claimTemplate in a StatefulSet. The API server takes whole seconds for terminationGracePeriodSeconds: "60s", as the chart’s comment has it, is refused. The option terminationGracePeriod writes the number.',
    severity: 'error',
  },
  function* ({ workers }) {
    for (const worker of workers) {
      const { object, pod } = worker;
      const grace = at(pod.spec, 'terminationGracePeriodSeconds');
      if (
        grace !== undefined &&
        grace !== null &&
        !(typeof grace === 'number' && Number.isInteger(grace) && grace >= 0)
      ) {
        yield {
          object,
          path: [...pod.path, 'spec', 'terminationGracePeriodSeconds'],
          value: ['terminationGracePeriodSeconds'],
          message: `${object.kind} ${object.name}: terminationGracePeriodSeconds is ${JSON.stringify(grace)}, and the API server takes a whole number of seconds`,
          hint: 'Use the option terminationGracePeriod, or write the number without quotes and unit.',
        };
      }
      yield* fleeting(worker);
    }
  },
);

function* fleeting(worker: Worker): Iterable<Verdict> {
  const { object } = worker;
  const mounts = mountsOf(worker);
  for (const { volume, source, path, mountPath } of mounts) {
    if (!isMap(at(source, 'emptyDir')) || isMap(at(source, 'emptyDir', 'medium'))) continue;
    yield {
      object,
      path,
      value: ['extraVolumeMounts'],
      message: `${nameOf(worker)}: ${mountPath} is the emptyDir ${volume}, so what persistent queues keep there is lost with the pod`,
      hint: 'Give the entry of extraVolumeMounts an existingClaim, or a claimTemplate in a StatefulSet.',
      severity: 'warning',
    };
  }
  if (!mounts.some(({ source }) => keeps(source))) {
    yield {
      notChecked:
        'whether Sources or Destinations of the group have persistent queues, which need a durable volume: none is mounted',
    };
  }
}

const keeps = (source: Data): boolean =>
  (isMap(source) &&
    ['persistentVolumeClaim', 'hostPath', 'ephemeral'].some((type) => source[type] !== undefined)) ||
  (isMap(source) && Object.keys(source).length === 0);

const mounted = rule(
  {
    id: 'logstream/mounts',
    title: 'Every mount has its volume, and every extra mount of the values is there',
    why: 'The API server refuses a pod that mounts a volume that it does not have. A mount of the values that does not reach the container leaves the worker without its certificates or queues.',
    severity: 'error',
  },
  function* ({ workers, subject: { values } }) {
    for (const worker of workers) {
      const { object, container } = worker;
      const mounts = mountsOf(worker);
      for (const { volume, source, path, mountPath } of mounts) {
        if (source !== null) continue;
        const message = `${nameOf(worker)}: ${mountPath} is volume ${volume}, which the pod does not have`;
        yield {
          object,
          path,
          value: ['extraVolumeMounts'],
          message,
          hint: `Give the pod a volume named ${volume}, or remove the mount.`,
        };
      }
      for (const list of ['extraVolumeMounts', 'extraConfigmapMounts', 'extraSecretMounts']) {
        for (const [index, entry] of listAt(values, list).entries()) {
          const mountPath = textAt(entry, 'mountPath');
          const same = mounts.find(
            (mount) => mount.mountPath === mountPath && mount.volume === textAt(entry, 'name'),
          );
          const wanted = textAt(entry, 'configMap') ?? textAt(entry, 'secretName');
          const found =
            textAt(same?.source, 'configMap', 'name') ?? textAt(same?.source, 'secret', 'secretName');
          if (same !== undefined && wanted === found) {
            yield* otherSubPath(worker, same, { values, list, index });
            continue;
          }
          const message = `${nameOf(worker)}: ${list}[${index}] of the values asks for ${wanted ?? 'a volume'} at ${mountPath ?? ''}, and ${same === undefined ? 'nothing' : (found ?? 'another volume')} is mounted there`;
          yield {
            object,
            path: [...container.path, 'volumeMounts'],
            value: [list, index],
            message,
            hint: 'Let the template mount the entries of the values.',
          };
        }
      }
    }
  },
);

/** A file that is mounted without its subPath hides the folder of its name, and is a folder itself. */
function* otherSubPath(
  worker: Worker,
  { path, mountPath }: Mount,
  { values, list, index }: { readonly values: Data; readonly list: string; readonly index: number },
): Iterable<Verdict> {
  for (const field of ['subPath', 'subPathExpr']) {
    const asked = textAt(values, list, index, field);
    const found = textAt(at(worker.object.manifest, ...path), field);
    if (asked === found) continue;
    yield {
      object: worker.object,
      path: [...path, field],
      value: [list, index, field],
      message: `${nameOf(worker)}: ${mountPath} is mounted with ${field} ${found ?? '(none)'}, and ${list}[${index}] of the values says ${asked ?? '(none)'}`,
      hint: `Let the template write the ${field} of the entries of the values.`,
    };
  }
}

export const storageRules: readonly Rule[] = [durable, mounted];
