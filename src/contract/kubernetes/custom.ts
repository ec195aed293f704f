/** Kinds that CustomResourceDefinitions describe: those of the contract and the release, else those that come with the program. */
import { at, isMap, listAt, textAt, type Data, type DataMap } from '../../kubernetes/data.ts';
import { bundledCustomKinds, type CustomKind } from './bundled.ts';

const read = new WeakMap<DataMap, CustomKind | null>();

/** `null` for what is no CustomResourceDefinition that can be used. */
function customKind(crd: DataMap): CustomKind | null {
  const before = read.get(crd);
  if (before !== undefined) return before;
  const kind = definitionOf(crd);
  read.set(crd, kind);
  return kind;
}

function definitionOf(crd: DataMap): CustomKind | null {
  const group = textAt(crd, 'spec', 'group');
  const kind = textAt(crd, 'spec', 'names', 'kind');
  const isDefinition =
    textAt(crd, 'apiVersion') === definitionVersion && textAt(crd, 'kind') === definitionKind;
  if (!isDefinition || group === undefined || kind === undefined) return null;
  const schemas = new Map<string, DataMap>();
  for (const version of listAt(crd, 'spec', 'versions')) {
    const name = textAt(version, 'name');
    const schema = at(version, 'schema', 'openAPIV3Schema');
    if (name === undefined || !isMap(schema)) return null;
    if (at(version, 'served') === true) schemas.set(name, schema);
  }
  return {
    group,
    kind,
    from: `${definitionKind} ${textAt(crd, 'metadata', 'name') ?? kind}`,
    isBundled: false,
    versions: [...schemas.keys()],
    schema: (version) => schemas.get(version) ?? {},
  };
}

const definitionVersion = 'apiextensions.k8s.io/v1';
const definitionKind = 'CustomResourceDefinition';

export interface CustomKinds {
  /** The kind of that group, in whatever version. */
  readonly find: (group: string, kind: string) => CustomKind | undefined;
  /** All of a group. */
  readonly ofGroup: (group: string) => readonly CustomKind[];
}

/** Of two definitions of one kind, the earlier given counts, and any before those that come with the program. */
export function customKinds(crds: readonly Data[]): CustomKinds {
  const given = crds
    .flatMap((crd) => (isMap(crd) ? flattened(crd) : []))
    .flatMap((crd) => customKind(crd) ?? []);
  return {
    find: (group, kind) =>
      given.find((one) => one.group === group && one.kind === kind) ??
      bundledCustomKinds().find((one) => one.group === group && one.kind === kind),
    ofGroup: (group) => [...given, ...bundledCustomKinds()].filter((one) => one.group === group),
  };
}

/** A file may hold a `List` of them. */
const flattened = (data: DataMap): DataMap[] =>
  textAt(data, 'kind')?.endsWith('List') === true ? listAt(data, 'items').filter(isMap) : [data];
