/**
 * Custom objects, validated with the `openAPIV3Schema` of their definition as the API server does it: unknown fields are refused, as
 * under strict validation; defaults count as set; null is refused where it is not `nullable`. CEL rules are not evaluated.
 */
import { isMap, type Data, type DataMap } from '../../kubernetes/data.ts';
import { suggestion } from '../../stack/nearest.ts';
import { found, listed } from '../../stack/wording.ts';
import type { Types } from './bundled.ts';
import { Faults, type Fault } from './fault.ts';
import { formatProblem } from './formats.ts';
import { matches } from './pattern.ts';
import { missing } from './server-rules/check.ts';
import { TypedWalk } from './typed.ts';

/** Schemas come from users too: one that nests deeper, or refers to itself as data cannot, is cut off with an error. */
const deepest = 200;

const metadataShape = '#apimachinery.pkg.apis.meta.v1.ObjectMeta';

export class StructuralWalk {
  readonly #types: Types;
  readonly #faults: Faults;
  readonly #path: (string | number)[];

  constructor(types: Types, faults: Faults, path: readonly (string | number)[] = []) {
    this.#types = types;
    this.#faults = faults;
    this.#path = [...path];
  }

  /** The object itself. */
  root(schema: DataMap, object: DataMap): void {
    this.#map({ ...schema, 'x-kubernetes-embedded-resource': true }, object);
    this.#constraints(schema, object);
  }

