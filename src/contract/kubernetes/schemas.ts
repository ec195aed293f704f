/** Strict validation of rendered objects, offline: what `kubectl apply --validate=strict` on a cluster of that version would refuse. */
import { at, isMap, listAt, textAt, type Data, type DataMap, type DataPath } from '../../kubernetes/data.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { NotChecked, Violation } from '../../systems/rule.ts';
import { typesOf, type Types } from './bundled.ts';
import { customKinds, type CustomKinds } from './custom.ts';
import { Faults, type Fault } from './fault.ts';
import { meaningOf } from './kinds.ts';
import type { SchemaRuleId } from './rules.ts';
import { shown } from './scalars.ts';
import { StructuralWalk } from './structural.ts';
import { TypedWalk } from './typed.ts';
import { minorOf } from './version.ts';

export type SchemaVerdict = (Violation | NotChecked) & { readonly id: SchemaRuleId };

export interface KubernetesSchemas {
  /** Total: any data gives verdicts. The same text is judged once. */
  check(object: RenderedObject): SchemaVerdict[];
}

export interface KubernetesSchemasOptions {
  /** `1.33` or `1.33.4`: see `minorOf`. */
  readonly kubeVersion: string;
  /** CustomResourceDefinitions of the contract's files and of the release itself; they go before those that come with the program. */
  readonly crds: readonly Data[];
}

/** What was found before, by version and definitions, then by the hash of the object. */
const remembered = new Map<string, Map<string, readonly SchemaVerdict[]>>();
/** Objects of one version; beyond, what was found is forgotten. */
const mostRemembered = 20_000;

/** Throws a `Failure` (configuration) for a version that there are no schemas for. */
export function kubernetesSchemas({ kubeVersion, crds }: KubernetesSchemasOptions): KubernetesSchemas {
  const minor = minorOf(kubeVersion);
  const types = typesOf(minor);
  const custom = customKinds(crds);
  const known = rememberedFor(`${minor} ${crds.map((crd) => numberOf(crd)).join(' ')}`);
  return {
    check(object) {
      let verdicts = known.get(object.hash);
      if (verdicts === undefined) {
        verdicts = judge(object, types, minor, custom);
        if (known.size >= mostRemembered) known.clear();
        known.set(object.hash, verdicts);
      }
      // The same text may come from several templates.
      return verdicts.map((verdict) => ('notChecked' in verdict ? verdict : { ...verdict, object }));
    },
  };
}

function rememberedFor(key: string): Map<string, readonly SchemaVerdict[]> {
  const before = remembered.get(key) ?? new Map<string, readonly SchemaVerdict[]>();
  if (remembered.size >= 50) remembered.clear();
  remembered.set(key, before);
  return before;
}

const numbers = new WeakMap<object, number>();
let last = 0;

/** Which definitions those are: data that is shared in memory has one number. */
function numberOf(crd: Data): number {
  if (typeof crd !== 'object' || crd === null) return 0;
  const number = numbers.get(crd) ?? (last += 1);
  numbers.set(crd, number);
  return number;
}

function judge(object: RenderedObject, types: Types, minor: number, custom: CustomKinds): SchemaVerdict[] {
  const faults = new Faults();
  for (const path of object.duplicateKeys) {
    const key = String(path.at(-1) ?? '');
    const message = `key ${shown(key)} stands twice; the last one counts, and strict validation refuses it`;
    faults.add({ id: 'schema/duplicate-key', path, message, hint: 'Remove one of them.' });
  }
  const unknown = walk(object.manifest, [], { types, minor, custom, faults });
  return [
    ...faults.all.map((fault): SchemaVerdict => ({ ...fault })),
    ...unknown.map((missing): SchemaVerdict => ({ id: 'schema/unknown-kind', notChecked: missing })),
  ];
}

interface Context {
  readonly types: Types;
  readonly minor: number;
  readonly custom: CustomKinds;
  readonly faults: Faults;
}

/** Gives what is missing to judge it. */
function walk(data: Data, path: DataPath, context: Context): string[] {
  const { types, minor, custom, faults } = context;
  const add = (fault: Fault): void => faults.add({ ...fault, path: [...path, ...fault.path] });
  if (!isMap(data)) {
    add(noObject([], 'is no map'));
    return [];
  }
  const apiVersion = textAt(data, 'apiVersion') ?? '';
  const kind = textAt(data, 'kind') ?? '';
  identityFaults(data).forEach(add);
  if (apiVersion === '' || kind === '') return [];
  const meaning = meaningOf({ apiVersion, kind }, types, minor, custom);
  switch (meaning.is) {
    case 'list':
      return path.length > 0
        ? []
        : listAt(data, 'items').flatMap((item, index) => walk(item, ['items', index], context));
    case 'unknown':
      return [meaning.missing];
    case 'wrong':
      add(meaning.fault);
      return [];
    case 'custom':
      new StructuralWalk(types, faults, path, meaning.advice).root(meaning.schema, data);
      return [];
    case 'built-in':
      if (meaning.deprecated !== null) add(meaning.deprecated);
      new TypedWalk(types, faults, path).visit(meaning.shape, data);
      return [];
  }
}

/** Helm needs these of every manifest; it does not know `generateName`. */
function identityFaults(data: DataMap): Fault[] {
  const faults = ['apiVersion', 'kind']
    .filter((field) => (textAt(data, field) ?? '') === '')
    .map((field) => noObject([], `${field} is missing`));
  const isList = textAt(data, 'kind') === 'List';
  const name = at(data, 'metadata', 'name');
  if (!isList && (name ?? '') === '') faults.push(noObject(['metadata'], 'metadata.name is missing'));
  return faults;
}

const noObject = (path: DataPath, message: string): Fault => ({
  id: 'schema/no-object',
  path,
  message,
  hint: 'Look at the template: an `if` or `range` around it may print half of the object, or a value is empty.',
});
