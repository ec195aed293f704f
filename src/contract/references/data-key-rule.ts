/** Keys and size of Secrets and ConfigMaps. */
import { mapAt } from '../../kubernetes/data.ts';
import { isDataKey } from '../../kubernetes/names.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Rule } from '../../systems/rule.ts';
import { refused, ruleOfManifests, type Fault } from './fault.ts';

export const dataKeyRule: Rule = ruleOfManifests(
  {
    id: 'name/data-key',
    title: 'Keys of Secrets and ConfigMaps are valid, and they are not too large',
    why: 'A key takes letters, digits, "-", "_" and ".": no slashes, since it becomes the name of a file. All values together have at most 1 MiB.',
    severity: 'error',
  },
  dataFaults,
);

/** Of the values of a Secret or ConfigMap together. */
const dataBytes = 1_048_576;

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
  if (bytes > dataBytes) {
    faults.push({
      path: [],
      message: `its values have ${bytes} bytes of at most ${dataBytes}. ${refused}`,
      hint: 'Split it, or bring large files in an image or a volume.',
    });
  }
  return faults;
}
