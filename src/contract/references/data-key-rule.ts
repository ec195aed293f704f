/** Keys and size of Secrets and ConfigMaps. */
import { mapAt, textAt, type DataMap } from '../../kubernetes/data.ts';
import { isDataKey } from '../../kubernetes/names.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Rule } from '../../systems/rule.ts';
import { refused, ruleOfManifests, type Fault } from './fault.ts';

export const dataKeyRule: Rule = ruleOfManifests(
  {
    id: 'name/data-key',
    title:
      'Keys of Secrets and ConfigMaps are valid, those of the type are there, and they are not too large',
    why: 'A key takes letters, digits, "-", "_" and ".": no slashes, since it becomes the name of a file. The API server refuses a Secret of a type such as kubernetes.io/tls without the keys of that type. All values together have at most 1 MiB.',
    severity: 'error',
  },
  dataFaults,
);

/** Of the values of a Secret or ConfigMap together. */
const dataBytes = 1_048_576;

/** Keys that the API server asks for, by type; `ValidateSecret` of k8s.io/kubernetes/pkg/apis/core/validation. */
const keysOfType: Readonly<Partial<Record<string, readonly string[]>>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

function missingOfType(manifest: DataMap): Fault[] {
  const type = textAt(manifest, 'type') ?? '';
  const keys = Object.hasOwn(keysOfType, type) ? (keysOfType[type] ?? []) : [];
  const held = ['data', 'stringData'].flatMap((field) => Object.keys(mapAt(manifest, field)));
  const missing = keys.filter((key) => !held.includes(key));
  if (missing.length === 0) return [];
  return [
    {
      path: ['type'],
      message: `its type ${type} asks for ${missing.join(' and ')}, which it does not have. ${refused}`,
      hint: 'Add the keys, or leave the type out: Opaque takes any.',
    },
  ];
}

function dataFaults({ kind, manifest }: RenderedObject): Fault[] {
  if (kind !== 'Secret' && kind !== 'ConfigMap') return [];
  const fields = kind === 'Secret' ? ['data', 'stringData'] : ['data', 'binaryData'];
  let bytes = 0;
  const faults = fields.flatMap((field) =>
    Object.entries(mapAt(manifest, field)).flatMap(([key, value]): Fault[] => {
      const length = typeof value === 'string' ? Buffer.byteLength(value) : 0;
      const isEncoded = field === 'binaryData' || (kind === 'Secret' && field === 'data');
      bytes += isEncoded ? Math.floor((length * 3) / 4) : length;
      if (isDataKey(key)) return [];
      const hint = 'Name the file without folders; mount it elsewhere by items and path.';
      return [
        {
          path: [field, key],
          message: `key "${key}": takes at most 253 letters, digits, "-", "_" and ".". ${refused}`,
          hint,
        },
      ];
    }),
  );
  if (kind === 'Secret') faults.push(...missingOfType(manifest));
  if (bytes > dataBytes) {
    faults.push({
      path: [],
      message: `its values have ${bytes} bytes of at most ${dataBytes}. ${refused}`,
      hint: 'Split it, or bring large files in an image or a volume.',
    });
  }
  return faults;
}
