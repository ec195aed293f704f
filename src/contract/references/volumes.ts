/** The volumes of a pod and the mounts of its containers. */
import { at, listAt, numberAt, textAt, type Data, type DataPath } from '../../kubernetes/data.ts';
import { containerWords } from '../../kubernetes/pod-references.ts';
import { containersOf, podTemplateOf, type Container, type PodTemplate } from '../../kubernetes/pods.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Rule } from '../../systems/rule.ts';
import { ruleOfManifests, type Fault } from './fault.ts';
import { meantText } from './wording.ts';

export const volumeRule: Rule = ruleOfManifests(
  {
    id: 'reference/volume',
    title: 'Every mount has its volume, and every volume a mode that files can have',
    why: 'The API server refuses a pod whose container mounts a volume that the pod does not have, two mounts at one path, and file modes above 0777 (511): YAML reads 0400 as octal and 400 as decimal.',
    severity: 'error',
  },
  volumeFaults,
);

function volumeFaults(object: RenderedObject): readonly Fault[] {
  const pod = podTemplateOf(object);
  if (pod === null) return [];
  const names = new Set(
    [...listAt(pod.spec, 'volumes'), ...listAt(object.manifest, 'spec', 'volumeClaimTemplates')].flatMap(
      (volume) => textAt(volume, 'name') ?? textAt(volume, 'metadata', 'name') ?? [],
    ),
  );
  const containers = containersOf(pod);
  return [
    ...containers.flatMap((container) => mountFaults(container, names)),
    ...modeFaults(pod),
    ...unmounted(pod, containers),
  ];
}

function mountFaults({ name, type, spec, path }: Container, volumes: ReadonlySet<string>): Fault[] {
  const paths = new Set<string>();
  return ['volumeMounts', 'volumeDevices'].flatMap((list) =>
    listAt(spec, list).flatMap((mount, index) => {
      const faults: Fault[] = [];
      const place = `${containerWords[type]} ${name}`;
      const here = [...path, list, index];
      const volume = textAt(mount, 'name') ?? '';
      if (!volumes.has(volume)) {
        faults.push({
          path: [...here, 'name'],
          message: `${place}: the pod has no volume "${volume}"${meantText(volume, volumes)}. The API server refuses it`,
          hint: 'Add the volume, or remove the mount.',
        });
      }
      const target = textAt(mount, 'mountPath') ?? textAt(mount, 'devicePath') ?? '';
      if (paths.has(target)) {
        faults.push({
          path: here,
          message: `${place}: two mounts at ${target}. The API server refuses it`,
          hint: 'Give one of them another path.',
        });
      }
      paths.add(target);
      return faults;
    }),
  );
}

function modeFaults({ spec, path }: PodTemplate): Fault[] {
  return listAt(spec, 'volumes').flatMap((volume, index) =>
    modesIn(volume, [...path, 'spec', 'volumes', index]).flatMap(([mode, where]) =>
      mode >= 0 && mode <= 0o777
        ? []
        : {
            path: where,
            message: `volume ${textAt(volume, 'name') ?? ''}: ${mode} is no file mode; the most is 511, which is 0777. The API server refuses it`,
            hint: 'Write it in octal with a leading zero, such as 0400, without quotes.',
          },
    ),
  );
}

function modesIn(volume: Data, path: DataPath): [number, DataPath][] {
  const found: [number, DataPath][] = [];
  const take = (source: Data | undefined, where: DataPath): void => {
    const mode = numberAt(source, 'defaultMode');
    if (mode !== undefined) found.push([mode, [...where, 'defaultMode']]);
    for (const [index, item] of listAt(source, 'items').entries()) {
      const own = numberAt(item, 'mode');
      if (own !== undefined) found.push([own, [...where, 'items', index, 'mode']]);
    }
  };
  for (const field of ['secret', 'configMap', 'projected', 'downwardAPI'])
    take(at(volume, field), [...path, field]);
  return found;
}

function unmounted({ spec, path }: PodTemplate, containers: readonly Container[]): Fault[] {
  const mounted = new Set(
    containers.flatMap((container) =>
      ['volumeMounts', 'volumeDevices'].flatMap((list) =>
        listAt(container.spec, list).map((mount) => textAt(mount, 'name')),
      ),
    ),
  );
  return listAt(spec, 'volumes').flatMap((volume, index) => {
    const name = textAt(volume, 'name');
    return name === undefined || mounted.has(name)
      ? []
      : {
          path: [...path, 'spec', 'volumes', index],
          message: `volume ${name}: no container mounts it`,
          hint: 'Mount it, or remove it.',
          severity: 'notice',
        };
  });
}
