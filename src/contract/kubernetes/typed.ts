/** Kinds of Kubernetes' own API, decoded strictly as the API server does it, and validated as far as it needs no cluster. */
import { isMap, type Data, type DataMap } from '../../kubernetes/data.ts';
import { suggestion } from '../../stack/nearest.ts';
import { found, listed } from '../../stack/wording.ts';
import type { Types } from './bundled.ts';
import type { Fault, Faults } from './fault.ts';
import { misfit, shown } from './scalars.ts';
import { missing } from './server-rules/check.ts';
import { serverRules } from './server-rules/index.ts';
import { isEmpty } from './server-rules/rule.ts';
import {
  isReference,
  type Enumeration,
  type Fields,
  type List,
  type Reference,
  type Shape,
} from './shape.ts';

/** Deeper data is refused: only CustomResourceDefinitions nest without end, and none needs this. */
const deepest = 200;

/** One walk through one object. `path` is changed on the way: copy it to keep it. */
export class TypedWalk {
  readonly #types: Types;
  readonly #faults: Faults;
  readonly #path: (string | number)[] = [];

  constructor(types: Types, faults: Faults, path: readonly (string | number)[] = []) {
    this.#types = types;
    this.#faults = faults;
    this.#path.push(...path);
  }

  visit(shape: Shape, data: Data): void {
    if (data === null || this.#faults.isFull) return; // a field that is null is a field that is not there
    if (typeof shape !== 'string') {
      if ('fields' in shape) this.#fields(shape, data, null);
      else if ('list' in shape) this.#list(shape, data);
      else if ('map' in shape) this.#map(shape.map, data);
      else this.#enumeration(shape, data);
    } else if (isReference(shape)) {
      const definition = this.#types.definition(shape);
      if (typeof definition === 'object' && 'fields' in definition) this.#fields(definition, data, shape);
      else this.visit(definition, data);
    } else {
      const wrong = misfit(shape, data);
      if (wrong !== null)
        this.#fault(`schema/${wrong.kind}`, wrong.message, typeHints[shape] ?? 'Correct the value.');
    }
  }

  #fields(shape: Fields, data: Data, definition: Reference | null): void {
    if (!isMap(data)) {
      this.#fault(
        'schema/type',
        `expected a map, found ${found(data, false)}`,
        'Give the fields of this object.',
      );
      return;
    }
    if (this.#path.length > deepest) {
      this.#fault('schema/value', `nested more than ${deepest} levels deep`, 'Nest less.');
      return;
    }
    for (const key of Object.keys(data)) {
      const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
      this.#path.push(key);
      if (field === undefined) {
        this.#fault(
          'schema/unknown-field',
          `unknown field "${key}"${suggestion(key, Object.keys(shape.fields))}`,
          'Correct the name or the indentation, or remove it.',
        );
      } else this.visit(field, data[key] ?? null);
      this.#path.pop();
      if (this.#faults.isFull) return;
    }
    this.#required(shape, data, definition);
  }

  #required({ required = [] }: Fields, data: DataMap, definition: Reference | null): void {
    const rule = definition === null ? undefined : serverRules.get(definition);
    if (rule?.emptyIsNone === true && isEmpty(data)) return;
    for (const field of required) {
      if (isEmpty(data[field]) && rule?.apart.includes(field) !== true)
        this.#add(missing(field, data[field]));
    }
    rule?.check(data, this.#report);
  }

  #add(fault: Fault): void {
    this.#faults.add({ ...fault, path: [...this.#path, ...fault.path] });
  }

  readonly #report = (fault: Fault): void => this.#add(fault);

  #list({ list }: List, data: Data): void {
    if (!Array.isArray(data)) {
      this.#fault('schema/type', `expected a list, found ${found(data, false)}`, 'Write it as a list.');
      return;
    }
    for (const [index, item] of (data as readonly Data[]).entries()) {
      this.#path.push(index);
      // The server decodes null to an item of which nothing is set.
      this.visit(list, item === null && this.#isMap(list) ? {} : item);
      this.#path.pop();
      if (this.#faults.isFull) return;
    }
  }

  #map(shape: Shape, data: Data): void {
    if (!isMap(data)) {
      this.#fault('schema/type', `expected a map, found ${found(data, false)}`, 'Write it as a map.');
      return;
    }
    for (const key of Object.keys(data)) {
      this.#path.push(key);
      this.visit(shape, data[key] ?? null);
      this.#path.pop();
      if (this.#faults.isFull) return;
    }
  }

  #enumeration({ enum: values }: Enumeration, data: Data): void {
    if (typeof data !== 'string') {
      this.#fault(
        'schema/type',
        `expected ${listed(values)}, found ${found(data, false)}`,
        `Use one of these.`,
      );
    } else if (!values.includes(data) && (data !== '' || typeof this.#path.at(-1) === 'number')) {
      // An empty field takes its default; an empty item is one.
      const message = `expected ${listed(values)}, found ${shown(data)}${suggestion(data, values)}`;
      this.#fault('schema/value', message, 'Use one of these.');
    }
  }

  #isMap(shape: Shape): boolean {
    if (typeof shape === 'object') return 'fields' in shape;
    return isReference(shape) && this.#isMap(this.#types.definition(shape));
  }

  #fault(id: Fault['id'], message: string, hint: string): void {
    this.#faults.add({ id, path: [...this.#path], message, hint });
  }
}

const typeHints: Readonly<Record<string, string>> = {
  string: 'Put it in quotes: `| quote` in the template.',
  boolean: 'Leave the quotes off.',
  number: 'Leave the quotes off.',
  int32: 'Give a whole number, without quotes.',
  int64: 'Give a whole number, without quotes.',
  bytes: 'Encode it: `| b64enc` in the template, or use stringData for text as it is.',
};
