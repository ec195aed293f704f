/** Asks the server's rules of one definition. They are made ready once, since every object of a release meets dozens of them. */
import { at, isMap, type Data, type DataMap } from '../../../kubernetes/data.ts';
import { listed } from '../../../stack/wording.ts';
import type { Fault } from '../fault.ts';
import { shown } from '../scalars.ts';
import { isEmpty, type ServerRule, type Unique } from './rule.ts';

export type Report = (fault: Fault) => void;
type Check = (data: DataMap, report: Report) => void;

/** All of a rule but `optional` and `emptyIsNone`. */
export function checkOf(rule: ServerRule): Check {
  const { filled = [], unique = [], oneOf, ranges = {}, check } = rule;
  const checks: Check[] = [
    ...filled.map((field): Check => (data, report) => {
      if (isEmpty(data[field])) report(missing(field, data[field]));
    }),
    ...(oneOf === undefined ? [] : [choice(oneOf)]),
    ...unique.map(repeated),
    ...Object.entries(ranges).map(([field, range]) => inRange(field, range)),
  ];
  if (check !== undefined) {
    checks.push((data, report) => {
      for (const found of check(data)) report({ id: 'schema/value', ...found });
    });
  }
  return (data, report) => {
    for (const each of checks) each(data, report);
  };
}

export const missing = (field: string, found: Data | undefined): Fault => ({
  id: 'schema/required',
  path: found === undefined ? [] : [field],
  message: `required field "${field}" is ${found === undefined ? 'missing' : found === null ? 'null' : 'empty'}`,
  hint: `Set "${field}".`,
});

function inRange(field: string, [least, most]: readonly [number, number]): Check {
  const range = most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  return (data, report) => {
    const value = data[field];
    if (typeof value !== 'number' || (value >= least && value <= most)) return;
    const message = `${field} is ${value}; it takes ${range}`;
    report({ id: 'schema/value', path: [field], message, hint: `Set it to ${range}.` });
  };
}

/** An empty map counts as there: `emptyDir: {}`. */
function choice({ fields, orNone = false }: NonNullable<ServerRule['oneOf']>): Check {
  return (data, report) => {
    const chosen = fields.filter((field) => (data[field] ?? null) !== null);
    if (chosen.length === 0 && !orNone) {
      const message = `has none of ${listed(fields)}; exactly one is required`;
      report({ id: 'schema/required', path: [], message, hint: 'Set one of them.' });
    }
    if (chosen.length > 1) {
      const message = `has ${chosen.map((field) => `"${field}"`).join(' and ')}; only one of them is allowed`;
      report({ id: 'schema/value', path: [], message, hint: 'Keep one of them.' });
    }
  };
}

function repeated({ list, by, otherwise = {}, severity }: Unique): Check {
  return (data, report) => {
    const items = data[list];
    if (!Array.isArray(items) || items.length < 2) return;
    const known = new Set<string>();
    for (const [index, item] of (items as readonly Data[]).entries()) {
      const values = by.map((field) => at(item, field) ?? otherwise[field] ?? '');
      if (!isMap(item) || values.every((value) => value === '')) continue;
      const identity = JSON.stringify(values);
      if (known.has(identity)) {
        const names = by.map((field, position) => `${field} ${textOf(values[position])}`).join(', ');
        report({
          id: 'schema/duplicate-item',
          path: [list, index],
          message: `${names} stands twice in ${list}`,
          hint: 'Keep one of them: often a template writes it, and a value adds it again.',
          ...(severity !== undefined && { severity }),
        });
      }
      known.add(identity);
    }
  };
}

const textOf = (value: Data | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? shown(value) : 'of one value';
