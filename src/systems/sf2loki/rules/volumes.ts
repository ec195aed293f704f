/** Which volume holds a file of a container, and which Secret or ConfigMap it comes from. */
import { at, isMap, listAt, textAt, type DataMap, type DataPath } from '../../../kubernetes/data.ts';
import type { Container } from '../../../kubernetes/pods.ts';

export interface Mount {
  /** Of the mount in the object. */
  readonly path: DataPath;
  readonly mountPath: string; // without a slash at its end
  readonly subPath: string; // empty for all of the volume
  readonly readOnly: boolean;
  readonly volumeName: string;
  /** `null` if the pod has no volume of that name. */
  readonly volume: DataMap | null;
  /** `secret`, `configMap`, `emptyDir`…; empty if there is none. */
  readonly type: string;
}

export function mountsOf({ pod, spec, path }: Container): Mount[] {
  const volumes = listAt(pod.spec, 'volumes').filter(isMap);
  return listAt(spec, 'volumeMounts').map((mount, index) => {
    const volumeName = textAt(mount, 'name') ?? '';
    const volume = volumes.find((each) => textAt(each, 'name') === volumeName) ?? null;
    return {
      path: [...path, 'volumeMounts', index],
      mountPath: (textAt(mount, 'mountPath') ?? '').replace(/\/+$/, ''),
      subPath: textAt(mount, 'subPath') ?? '',
      readOnly: at(mount, 'readOnly') === true,
      volumeName,
      volume,
      type: Object.keys(volume ?? {}).find((field) => field !== 'name') ?? '',
    };
  });
}

/** The innermost mount at or above a file or folder. */
export const mountFor = (container: Container, file: string): Mount | undefined =>
  mountsOf(container)
    .filter(({ mountPath }) => mountPath !== '' && (file === mountPath || file.startsWith(`${mountPath}/`)))
    .toSorted((a, b) => b.mountPath.length - a.mountPath.length)[0];

const writable = new Set(['emptyDir', 'ephemeral', 'persistentVolumeClaim', 'csi', 'nfs', 'hostPath']);

export const isWritable = ({ type, readOnly }: Mount): boolean => !readOnly && writable.has(type);

export interface KeyedSource {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  /** That becomes the file; `null` if none does: it is the folder itself, or `items` leave it out. */
  readonly key: string | null;
  readonly isOptional: boolean;
}

/** `null` if the volume is of another type. */
export function sourceOf({ volume, type, mountPath, subPath }: Mount, file: string): KeyedSource | null {
  if (type !== 'secret' && type !== 'configMap') return null;
  const source = at(volume ?? {}, type);
  const inside = [subPath, file.slice(mountPath.length + 1)].filter((part) => part !== '').join('/');
  const items = listAt(source, 'items');
  const item = items.find((each) => textAt(each, 'path') === inside);
  const key = items.length === 0 ? inside : (textAt(item, 'key') ?? '');
  return {
    kind: type === 'secret' ? 'Secret' : 'ConfigMap',
    name: textAt(source, type === 'secret' ? 'secretName' : 'name') ?? '',
    key: key === '' ? null : key,
    isOptional: at(source, 'optional') === true,
  };
}
