/** `valueFiles` and `values` of a release, laid over what its recipe gives, and checked once they are. */
import type { FieldPath, Value, Values } from '../stack/desired.ts';
import type { LoadedStack } from '../stack/load.ts';
import { mergeValues } from '../stack/merge.ts';
import { pathText } from '../stack/problem.ts';
import type { NameIndex } from './backing.ts';
import type { Fault, System } from './system.ts';
import { valueAt } from './value-path.ts';

interface Layer {
  readonly values: Values;
  /** Where the stack file has its keys, or names the file that does. */
  readonly path: FieldPath;
  readonly isFile: boolean;
}

type ReleaseOptions = LoadedStack['document']['releases'][string];

export interface Overridden {
  readonly options: ReleaseOptions;
  /** The recipe's values. */
  readonly own: Values;
  readonly system: System | undefined;
  /** Of the release. */
  readonly path: FieldPath;
}

/** The values that Helm gets. What the system has against them is reported where it was written. */
export function overriddenValues(
  { options, own, system, path }: Overridden,
  loaded: LoadedStack,
  names: Pick<NameIndex, 'resolve'>,
): Values {
  const layers: Layer[] = [
    ...options.valueFiles.map((file, index) => {
      const at = [...path, 'valueFiles', index];
      return { values: loaded.valueFile(file, at), path: at, isFile: true };
    }),
    { values: options.values, path: [...path, 'values'], isFile: false },
  ];
  const values = layers.reduce<Value>(
    (merged, layer) => mergeValues(merged, names.resolve(layer.values)),
    own,
  );
  for (const fault of system?.faults?.(values as Values, { options, own }) ?? []) {
    const place = placeOf(fault, layers.toReversed(), { options: options as Values, path });
    loaded.problems.add(place.path, place.message);
  }
  return values as Values;
}

/** The uppermost layer that has most of the fault's path; else the option of that name; else the release. */
function placeOf(
  { path, message }: Fault,
  layers: readonly Layer[],
  release: { readonly options: Values; readonly path: FieldPath },
): Fault {
  for (let length = path.length; length > 0; length--) {
    const start = path.slice(0, length);
    const layer = layers.find(({ values }) => valueAt(values, start) !== undefined);
    if (layer?.isFile === true) return { path: layer.path, message: `${pathText(path)}: ${message}` };
    if (layer !== undefined) return { path: [...layer.path, ...path], message };
  }
  const isOption = valueAt(release.options, path) !== undefined;
  return { path: isOption ? [...release.path, ...path] : release.path, message };
}
