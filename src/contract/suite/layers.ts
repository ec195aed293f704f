/** Values of a case in layers, each of which knows where its values stand. */
import type { Data, DataMap, DataPath } from '../../kubernetes/data.ts';
import { at, isMap } from '../../kubernetes/data.ts';
import type { FieldPath, Value } from '../../stack/desired.ts';
import { mergeValues } from '../../stack/merge.ts';
import { locate, type DataNode } from '../../stack/node.ts';
import type { Position } from '../../stack/position.ts';
import type { Assignment } from './set-entry.ts';

/** What one place gives: `values`, a values file, or a choice of a matrix. */
export interface Layer {
  readonly data: DataMap;
  readonly root: DataNode;
  readonly file: string; // relative to the directory
  /** Of `root` in the file. */
  readonly base: FieldPath;
}

export interface SetEntry {
  readonly text: string;
  readonly assignments: readonly Assignment[];
  /** Of the entry in the contract file. */
  readonly path: FieldPath;
}

/** What the contract, one case or one choice of a matrix gives. */
export interface Source {
  readonly layers: readonly Layer[];
  readonly set: readonly SetEntry[];
}

export type Place =
  | { readonly file: string; readonly at: Position }
  /** In the contract file. */
  | { readonly path: FieldPath };

/** All layers as one map, and the entries of `set` over them. */
export function givenBy(sources: readonly Source[]): DataMap {
  const layers = sources.flatMap(({ layers: own }) => own);
  const set = sources.flatMap((source) => source.set).flatMap((entry) => entry.assignments);
  const merged = layers.reduce<Value>((below, { data }) => mergeValues(below, data), {});
  return set.reduce<Data>((below, { path, value }) => put(below, path, value), merged as Data) as DataMap;
}

function put(below: Data | undefined, [step, ...rest]: DataPath, value: Data): Data {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const items: Data[] = Array.isArray(below) ? [...below] : [];
    while (items.length < step) items.push(null);
    items[step] = put(items[step], rest, value);
    return items;
  }
  const map = isMap(below) ? below : {};
  return Object.fromEntries([
    ...Object.entries(map).filter(([key]) => key !== step),
    [step, put(at(map, step), rest, value)],
  ]);
}

/** Where a value is decided; see `SuiteCase.valueSource`. */
export function placeOf(path: DataPath, sources: readonly Source[]): Place | null {
  const set = sources.flatMap((source) => source.set).toReversed();
  const layers = sources.flatMap(({ layers: own }) => own).toReversed();
  for (let length = path.length; length > 0; length--) {
    const start = path.slice(0, length);
    const entry = set.find(({ assignments }) => assignments.some((one) => overlap(one.path, start)));
    if (entry !== undefined) return { path: entry.path };
    const layer = layers.find(({ data }) => decides(data, start));
    if (layer !== undefined) return { file: layer.file, at: locate(layer.root, start).at };
  }
  return null;
}

/** One is the other, or stands above it. */
const overlap = (a: DataPath, b: DataPath): boolean =>
  a.slice(0, b.length).every((step, index) => step === b[index]);

/** The layer has the value, or something above it that is no map and so replaces all below. */
function decides(data: Data, path: DataPath): boolean {
  let here: Data | undefined = data;
  for (const step of path) {
    if (!isMap(here)) return true;
    here = at(here, step);
    if (here === undefined) return false;
  }
  return true;
}

/** The first entry of `set` that a source further up seems to override, and does not: Helm reads `set` last. */
export function overriddenSets(
  sources: readonly Source[],
): { readonly layer: Layer; readonly path: DataPath; readonly entry: SetEntry }[] {
  return sources.flatMap(({ set }, below) =>
    set.flatMap((entry) =>
      entry.assignments.flatMap(({ path }) =>
        sources
          .slice(below + 1)
          .flatMap(({ layers }) => layers)
          .filter(({ data }) => decides(data, path))
          .map((layer) => ({ layer, path, entry })),
      ),
    ),
  );
}
