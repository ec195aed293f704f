/** Plain data as YAML and JSON give it, and safe ways to read it: nothing about its shape is taken for granted. */

export type Data = null | boolean | number | string | readonly Data[] | DataMap;
export interface DataMap {
  readonly [key: string]: Data;
}

/** Keys and list indices from the root, e.g. `['spec', 'containers', 0, 'image']`. */
export type DataPath = readonly (string | number)[];

export const isMap = (data: unknown): data is DataMap =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

const isList = (data: Data | undefined): data is readonly Data[] => Array.isArray(data);

/** What stands at a path; `undefined` where there is nothing. */
export function at(data: Data | undefined, ...path: DataPath): Data | undefined {
  let here = data;
  for (const step of path) {
    if (isList(here)) here = typeof step === 'number' ? here[step] : undefined;
    else here = isMap(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

export function textAt(data: Data | undefined, ...path: DataPath): string | undefined {
  const text = at(data, ...path);
  return typeof text === 'string' ? text : undefined;
}

export function numberAt(data: Data | undefined, ...path: DataPath): number | undefined {
  const number = at(data, ...path);
  return typeof number === 'number' ? number : undefined;
}

/** The list there; empty where there is none. */
export function listAt(data: Data | undefined, ...path: DataPath): readonly Data[] {
  const list = at(data, ...path);
  return isList(list) ? list : [];
}

/** The map there; empty where there is none. */
export function mapAt(data: Data | undefined, ...path: DataPath): DataMap {
  const map = at(data, ...path);
  return isMap(map) ? map : {};
}

/** The entries of the map there whose values are text: labels, annotations, the data of a ConfigMap. */
export function textsAt(data: Data | undefined, ...path: DataPath): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(mapAt(data, ...path)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
