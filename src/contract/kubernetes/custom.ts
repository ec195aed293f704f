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
  if (textAt(crd, 'kind') !== 'CustomResourceDefinition' || group === undefined || kind === undefined)
    return null;
  // v1beta1 has one schema for all versions, and may name a single version.
  const common = at(crd, 'spec', 'validation', 'openAPIV3Schema');
  const only = textAt(crd, 'spec', 'version');
  const schemas = new Map<string, DataMap>(only === undefined ? [] : [[only, schemaOf(common)]]);
  for (const version of listAt(crd, 'spec', 'versions')) {
    const name = textAt(version, 'name');
    if (name === undefined || at(version, 'served') === false) continue;
    schemas.set(name, schemaOf(at(version, 'schema', 'openAPIV3Schema') ?? common));
  }
  const isOpen = at(crd, 'spec', 'preserveUnknownFields') === true;
  return {
    group,
    kind,
    from: `CustomResourceDefinition ${textAt(crd, 'metadata', 'name') ?? kind}`,
    versions: [...schemas.keys()],
    schema: (version) => (isOpen ? open : (schemas.get(version) ?? open)),
  };
}

const open: DataMap = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** Without a schema, anything goes. */
const schemaOf = (schema: Data | undefined): DataMap => (isMap(schema) ? schema : open);

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
