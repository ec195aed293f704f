/** config.yaml as the container reads it: by its arguments, mounts and volumes, out of a ConfigMap. */
import { isMap, listAt, textAt, type DataMap, type DataPath } from '../../../kubernetes/data.ts';
import type { Container } from '../../../kubernetes/pods.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import { StackFileError } from '../../../stack/problem.ts';
import { parseYaml } from '../../../stack/yaml.ts';
import type { NotChecked, Subject, Violation } from '../../rule.ts';
import { mountFor, sourceOf, type Mount } from './volumes.ts';
import { named, namedContainer, shown } from './wording.ts';

export interface ConfigFile {
  readonly data: DataMap;
  /** The ConfigMap, and where the text is in it. */
  readonly object: RenderedObject;
  readonly path: DataPath;
  /** The text is that of `configOverride`, else it is made of the map `config`. */
  readonly isOverride: boolean;
}

/** Why there is no configuration to judge. */
export type NoConfig = Pick<Violation, 'object' | 'path' | 'value' | 'message'> | NotChecked;

export function configFileOf(
  container: Container,
  namespace: string,
  subject: Subject,
): ConfigFile | NoConfig {
  const { object, path } = { object: container.pod.object, path: container.path };
  const file = configArgument(container);
  if (file === undefined) {
    const message = `${namedContainer(container)}: args have no --config with the path of config.yaml`;
    return { object, path: [...path, 'args'], message };
  }
  const mount = mountFor(container, file);
  if (mount === undefined) {
    const message = `${namedContainer(container)}: --config is ${shown(file)}, and no volume is mounted there`;
    return { object, path: [...path, 'volumeMounts'], message };
  }
  return mountedText(container, mount, file, namespace, subject);
}

function configArgument({ spec }: Container): string | undefined {
  const words = [...listAt(spec, 'command'), ...listAt(spec, 'args')].map((word) =>
    typeof word === 'string' ? word : '',
  );
  const joined = words.find((word) => word.startsWith('--config='));
  const index = words.indexOf('--config');
  return joined?.slice('--config='.length) ?? (index === -1 ? undefined : words[index + 1]);
}

function mountedText(
  container: Container,
  mount: Mount,
  file: string,
  namespace: string,
  subject: Subject,
): ConfigFile | NoConfig {
  const fault = (message: string): NoConfig => ({
    object: container.pod.object,
    path: mount.path,
    message: `${namedContainer(container)}: ${message}`,
  });
  const source = sourceOf(mount, file);
  if (source === null) {
    const type = mount.volume === null ? 'which the pod does not have' : `of type ${mount.type}`;
    return fault(`${file} is on volume ${shown(mount.volumeName)}, ${type}: expected a ConfigMap`);
  }
  if (source.key === null) return fault(`${file} is a folder: expected subPath config.yaml, as a file`);
  const provided = subject.around.find(source.kind, namespace, source.name);
  if (provided === undefined) {
    return fault(
      `${file} comes from ${source.kind} ${shown(source.name)}, which nothing makes in ${namespace}`,
    );
  }
  if (provided.object === null || source.kind === 'Secret') {
    return {
      notChecked: `config.yaml: the content of ${source.kind} ${source.name}, which ${provided.by} makes`,
    };
  }
  return parsed(provided.object, source.key, subject);
}

function parsed(object: RenderedObject, key: string, { values }: Subject): ConfigFile | NoConfig {
  const path = ['data', key];
  const isOverride = (textAt(values, 'configOverride') ?? '') !== '';
  const fault = (message: string): NoConfig => ({
    object,
    path,
    value: [isOverride ? 'configOverride' : 'config'],
    message: `${named(object)}: ${message}`,
  });
  const text = textAt(object.manifest, ...path);
  if (text === undefined) {
    const keys = shown(Object.keys((object.manifest['data'] ?? {}) as DataMap));
    return fault(`there is no key ${shown(key)}, which the container reads, among ${keys}`);
  }
  try {
    const data = parseYaml(text, { file: key }).value;
    return isMap(data) ? { data, object, path, isOverride } : fault(`${key} is no YAML map`);
  } catch (error) {
    if (!(error instanceof StackFileError)) throw error;
    const [first] = error.problems;
    return fault(`${key} is not well-formed YAML: line ${first?.line}:${first?.column}: ${first?.message}`);
  }
}
