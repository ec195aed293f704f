/** What a stack applies, as cases: each release as it is installed and as it is upgraded. */
import { resolve } from 'node:path';
import type { Data, DataMap, DataPath } from '../kubernetes/data.ts';
import { at } from '../kubernetes/data.ts';
import type { DesiredRelease, DesiredStack, FieldPath } from '../stack/desired.ts';
import type { LoadedStack } from '../stack/load.ts';
import type { FilePosition } from '../stack/position.ts';
import { offlineValues } from '../systems/placeholders.ts';
import type { Provided } from '../systems/rule.ts';
import type { Case } from './case.ts';
import type { SourcePosition } from './finding.ts';
import type { Pack } from './pack.ts';
import { shownPath } from '../stack/shown-path.ts';

export interface StackToCheck {
  readonly loaded: LoadedStack;
  readonly desired: DesiredStack;
  /** By release key: absolute paths of archives. */
  readonly charts: ReadonlyMap<string, string>;
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
  /** Backing resources and `external:`. */
  readonly provided: readonly Provided[];
  packsOf(release: DesiredRelease): readonly Pack[];
}

export const appliedCases = (stack: StackToCheck): Case[] =>
  stack.desired.releases.flatMap((release) =>
    [false, true].map((isUpgrade) => appliedCase(stack, release, isUpgrade)),
  );

function appliedCase(stack: StackToCheck, release: DesiredRelease, isUpgrade: boolean): Case {
  const given = givenOf(stack, release);
  const source = stackSource(stack.loaded, release.path);
  return {
    name: isUpgrade ? 'upgrade' : 'install',
    release: release.key,
    stack: stack.desired.stack,
    request: {
      chart: stack.charts.get(release.key) ?? '',
      values: [given],
      set: [],
      name: release.name,
      namespace: release.namespace,
      isUpgrade,
      kubeVersion: stack.kubeVersion,
      apiVersions: stack.apiVersions,
    },
    options: release.system === null ? null : optionsOf(stack.loaded, release),
    packs: stack.packsOf(release),
    provided: stack.provided,
    contract: null,
    given,
    source,
    valueSource: (path) => valueSource(stack.loaded, release, path),
  };
}

/** What Helm gets, with placeholders for what is known only when Pulumi runs. */
export const givenOf = ({ desired }: StackToCheck, { values }: DesiredRelease): DataMap =>
  offlineValues(values, desired);

export const optionsOf = (loaded: LoadedStack, { key }: DesiredRelease): Data =>
  (loaded.document.releases[key] ?? null) as Data;

/** A field of the stack file, as seen from where the command runs. */
export const stackSource = (loaded: LoadedStack, path: FieldPath): SourcePosition =>
  shown(loaded, loaded.positionOf(path));

const shown = ({ directory }: LoadedStack, { file, line, column }: FilePosition): SourcePosition => ({
  file: shownPath(resolve(directory, file)),
  line,
  column,
});

/** Where the author of the stack decides a Helm value: in `values`, in a values file, by the option of that name, else by the release. */
export function valueSource(
  loaded: LoadedStack,
  { key, path }: DesiredRelease,
  value: DataPath,
): SourcePosition {
  const release = (loaded.document.releases[key] ?? null) as Data;
  const files = loaded.document.releases[key]?.valueFiles.toReversed() ?? [];
  for (let length = value.length; length > 0; length--) {
    const start = value.slice(0, length);
    if (at(release, 'values', ...start) !== undefined)
      return stackSource(loaded, [...path, 'values', ...start]);
    for (const file of files) {
      const position = loaded.positionInValueFile(file, start);
      if (position !== null) return shown(loaded, position);
    }
    if (at(release, ...start) !== undefined) return stackSource(loaded, [...path, ...start]);
  }
  return stackSource(loaded, path);
}
