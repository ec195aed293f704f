/** Who wrote a field of a live object: `metadata.managedFields`. */
import { at, isMap, listAt, mapAt, textAt, type Data, type DataMap } from '../../kubernetes/data.ts';
import type { FieldPlace, FieldStep } from '../../kubernetes/field.ts';

export interface Writer {
  /** Null if the server does not tell. */
  readonly manager: string | null;
  /** ISO 8601. */
  readonly time: string | null;
}

/** The names under which the release itself writes: of Helm, and of the program that Helm is a part of. */
const ourManagers = /^(?:helm|k8s-deploy|pulumi-resource-kubernetes|pulumi-kubernetes.*)$/;

export const isOurManager = (manager: string): boolean => ourManagers.test(manager);

/** Of those besides Helm that have the field, who wrote last. What is gone has nobody any more. */
export function lastWriter(live: DataMap, place: FieldPlace): Writer {
  const writers = listAt(live, 'metadata', 'managedFields')
    .filter((entry) => !isOurManager(textAt(entry, 'manager') ?? '') && owns(entry, place, live))
    .map((entry) => ({ manager: textAt(entry, 'manager') ?? null, time: textAt(entry, 'time') ?? null }))
    .toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
  return writers[0] ?? { manager: null, time: null };
}

const timeOf = ({ time }: Writer): string => time ?? '';

/** The format is described in `FieldsV1` of Kubernetes' API: `f:name`, `k:{"name":"main"}`, `v:"value"`, `.` for the field itself. */
function owns(entry: Data, place: FieldPlace, live: DataMap): boolean {
  let fields: DataMap = mapAt(entry, 'fieldsV1');
  let value: Data | undefined = live;
  for (const step of place) {
    // A document is in a text, and a list without keys belongs to one manager as a whole.
    if (typeof step === 'object' && 'document' in step) return true;
    const key = keyOf(fields, step, typeof step === 'number' ? at(value, step) : undefined);
    if (key === undefined)
      return typeof step !== 'string' && Object.keys(fields).every((name) => name === '.');
    fields = mapAt(fields, key);
    value = typeof step === 'object' ? undefined : at(value, step);
  }
  return true;
}

function keyOf(fields: DataMap, step: FieldStep, item: Data | undefined): string | undefined {
  if (typeof step === 'string') return Object.hasOwn(fields, `f:${step}`) ? `f:${step}` : undefined;
  if (typeof step === 'number') {
    const key = `v:${JSON.stringify(item)}`;
    return Object.hasOwn(fields, key) ? key : undefined;
  }
  if ('document' in step) return undefined;
  const wanted = Object.entries(step.item);
  return Object.keys(fields).find((name) => {
    const key = name.startsWith('k:') ? keyIn(name.slice('k:'.length)) : null;
    return key !== null && wanted.every(([part, value]) => key[part] === value);
  });
}

function keyIn(text: string): DataMap | null {
  try {
    const key = JSON.parse(text) as unknown;
    return isMap(key) ? key : null;
  } catch {
    return null; // of a server that writes them otherwise
  }
}
