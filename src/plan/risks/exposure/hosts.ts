/** Pods that reach through to their node. */
import { at, isMap, listAt, numberAt, textAt } from '../../../kubernetes/data.ts';
import { objectText } from '../../../kubernetes/object-id.ts';
import { containersOf } from '../../../kubernetes/pods.ts';
import type { Severity } from '../../../systems/rule.ts';
import { told, type Told } from '../judge.ts';
import { podOf } from '../pods.ts';
import type { Arrival } from '../scene.ts';
import type { PlacedObject } from '../../facts.ts';
import { listText } from '../wording.ts';

export function* hostAccess({ id, before, after }: Arrival, severity: Severity): Iterable<Told> {
  const had = new Set(before === null ? [] : accessOf(before));
  const added = accessOf(after).filter((access) => !had.has(access));
  if (added.length === 0) return;
  yield told('exposure', severity, {
    object: id,
    place: podOf(after)?.path ?? [],
    message: `${objectText(id)} reaches through to its node: ${listText(added)}`,
    hint: 'Who gets into such a pod may get hold of the node and of what else runs on it.',
  });
}

const namespaces = {
  hostNetwork: 'the network of the node (hostNetwork)',
  hostPID: 'the processes of the node (hostPID)',
  hostIPC: 'the memory that processes of the node share (hostIPC)',
};

/** In words, so that two versions can be compared by them. */
function accessOf(object: PlacedObject): string[] {
  const pod = podOf(object);
  if (pod === null) return [];
  return [
    ...Object.entries(namespaces).flatMap(([field, text]) => (at(pod.spec, field) === true ? [text] : [])),
    ...listAt(pod.spec, 'volumes').flatMap((volume) => {
      const path = textAt(volume, 'hostPath', 'path');
      return path === undefined ? [] : [`the folder ${path} (hostPath)`];
    }),
    ...containersOf(pod).flatMap(({ name, spec }) => [
      ...(at(spec, 'securityContext', 'privileged') === true ? [`container ${name} is privileged`] : []),
      ...listAt(spec, 'ports').flatMap((port) => {
        const number = isMap(port) ? numberAt(port, 'hostPort') : undefined;
        return number === undefined || number === 0 ? [] : [`port ${number} of the node (hostPort)`];
      }),
    ]),
  ];
}
