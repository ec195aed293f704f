/** Asks the server's rules of one definition. */
import { at, isMap, listAt, numberAt, type Data, type DataMap } from '../../../kubernetes/data.ts';
import { listed } from '../../../stack/wording.ts';
import { shown } from '../scalars.ts';
import type { Fault } from '../fault.ts';
import { isEmpty, type ServerRule, type Unique } from './rule.ts';

export function* broken(rule: ServerRule, data: DataMap): Iterable<Fault> {
  for (const field of rule.filled ?? []) {
    if (isEmpty(data[field])) yield missing(field, data[field]);
  }
  yield* choice(rule, data);
  for (const unique of rule.unique ?? []) yield* repeated(unique, data);
  for (const [field, [least, most]] of Object.entries(rule.ranges ?? {})) {
    const value = numberAt(data, field);
    if (value === undefined || (value >= least && value <= most)) continue;
    const range = most === Infinity ? `at least ${least}` : `${least} to ${most}`;
    yield {
      id: 'schema/value',
      path: [field],
      message: `${field} is ${value}; it takes ${range}`,
      hint: `Set it to ${range}.`,
    };
  }
  for (const found of rule.check?.(data) ?? []) yield { id: 'schema/value', ...found };
}

export const missing = (field: string, found: Data | undefined): Fault => ({
  id: 'schema/required',
  path: found === undefined ? [] : [field],
  message: `required field "${field}" is ${found === undefined ? 'missing' : found === null ? 'null' : 'empty'}`,
  hint: `Set "${field}".`,
});

/** An empty map counts as there: `emptyDir: {}`. */
function* choice({ oneOf }: ServerRule, data: DataMap): Iterable<Fault> {
  if (oneOf === undefined) return;
  const chosen = oneOf.fields.filter((field) => (data[field] ?? null) !== null);
  if (chosen.length === 0 && oneOf.orNone !== true) {
    const message = `has none of ${listed(oneOf.fields)}; exactly one is required`;
    yield { id: 'schema/required', path: [], message, hint: 'Set one of them.' };
  }
  if (chosen.length > 1) {
    const message = `has ${chosen.map((field) => `"${field}"`).join(' and ')}; only one of them is allowed`;
    yield { id: 'schema/value', path: [], message, hint: 'Keep one of them.' };
  }
}

function* repeated({ list, by, otherwise = {}, severity }: Unique, data: DataMap): Iterable<Fault> {
  const known = new Set<string>();
  for (const [index, item] of listAt(data, list).entries()) {
    const values = by.length === 0 ? [item] : by.map((field) => at(item, field) ?? otherwise[field] ?? '');
    if (values.every((value) => value === '') || (by.length > 0 && !isMap(item))) continue;
    const identity = JSON.stringify(values);
    if (!known.has(identity)) {
      known.add(identity);
      continue;
    }
    const names = values.map((value, position) => {
      const text = typeof value === 'string' || typeof value === 'number' ? shown(value) : 'the same';
      return by[position] === undefined ? text : `${by[position]} ${text}`;
    });
    yield {
      id: 'schema/duplicate-item',
      path: [list, index],
      message: `${names.join(', ')} stands twice in ${list}`,
      hint: 'Keep one of them: often a template writes it, and a value adds it again.',
      ...(severity !== undefined && { severity }),
    };
  }
}
