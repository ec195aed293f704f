/** What pods refer to: the variables of their containers, their volumes, and the pod itself. */
import { at, isMap, listAt, textAt, type Data, type DataPath } from './data.ts';
import { containersOf, type Container, type PodTemplate } from './pods.ts';
import { keyIn, reference, type Reference } from './reference.ts';

export const podReferences = (pod: PodTemplate): Reference[] => [
  ...containersOf(pod).flatMap((container) => [
    ...variables(container),
    ...variablesFrom(container),
    ...mountedKeys(container),
  ]),
  ...listAt(pod.spec, 'volumes').flatMap((volume, index) =>
    volumeReferences(volume, [...pod.path, 'spec', 'volumes', index]),
  ),
  ...ofThePod(pod),
];

const keyed = [
  ['secretKeyRef', 'Secret'],
  ['configMapKeyRef', 'ConfigMap'],
] as const;

const variables = ({ name, type, spec, path }: Container): Reference[] =>
  listAt(spec, 'env').flatMap((variable, index) =>
    keyed.flatMap(([field, kind]) => {
      const selector = at(variable, 'valueFrom', field);
      if (!isMap(selector)) return [];
      const place = `${containerWords[type]} ${name}, variable ${textAt(variable, 'name') ?? ''}`;
      return reference(
        [kind, textAt(selector, 'name') ?? ''],
        'data',
        [place, [...path, 'env', index, 'valueFrom', field]],
        { keys: keyIn(selector), optional: isOptional(selector) },
      );
    }),
  );

export const containerWords = {
  container: 'container',
  init: 'init container',
  ephemeral: 'ephemeral container',
} as const;

const whole = [
  ['secretRef', 'Secret'],
  ['configMapRef', 'ConfigMap'],
] as const;

const variablesFrom = ({ name, type, spec, path }: Container): Reference[] =>
  listAt(spec, 'envFrom').flatMap((source, index) =>
    whole.flatMap(([field, kind]) => {
      const from = at(source, field);
      if (!isMap(from)) return [];
      const place = `${containerWords[type]} ${name}, envFrom`;
      return reference(
        [kind, textAt(from, 'name') ?? ''],
        'data',
        [place, [...path, 'envFrom', index, field]],
        {
          optional: isOptional(from),
        },
      );
    }),
  );

/** A mount by subPath of a file that the Secret or ConfigMap lacks is an empty folder, not an error of the pod. */
function mountedKeys({ pod, name, type, spec, path }: Container): Reference[] {
  return listAt(spec, 'volumeMounts').flatMap((mount, index) => {
    const file = textAt(mount, 'subPath');
    const volumeName = textAt(mount, 'name');
    if (file === undefined || file === '' || volumeName === undefined) return [];
    const volume = listAt(pod.spec, 'volumes').find((each) => textAt(each, 'name') === volumeName);
    const source = fileSource(volume);
    if (source === null || listAt(source.data, 'items').length > 0) return [];
    const place = `${containerWords[type]} ${name}, mount of ${volumeName}/${file}`;
    return reference(
      [source.kind, source.name],
      'data',
      [place, [...path, 'volumeMounts', index, 'subPath']],
      {
        keys: [file],
        optional: isOptional(source.data),
      },
    );
  });
}

/** The Secret or ConfigMap that a volume, or a source of a projected volume, is made of. */
function fileSource(volume: Data | undefined): { kind: string; name: string; data: Data } | null {
  const secret = at(volume, 'secret');
  if (isMap(secret)) {
    // A volume says secretName, a projected source says name.
    const name = textAt(secret, 'secretName') ?? textAt(secret, 'name') ?? '';
    return { kind: 'Secret', name, data: secret };
  }
  const configMap = at(volume, 'configMap');
  return isMap(configMap)
    ? { kind: 'ConfigMap', name: textAt(configMap, 'name') ?? '', data: configMap }
    : null;
}

function volumeReferences(volume: Data, path: DataPath): Reference[] {
  const place = `volume ${textAt(volume, 'name') ?? ''}`;
  const files = (from: Data, where: DataPath): Reference[] => {
    const source = fileSource(from);
    if (source === null) return [];
    const keys = listAt(source.data, 'items').flatMap(keyIn);
    const field = source.kind === 'Secret' ? 'secret' : 'configMap';
    return [
      reference([source.kind, source.name], 'data', [place, [...where, field]], {
        keys,
        optional: isOptional(source.data),
      }),
    ];
  };
  return [
    ...files(volume, path),
    ...listAt(volume, 'projected', 'sources').flatMap((source, index) =>
      files(source, [...path, 'projected', 'sources', index]),
    ),
    ...claims(volume, place, path),
    ...driverSecrets.flatMap((steps) => {
      const name = textAt(volume, ...steps);
      return name === undefined || name === ''
        ? []
        : reference(['Secret', name], 'data', [place, [...path, ...steps]]);
    }),
  ];
}

/** Secrets by which the drivers of volumes sign in. */
const driverSecrets: readonly DataPath[] = [
  ['csi', 'nodePublishSecretRef', 'name'],
  ['azureFile', 'secretName'],
  ...['cephfs', 'flexVolume', 'iscsi', 'rbd', 'scaleIO', 'storageos'].map((driver) => [
    driver,
    'secretRef',
    'name',
  ]),
];

function claims(volume: Data, place: string, path: DataPath): Reference[] {
  const found: Reference[] = [];
  if (isMap(at(volume, 'persistentVolumeClaim'))) {
    const steps = ['persistentVolumeClaim', 'claimName'];
    found.push(
      reference(['PersistentVolumeClaim', textAt(volume, ...steps) ?? ''], 'claim', [
        place,
        [...path, ...steps],
      ]),
    );
  }
  const steps = ['ephemeral', 'volumeClaimTemplate', 'spec', 'storageClassName'];
  const storage = textAt(volume, ...steps);
  if (storage !== undefined && storage !== '')
    found.push(reference(['StorageClass', storage], 'class', [place, [...path, ...steps]]));
  return found;
}

function ofThePod({ spec, path }: PodTemplate): Reference[] {
  const named = (field: string, kind: string, purpose: 'account' | 'class'): Reference[] => {
    const name = textAt(spec, field);
    return name === undefined || name === ''
      ? []
      : [reference([kind, name], purpose, [field, [...path, 'spec', field]])];
  };
  return [
    ...named('serviceAccountName', 'ServiceAccount', 'account'),
    ...named('priorityClassName', 'PriorityClass', 'class'),
    ...named('runtimeClassName', 'RuntimeClass', 'class'),
    ...pullSecrets(listAt(spec, 'imagePullSecrets'), [...path, 'spec', 'imagePullSecrets']),
  ];
}

/** Of a pod or a ServiceAccount. */
export const pullSecrets = (secrets: readonly Data[], path: DataPath): Reference[] =>
  secrets.map((secret, index) =>
    reference(['Secret', textAt(secret, 'name') ?? ''], 'pull', [
      'imagePullSecrets',
      [...path, index, 'name'],
    ]),
  );

const isOptional = (source: Data): boolean => at(source, 'optional') === true;
