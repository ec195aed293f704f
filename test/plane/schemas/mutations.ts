/** One change at a time to a good object, at every place of it: what charts get wrong, and what they do without harm. */
import type { Types } from '../../../src/contract/kubernetes/bundled.ts';
import { isReference, type Scalar, type Shape } from '../../../src/contract/kubernetes/shape.ts';
import { at, isMap, textAt, type Data, type DataMap, type DataPath } from '../../../src/kubernetes/data.ts';

export interface Mutation {
  /** `core.v1.Probe.periodSeconds: "1"` */
  readonly what: string;
  /** Whether decoding alone decides: a type, or a field that nobody knows. */
  readonly isDecoding: boolean;
  readonly object: DataMap;
}

const nothing = Symbol('nothing');
type Change = readonly [name: string, value: Data | typeof nothing, isDecoding?: true];

/** Every change to a definition's field is made once: `seen` holds those of the objects before. */
export function* mutations(object: DataMap, types: Types, seen: Set<string>): Iterable<Mutation> {
  const id = `${textAt(object, 'apiVersion')}/${textAt(object, 'kind')}`;

  function* visit(given: Shape, path: DataPath, label: string): Iterable<Mutation> {
    const { shape, name } = resolved(given, types);
    const data = at(object, ...path) ?? null;
    for (const [what, value, isDecoding = false] of changesTo(shape, data, path)) {
      const key = `${label}: ${what}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield { what: key, isDecoding, object: edited(object, path, value) as DataMap };
    }
    if (typeof shape === 'string') return;
    if ('fields' in shape) {
      for (const field of Object.keys(isMap(data) ? data : {})) {
        const inner = shape.fields[field];
        const isIdentity = path.length === 0 && ['apiVersion', 'kind'].includes(field); // the URL says it too
        if (inner !== undefined && !isIdentity) yield* visit(inner, [...path, field], `${name ?? label}.${field}`);
      }
    } else if ('list' in shape && Array.isArray(data)) {
      for (const index of data.keys()) yield* visit(shape.list, [...path, index], `${label}[]`);
    } else if ('map' in shape) {
      for (const key of Object.keys(isMap(data) ? data : {}))
        yield* visit(shape.map, [...path, key], `${label}{}`);
    }
  }
  yield* visit(types.kind(id) ?? 'any', [], id);
}

function resolved(shape: Shape, types: Types): { shape: Shape; name: string | null } {
  if (typeof shape !== 'string' || !isReference(shape)) return { shape, name: null };
  return { shape: resolved(types.definition(shape), types).shape, name: shape.slice(1) };
}

/** What the server's decoder takes, and what it does not. */
const scalars: Readonly<Record<Scalar, { readonly good?: readonly Data[]; readonly bad?: readonly Data[] }>> = {
  string: { good: [''], bad: [123, true, {}] },
  boolean: { bad: ['true', 1] },
  int32: { bad: ['1', 1.5, 2 ** 31, {}] },
  int64: { bad: ['1', 1.5] },
  number: { bad: ['1'] },
  quantity: { good: [5, 0.5, ' 1', '1Ki ', '1e3', '.5', '5.', '+1'], bad: ['abc', '', true, {}] },
  time: { good: ['2024-01-01T00:00:00Z'], bad: ['yesterday', '', 5, '2024-01-01', '2024-02-30T00:00:00Z'] },
  bytes: { good: ['YQ==\n', ''], bad: ['###', 'YQ', 5] },
  'int-or-string': { bad: [1.5, true, 2 ** 31, {}] },
  object: { bad: ['x', []] },
  any: {},
};

function* changesTo(shape: Shape, data: Data, path: DataPath): Iterable<Change> {
  if (typeof shape === 'string') {
    const { good = [], bad = [] } = scalars[shape as Scalar];
    for (const value of good) yield [JSON.stringify(value), value];
    for (const value of bad) yield [JSON.stringify(value), value, true];
  } else if ('enum' in shape) {
    yield ['5', 5, true];
    for (const value of ['Bogus', '', textOf(data).toLowerCase(), ...shape.enum]) yield [`"${value}"`, value];
  } else if ('list' in shape) {
    const items = Array.isArray(data) ? (data as readonly Data[]) : [];
    yield ['{}', {}, true];
    yield ['"x"', 'x', true];
    yield ['[]', []];
    yield ['one item twice', [...items, items[0] ?? null]];
    yield ['with null', [...items, null]];
  } else if ('map' in shape) {
    yield ['[]', [], true];
    yield ['"x"', 'x', true];
    yield ['{}', {}];
    yield ['with null', { ...(isMap(data) ? data : {}), [Object.keys(isMap(data) ? data : {})[0] ?? 'x']: null }];
  } else {
    if (path.length > 0) {
      yield ['[]', [], true];
      yield ['"x"', 'x', true];
      yield ['{}', {}];
    }
    yield ['unknown field', { ...(isMap(data) ? data : {}), zzz: 1 }, true];
  }
  if (path.length > 0) {
    yield ['null', null];
    yield ['left out', nothing];
  }
}

const textOf = (data: Data): string => (typeof data === 'string' ? data : '');

/** A copy with another value at the path. */
function edited(data: Data, path: DataPath, value: Data | typeof nothing): Data {
  const [step, ...rest] = path;
  if (step === undefined) return value === nothing ? null : value;
  const remove = rest.length === 0 && value === nothing;
  if (Array.isArray(data)) {
    const items = data as readonly Data[];
    return remove
      ? items.filter((_, index) => index !== step)
      : items.map((item, index) => (index === step ? edited(item, rest, value) : item));
  }
  const map = isMap(data) ? data : {};
  if (!remove) return { ...map, [step]: edited(map[step] ?? null, rest, value) };
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== step));
}

/** A copy with other values at paths such as `spec.ports.0.name`; `undefined` removes. */
export const withChanges = (object: DataMap, changes: Readonly<Record<string, Data | undefined>>): DataMap =>
  Object.entries(changes).reduce<DataMap>((result, [path, value]) => {
    const steps = path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    return edited(result, steps, value === undefined ? nothing : value) as DataMap;
  }, object);
