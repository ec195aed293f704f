/** Values that a chart passes on to the pod as they are: whether they got there. */
import { isDeepStrictEqual } from 'node:util';
import { at, isMap, type Data, type DataPath } from '../../kubernetes/data.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Subject, Verdict } from '../rule.ts';
import type { Workload } from './workload.ts';
import { said } from './said.ts';

export interface PassedOn {
  readonly value: DataPath;
  /** Where the field is: the pod's spec or metadata, the container, or the workload itself. */
  readonly of: 'pod' | 'container' | 'metadata' | 'object';
  /** With dots between its steps. */
  readonly field: string;
}

const isEmpty = (data: Data | undefined): boolean =>
  data === undefined ||
  data === null ||
  data === '' ||
  (Array.isArray(data) && data.length === 0) ||
  (isMap(data) && Object.keys(data).length === 0);

/** Whether all that was asked for is there; there may be more. Numbers and their texts are alike, as for quantities. */
function covers(found: Data | undefined, asked: Data): boolean {
  if (asked === null) return true;
  if (isMap(asked))
    return isMap(found) && Object.entries(asked).every(([key, part]) => covers(found[key], part));
  if (Array.isArray(asked)) {
    const items: readonly Data[] = Array.isArray(found) ? found : [];
    return asked.every((item: Data) => items.some((one) => isDeepStrictEqual(one, item)));
  }
  return typeof asked === 'string' || typeof asked === 'number'
    ? said(found) === said(asked)
    : found === asked;
}

/** What each field says in the pod, against the value that it is made of. `root` is the way to the chart's own values. */
export function* notPassedOn(
  { object, pod, container }: Workload,
  subject: Subject,
  fields: readonly PassedOn[],
  root: DataPath = [],
): Iterable<Verdict> {
  const places = {
    pod: [...pod.path, 'spec'],
    container: container.path,
    metadata: [...pod.path, 'metadata'],
    object: [],
  } as const;
  for (const { value, of, field } of fields) {
    yield* otherThanValue(object, [...places[of], ...field.split('.')], subject, [...root, ...value]);
  }
}

/** Nothing if the value is not set, or the object has all of it at the path. */
export function* otherThanValue(
  object: RenderedObject,
  path: DataPath,
  { values }: Subject,
  value: DataPath,
): Iterable<Verdict> {
  const asked = at(values, ...value);
  const found = at(object.manifest, ...path);
  if (asked === undefined || isEmpty(asked) || covers(found, asked)) return;
  const name = value.join('.');
  const instead =
    isPlain(asked) && isPlain(found ?? null) ? `: ${said(found)} instead of ${said(asked)}` : '';
  yield {
    object,
    path,
    value,
    message: `${object.kind} ${object.name}: ${path.join('.')} is not what the value ${name} says${instead}`,
    hint: `Let the template write .Values.${name} there, or remove the value.`,
  };
}

const isPlain = (data: Data): boolean =>
  typeof data === 'number' || typeof data === 'boolean' || data === null;
