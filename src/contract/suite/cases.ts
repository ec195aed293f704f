/** From a checked contract file to its cases: inheritance followed, matrices multiplied, layers in their order. */
import { isMap, type DataMap } from '../../kubernetes/data.ts';
import type { FieldPath, Value } from '../../stack/desired.ts';
import { mergeValues } from '../../stack/merge.ts';
import { nodeAt } from '../../stack/node.ts';
import type { YamlDocument } from '../../stack/yaml.ts';
import type { SourcePosition } from '../finding.ts';
import type { FilesBeside } from './beside.ts';
import { combinationsOf, combinedName, type Combination } from './combinations.ts';
import { ancestorsOf, parentsIn } from './inheritance.ts';
import { givenBy, placeOf, type Layer, type SetEntry, type Source } from './layers.ts';
import type { ContractCase, ContractFile } from './schema.ts';
import { assignments } from './set-entry.ts';
import type { ExpectedFailure, SuiteCase } from './suite.ts';

export interface ExpandedCase {
  readonly one: SuiteCase;
  /** From the contract to the choices of the matrix, lowest first. */
  readonly sources: readonly Source[];
}

export interface Expansion {
  readonly contract: ContractFile;
  readonly document: YamlDocument;
  readonly files: FilesBeside;
  /** A place of a file, as findings name it. */
  readonly positionIn: (
    file: string,
    at: { readonly line: number; readonly column: number },
  ) => SourcePosition;
}

type Fields = Pick<ContractFile | ContractCase, 'valueFiles' | 'set'>;

export function expandedCases(expansion: Expansion): ExpandedCase[] {
  const { contract } = expansion;
  const parents = parentsIn(contract.cases);
  const common = sourceAt(expansion, contract, []);
  const sources = new Map(
    Object.entries(contract.cases).map(([key, one]) => [key, sourceAt(expansion, one, ['cases', key])]),
  );
  return Object.entries(contract.cases).flatMap(([key, one]) => {
    const line = [...ancestorsOf(key, parents), key];
    const below = [common, ...line.flatMap((name) => sources.get(name) ?? [])];
    const fields = line.flatMap((name) => contract.cases[name] ?? []);
    const rest = restOf(expansion, key, fields);
    return combinationsOf(one).map((combination) =>
      withValues(expansion, combination, rest, [...below, ...choiceSources(expansion, key, combination)]),
    );
  });
}

type WithoutValues = Omit<SuiteCase, 'name' | 'values' | 'set' | 'given' | 'valueSource'>;

/** What the case has besides values. The uppermost that says something counts; options merge, and external objects add up. */
function restOf(
  { contract, document, positionIn }: Expansion,
  key: string,
  fields: readonly ContractCase[],
): WithoutValues {
  const last = <K extends keyof ContractCase>(field: K): ContractCase[K] | undefined =>
    fields.findLast((one) => one[field] !== undefined)?.[field];
  const options = [contract.options, ...fields.map((one) => one.options)].filter((one) => one !== undefined);
  const kubeVersions = last('kubeVersions') ?? contract.kubeVersions;
  const { file, ...at } = document.problemAt(['cases', key], '', 'key');
  return {
    key,
    releaseName: last('name') ?? contract.name ?? null,
    namespace: last('namespace') ?? contract.namespace ?? null,
    isUpgrade: last('upgrade') ?? false,
    kubeVersions: kubeVersions === undefined ? null : [...new Set(kubeVersions)],
    apiVersions: last('apiVersions') ?? contract.apiVersions,
    options:
      options.length === 0
        ? null
        : (options.reduce<Value>((below, over) => mergeValues(below, over), {}) as DataMap),
    external: [...contract.external, ...fields.flatMap((one) => one.external ?? [])],
    fails: failureOf(fields.at(-1)?.fails),
    source: positionIn(file, at),
  };
}

function failureOf(fails: ContractCase['fails']): ExpectedFailure | null {
  if (fails === undefined) return null;
  return typeof fails === 'string'
    ? { kind: 'text', text: fails }
    : { kind: 'pattern', pattern: fails.pattern };
}

function withValues(
  { document, positionIn }: Expansion,
  combination: Combination,
  rest: WithoutValues,
  sources: readonly Source[],
): ExpandedCase {
  const one: SuiteCase = {
    ...rest,
    name: combinedName(rest.key, combination),
    values: sources.flatMap(({ layers }) => layers.map(({ data }) => data)),
    set: sources.flatMap(({ set }) => set.map(({ text }) => text)),
    given: () => givenBy(sources),
    valueSource: (path) => {
      const place = placeOf(path, sources);
      if (place === null) return null;
      if ('at' in place) return positionIn(place.file, place.at);
      const { file, ...at } = document.problemAt(place.path, '');
      return positionIn(file, at);
    },
  };
  return { one, sources };
}

function sourceAt(expansion: Expansion, fields: Fields, path: FieldPath): Source {
  const files = (fields.valueFiles ?? []).flatMap(
    (file, index) => expansion.files.values(file, [...path, 'valueFiles', index]) ?? [],
  );
  const set = (fields.set ?? []).map((text, index): SetEntry => ({
    text,
    assignments: assignments(text) ?? [],
    path: [...path, 'set', index],
  }));
  return { layers: [...files, ...layerAt(expansion, [...path, 'values'])], set };
}

const choiceSources = (expansion: Expansion, key: string, combination: Combination): Source[] =>
  combination.map(([dimension, choice]) => ({
    layers: layerAt(expansion, ['cases', key, 'matrix', dimension, choice]),
    set: [],
  }));

/** The values that stand in the contract file; none where there is nothing. */
function layerAt({ document }: Expansion, path: FieldPath): Layer[] {
  const root = nodeAt(document.root, path);
  const data = path.reduce<unknown>(
    (value, step) => (isMap(value) ? value[step] : undefined),
    document.value,
  );
  return root !== null && isMap(data) && Object.keys(data).length > 0
    ? [{ data, root, file: document.file, base: path }]
    : [];
}