  #visit(schema: DataMap, data: Data): void {
    if (this.#faults.isFull) return;
    if (this.#path.length > deepest) {
      this.#fault('schema/value', `nested more than ${deepest} levels deep`, 'Nest less.');
      return;
    }
    if (data === null && (schema['nullable'] === true || schema['default'] !== undefined)) return;
    const wrong = typeProblem(schema, data);
    if (wrong !== null) {
      this.#fault(
        'schema/type',
        wrong,
        data === null ? 'Give a value, or leave the field out.' : 'Correct the value.',
      );
      return;
    }
    if (isMap(data)) this.#map(schema, data);
    else if (Array.isArray(data)) this.#list(schema, data);
    this.#constraints(schema, data);
  }

  #map(schema: DataMap, data: DataMap): void {
    const properties = child(schema, 'properties');
    const values = schema['additionalProperties'];
    const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
    const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || values === true;
    for (const [key, value] of Object.entries(data)) {
      const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
      this.#path.push(key);
      if (isEmbedded && ['apiVersion', 'kind', 'metadata'].includes(key)) {
        const shape = key === 'metadata' ? metadataShape : 'string';
        new TypedWalk(this.#types, this.#faults, this.#path).visit(shape, value);
      } else if (isMap(property)) this.#visit(property, value);
      else if (isMap(values)) this.#visit(values, value);
      else if (!isOpen) {
        const names = [...Object.keys(properties), ...(isEmbedded ? ['apiVersion', 'kind', 'metadata'] : [])];
        const message = `unknown field "${key}"${suggestion(key, names)}`;
        this.#fault('schema/unknown-field', message, 'Correct the name or the indentation, or remove it.');
      }
      this.#path.pop();
      if (this.#faults.isFull) return;
    }
  }

  #list(schema: DataMap, data: readonly Data[]): void {
    const items = schema['items'];
    if (isMap(items)) {
      for (const [index, item] of data.entries()) {
        this.#path.push(index);
        this.#visit(items, item);
        this.#path.pop();
        if (this.#faults.isFull) return;
      }
    }
    const type = schema['x-kubernetes-list-type'];
    const keys = type === 'map' ? names(schema['x-kubernetes-list-map-keys']) : [];
    if (type !== 'set' && type !== 'map' && schema['uniqueItems'] !== true) return;
    const known = new Set<string>();
    for (const [index, item] of data.entries()) {
      const values = keys.map((key) => (isMap(item) ? (item[key] ?? defaultOf(items, key)) : null));
      const identity = JSON.stringify(type === 'map' ? values : item);
      if (known.has(identity)) {
        this.#path.push(index);
        const what = type === 'map' ? keys.map((key) => `"${key}"`).join(', ') : 'value';
        this.#fault('schema/duplicate-item', `an item before has the same ${what}`, 'Keep one of them.');
        this.#path.pop();
      }
      known.add(identity);
    }
  }

  /** What a schema says beyond type and fields; inside of `allOf` and the like it is all that counts. */
  #constraints(schema: DataMap, data: Data): void {
    for (const { message, hint } of problemsOf(schema, data)) this.#fault('schema/value', message, hint);
    if (isMap(data)) {
      const properties = child(schema, 'properties');
      for (const field of names(schema['required'])) {
        const isSet = Object.hasOwn(data, field) || child(properties, field)['default'] !== undefined;
        if (!isSet) this.#faults.add({ ...missing(field, undefined), path: [...this.#path] });
      }
    }
    for (const each of schemas(schema['allOf'])) this.#constraintsBelow(each, data);
    this.#oneOf('anyOf', schema, data);
    this.#oneOf('oneOf', schema, data);
    const not = schema['not'];
    if (isMap(not) && this.#fits(not, data))
      this.#fault('schema/value', 'is what the definition rules out ("not")', 'See the definition.');
  }

  /** A branch says what it wants of fields; their types were judged before. */
  #constraintsBelow(schema: DataMap, data: Data): void {
    const wrong = data === null ? null : typeProblem(schema, data);
    if (wrong !== null) this.#fault('schema/type', wrong, 'Correct the value.');
    this.#constraints(schema, data);
    const below = (key: string | number, inner: Data | undefined, value: Data): void => {
      if (!isMap(inner) || this.#path.length > deepest) return;
      this.#path.push(key);
      this.#constraintsBelow(inner, value);
      this.#path.pop();
    };
    if (isMap(data)) {
      const properties = child(schema, 'properties');
      for (const [key, value] of Object.entries(data))
        below(key, Object.hasOwn(properties, key) ? properties[key] : schema['additionalProperties'], value);
    } else if (Array.isArray(data)) {
      for (const [index, item] of (data as readonly Data[]).entries()) below(index, schema['items'], item);
    }
  }

  #fits(schema: DataMap, data: Data): boolean {
    const faults = new Faults();
    new StructuralWalk(this.#types, faults, this.#path).#constraintsBelow(schema, data);
    return faults.all.length === 0;
  }

  #oneOf(word: 'anyOf' | 'oneOf', schema: DataMap, data: Data): void {
    const branches = schemas(schema[word]);
    if (branches.length === 0) return;
    const fitting = branches.filter((branch) => this.#fits(branch, data)).length;
    if (fitting === 0) {
      const wanted = branches
        .map((branch) => names(branch['required']).join('+'))
        .filter((text) => text !== '');
      const fields = wanted.length === branches.length ? `: it needs ${listed(wanted)}` : '';
      this.#fault(
        'schema/value',
        `fits none of the ${branches.length} forms that are allowed${fields}`,
        'Use one of the forms.',
      );
    } else if (fitting > 1 && word === 'oneOf') {
      this.#fault(
        'schema/value',
        `fits ${fitting} forms of which exactly one is allowed`,
        'Keep one of them.',
      );
    }
  }

  #fault(id: Fault['id'], message: string, hint: string): void {
    this.#faults.add({ id, path: [...this.#path], message, hint });
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
};

function typeProblem(schema: DataMap, data: Data): string | null {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return typeof data === 'string' || Number.isInteger(data)
      ? null
      : `expected a whole number or text, found ${found(data, false)}`;
  }
  const type = schema['type'];
  if (typeof type !== 'string' || isOf(type, data)) {
    return data === null && schema['x-kubernetes-preserve-unknown-fields'] !== true && type !== undefined
      ? `expected ${typeNames[String(type)] ?? 'a value'}, found nothing`
      : null;
  }
  return `expected ${typeNames[type] ?? type}, found ${typeof data === 'number' ? 'a number with a fraction'.slice(0, type === 'integer' ? undefined : 8) : found(data, false)}`;
}

