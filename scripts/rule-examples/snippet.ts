/** What is at fault in an object, with as much around it as says where it is. */
import { stringify } from 'yaml';
import { at, type Data, type DataPath, isMap } from '../../src/kubernetes/data.ts';
import type { Violation } from '../../src/systems/rule.ts';

/** Stands where a key should be, until it is a comment. */
const absent = 'k8s-deploy:absent';

/** Null if no object is at fault. */
export function snippet({ object, path = [] }: Pick<Violation, 'object' | 'path'>): string | null {
  if (object === undefined) return null;
  const head = { kind: object.kind, metadata: { name: object.name } };
  const [first] = path;
  if (first === undefined) return written(head);
  const part = { [first]: around(at(object.manifest, first) ?? absent, path.slice(1)) };
  return written(
    first === 'metadata'
      ? { ...head, metadata: { ...head.metadata, ...asMap(part['metadata']) } }
      : { ...head, ...part },
  );
}

/** Only what the path leads to; of an item of a list, also its name. */
function around(data: Data, path: DataPath): Data {
  const [step, ...rest] = path;
  if (step === undefined) return data;
  const inner = at(data, step);
  if (inner === undefined) return isMap(data) ? { ...nameOf(data), [step]: absent } : data;
  const part = around(inner, rest);
  if (typeof step === 'number') return [isMap(part) && isMap(inner) ? { ...nameOf(inner), ...part } : part];
  return { [step]: part };
}

const nameOf = (data: Data): { readonly name?: Data } =>
  isMap(data) && data['name'] !== undefined ? { name: data['name'] } : {};

const asMap = (data: Data | undefined) => (isMap(data) ? data : {});

/** Longer texts and objects say less than they take. */
const most = { text: 240, lines: 18 } as const;

const written = (data: Data): string => {
  const lines = stringify(shortened(data), { lineWidth: 100 }).trimEnd().split('\n');
  const shown = lines.length > most.lines ? [...lines.slice(0, most.lines), '# …'] : lines;
  return `${shown.join('\n')}\n`.replaceAll(absent, '# not there');
};

function shortened(data: Data): Data {
  if (typeof data === 'string') return data.length > most.text ? '…' : data;
  if (Array.isArray(data)) return (data as readonly Data[]).map(shortened);
  if (!isMap(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, shortened(value)]));
}
