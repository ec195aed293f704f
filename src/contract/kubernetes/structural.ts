/**
 * Custom objects, validated with the `openAPIV3Schema` of their definition as the API server does it: unknown fields are refused, as under strict validation; defaults count as set; null is refused where it is not `nullable`. CEL rules are not evaluated.
 */
import { isMap, type Data, type DataMap } from '../../kubernetes/data.ts';
import { suggestion } from '../../stack/nearest.ts';
import { listed } from '../../stack/wording.ts';
import type { Types } from './bundled.ts';
import { Faults, type Fault } from './fault.ts';
import { child, defaultOf, names, schemas } from './schema-data.ts';
import { typeProblem, valueProblems } from './schema-values.ts';
import { missing } from './server-rules/check.ts';
import { isEmpty } from './server-rules/rule.ts';
import { TypedWalk } from './typed.ts';

/** Schemas come from users too: one that nests deeper, or refers to itself as data cannot, is cut off with an error. */
const deepest = 200;

const metadataShape = '#apimachinery.pkg.apis.meta.v1.ObjectMeta';

export class StructuralWalk {
  readonly #types: Types;
  readonly #faults: Faults;
  readonly #path: (string | number)[];
  /** Ends the hint at an unknown field. */
  readonly #advice: string;

  constructor(types: Types, faults: Faults, path: readonly (string | number)[] = [], advice = '') {
    this.#types = types;
    this.#faults = faults;
    this.#path = [...path];
    this.#advice = advice;
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
    if (data === null && schema['nullable'] === true) {
      this.#constraints(schema, data);
      return;
    }
    const wrong = typeProblem(schema, data);
    if (wrong !== null) {
      this.#fault('schema/type', wrong, 'Correct the value.');
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
    const identity = isEmbedded ? ['apiVersion', 'kind'] : [];
    for (const field of identity.filter((each) => isEmpty(data[each]))) this.#require(field, data);
    for (const [key, value] of Object.entries(data)) {
      const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
      const inner = isMap(property) ? property : values;
      if (value === null && isMap(inner) && inner['nullable'] !== true) continue;
      this.#path.push(key);
      if (isEmbedded && ['apiVersion', 'kind', 'metadata'].includes(key)) {
        const shape = key === 'metadata' ? metadataShape : 'string';
        new TypedWalk(this.#types, this.#faults, this.#path).visit(shape, value);
      } else if (isMap(inner)) this.#visit(inner, value);
      else if (!isOpen) {
        const known = [...Object.keys(properties), ...(isEmbedded ? ['apiVersion', 'kind', 'metadata'] : [])];
        const message = `unknown field "${key}"${suggestion(key, known)}`;
        const hint = `Correct the name or the indentation, or remove it.${this.#advice}`;
        this.#fault('schema/unknown-field', message, hint);
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
    for (const { message, hint } of valueProblems(schema, data)) this.#fault('schema/value', message, hint);
    if (isMap(data)) {
      const properties = child(schema, 'properties');
      for (const field of names(schema['required'])) {
        const property = child(properties, field);
        const isSet = Object.hasOwn(data, field) && (data[field] !== null || property['nullable'] === true);
        if (!isSet && property['default'] === undefined) this.#require(field, data);
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

  #require(field: string, data: DataMap): void {
    const fault = missing(field, data[field]);
    this.#faults.add({ ...fault, path: [...this.#path, ...fault.path] });
  }

  #fault(id: Fault['id'], message: string, hint: string): void {
    this.#faults.add({ id, path: [...this.#path], message, hint });
  }
}