function isOf(type: string, data: Data): boolean {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'number':
      return typeof data === type;
    case 'integer':
      return Number.isInteger(data);
    case 'array':
      return Array.isArray(data);
    case 'object':
      return isMap(data);
    default:
      return true;
  }
}

/** What one value breaks by itself. Its text is not shown: custom objects may hold secrets. */
function* problemsOf(schema: DataMap, data: Data): Iterable<{ message: string; hint: string }> {
  const number = (key: string): number | null => (typeof schema[key] === 'number' ? schema[key] : null);
  const values = schema['enum'];
  if (Array.isArray(values) && !(data === null && schema['nullable'] === true)) {
    const wanted = JSON.stringify(data);
    const near =
      typeof data === 'string'
        ? suggestion(
            data,
            values.filter((value) => typeof value === 'string'),
          )
        : '';
    if (!values.some((value) => JSON.stringify(value) === wanted))
      yield { message: `expected ${listed(values)}${near}`, hint: 'Use one of these.' };
  }
  const size = sizeOf(data);
  if (size !== null) {
    const [amount, unit, word] = size;
    const least = number(`min${word}`);
    const most = number(`max${word}`);
    if (least !== null && amount < least)
      yield {
        message: `has ${amount} ${unit}; at least ${least} are required`,
        hint: 'Add what is missing.',
      };
    if (most !== null && amount > most)
      yield { message: `has ${amount} ${unit}; at most ${most} are allowed`, hint: 'Make it shorter.' };
  }
  if (typeof data === 'string') {
    const { pattern, format } = schema;
    if (typeof pattern === 'string') {
      const verdict = matches(pattern, data);
      if (verdict === false)
        yield { message: `does not match the pattern ${pattern}`, hint: 'Correct the value.' };
    }
    const problem = typeof format === 'string' ? formatProblem(format, data) : null;
    if (problem !== null) yield { message: problem, hint: 'Correct the value.' };
  }
  if (typeof data === 'number') yield* numberProblems(schema, data);
}

function* numberProblems(schema: DataMap, data: number): Iterable<{ message: string; hint: string }> {
  const { minimum, maximum, multipleOf, format } = schema;
  const hint = 'Correct the number.';
  if (typeof minimum === 'number' && (schema['exclusiveMinimum'] === true ? data <= minimum : data < minimum))
    yield {
      message: `${data} is too small; ${schema['exclusiveMinimum'] === true ? 'more than' : 'at least'} ${minimum} is required`,
      hint,
    };
  if (typeof maximum === 'number' && (schema['exclusiveMaximum'] === true ? data >= maximum : data > maximum))
    yield {
      message: `${data} is too large; ${schema['exclusiveMaximum'] === true ? 'less than' : 'at most'} ${maximum} is allowed`,
      hint,
    };
  if (typeof multipleOf === 'number' && multipleOf > 0 && !Number.isInteger(data / multipleOf))
    yield { message: `${data} is no multiple of ${multipleOf}`, hint };
  if (format === 'int32' && Math.abs(data + 0.5) > 2 ** 31)
    yield { message: `${data} is out of the range of int32`, hint };
}

function sizeOf(data: Data): [amount: number, unit: string, word: string] | null {
  if (typeof data === 'string') return [[...data].length, 'characters', 'Length'];
  if (Array.isArray(data)) return [data.length, 'items', 'Items'];
  return isMap(data) ? [Object.keys(data).length, 'keys', 'Properties'] : null;
}

function child(schema: DataMap, key: string): DataMap {
  const value = Object.hasOwn(schema, key) ? schema[key] : undefined;
  return isMap(value) ? value : {};
}

const names = (data: Data | undefined): string[] =>
  Array.isArray(data) ? data.filter((item) => typeof item === 'string') : [];

const schemas = (data: Data | undefined): DataMap[] => (Array.isArray(data) ? data.filter(isMap) : []);

const defaultOf = (items: Data | undefined, key: string): Data =>
  isMap(items) ? (child(child(items, 'properties'), key)['default'] ?? null) : null;
