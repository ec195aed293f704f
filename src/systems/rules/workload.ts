/** The workloads that run a system, and what their containers are given. */
import { at, isMap, listAt, textAt, type Data, type DataPath } from '../../kubernetes/data.ts';
import { containersOf, podTemplatesIn, type Container, type PodTemplate } from '../../kubernetes/pods.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Subject } from '../rule.ts';

export interface Workload {
  readonly object: RenderedObject;
  readonly pod: PodTemplate;
  /** The container that runs the system; others are helpers beside it. */
  readonly container: Container;
  /** Where the pods are. */
  readonly namespace: string;
}

/** Those with an ordinary container that runs the system. Hooks are none. */
export function workloadsOf(
  { objects, release }: Subject,
  runsSystem: (container: Container) => boolean,
): Workload[] {
  return podTemplatesIn(objects.filter(({ hook }) => hook === null)).flatMap((pod) => {
    const container = containersOf(pod).find((one) => one.type === 'container' && runsSystem(one));
    const { object } = pod;
    return container === undefined
      ? []
      : [{ object, pod, container, namespace: object.namespace ?? release.namespace }];
  });
}

/** As messages name it. */
export const nameOf = ({ object, container }: Pick<Workload, 'object' | 'container'>): string =>
  `${object.kind} ${object.name}, container ${container.name}`;

/** What the pods run as. */
export function accountOf({ pod }: Pick<Workload, 'pod'>): string {
  const account = textAt(pod.spec, 'serviceAccountName') ?? '';
  return account === '' ? 'default' : account;
}

/** The image without tag and digest. */
export function repositoryOf({ spec }: Container): string {
  const [image = ''] = (textAt(spec, 'image') ?? '').split('@');
  return image.replace(/:[^/]*$/, '');
}

export interface Variable {
  readonly name: string;
  /** In the object. */
  readonly path: DataPath;
  /** What stands there, text or not; `undefined` if it is read from elsewhere. */
  readonly value: Data | undefined;
  readonly from: Data | undefined;
  readonly index: number;
}

/** In their order: a variable may use those before it. */
export const variablesOf = ({ spec, path }: Container): Variable[] =>
  listAt(spec, 'env').flatMap((entry, index) => {
    const name = textAt(entry, 'name');
    if (name === undefined) return [];
    const from = at(entry, 'valueFrom') ?? undefined;
    return [{ name, index, path: [...path, 'env', index], value: at(entry, 'value') ?? undefined, from }];
  });

/** Of a variable that stands twice, Kubernetes takes the last. */
export const variableOf = (container: Container, name: string): Variable | undefined =>
  variablesOf(container).findLast((variable) => variable.name === name);

/** Variables may come from a whole Secret or ConfigMap, so that one that isn't listed is not missing yet. */
export const hasUnknownVariables = ({ spec }: Container): boolean => listAt(spec, 'envFrom').length > 0;

/**
 * Whether something among the pods' annotations changes with what they read. What the charts call `checksum/…` is a digest in hexadecimal; what
 * others use isn't known.
 */
export const hasChecksum = ({ annotations }: PodTemplate): boolean =>
  Object.entries(annotations).some(([key, text]) =>
    key.startsWith('checksum/')
      ? /^[0-9a-f]{32,128}$/.test(text)
      : /checksum|hash|resource-?version|reload/i.test(key),
  );

export interface Port {
  readonly name: string | undefined;
  readonly number: number | undefined;
  readonly protocol: string;
  /** In the object. */
  readonly path: DataPath;
}

/** Ports of every ordinary container: a Service reaches them all. */
export const podPortsOf = (pod: PodTemplate): Port[] =>
  containersOf(pod)
    .filter(({ type }) => type !== 'ephemeral')
    .flatMap(({ spec, path }) => portsIn(listAt(spec, 'ports'), [...path, 'ports'], 'containerPort'));

export function portsIn(list: readonly Data[], path: DataPath, numberField: string): Port[] {
  return list.map((port, index) => {
    const number = at(port, numberField);
    return {
      name: textAt(port, 'name'),
      number: typeof number === 'number' ? number : undefined,
      protocol: textAt(port, 'protocol') ?? 'TCP',
      path: [...path, index],
    };
  });
}

export interface Mount {
  readonly volume: string;
  readonly mountPath: string;
  readonly subPath: string | undefined;
  readonly path: DataPath;
  /** The volume, without its name; `null` if the pod has none of that name. Empty for a claim template. */
  readonly source: Data;
}

export function mountsOf({ object, pod, container }: Workload): Mount[] {
  const volumes = new Map(listAt(pod.spec, 'volumes').map((volume) => [textAt(volume, 'name'), volume]));
  for (const claim of listAt(object.manifest, 'spec', 'volumeClaimTemplates')) {
    volumes.set(textAt(claim, 'metadata', 'name'), {});
  }
  return listAt(container.spec, 'volumeMounts').map((mount, index) => {
    const volume = textAt(mount, 'name') ?? '';
    return {
      volume,
      mountPath: textAt(mount, 'mountPath') ?? '',
      subPath: textAt(mount, 'subPath'),
      path: [...container.path, 'volumeMounts', index],
      source: volumes.get(volume) ?? null,
    };
  });
}

/** The mount that a file or folder lies in, the innermost; `undefined` for one of the image's. */
export function mountOf(workload: Workload, file: string): Mount | undefined {
  const isIn = ({ mountPath }: Mount): boolean =>
    mountPath !== '' && (file === mountPath || file.startsWith(mountPath.replace(/\/*$/, '/')));
  return mountsOf(workload)
    .filter(isIn)
    .toSorted((a, b) => b.mountPath.length - a.mountPath.length)[0];
}

/** Whether labels have all that a selector asks for, which must be something. */
export function selects(selector: Data | undefined, labels: Readonly<Record<string, string>>): boolean {
  const asked = isMap(selector) ? Object.entries(selector) : [];
  return asked.length > 0 && asked.every(([key, value]) => labels[key] === value);
}
