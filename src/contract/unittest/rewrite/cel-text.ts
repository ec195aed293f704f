/** Expressions of CEL as text: constants, fields, and what holds for everything that a path matches. */
import { isMap, type Data } from '../../../kubernetes/data.ts';
import { caseVariables, objectVariables } from '../../cel/variables.ts';
import type { Condition, Step } from './path.ts';

/** What paths start at. `o`: a variable of a macro; `object`: that of a rule, whose fields have names of their own. */
export type Root = 'object' | 'o';

export const textOf = (text: string): string => JSON.stringify(text);

export function constantOf(data: Data): string {
  if (typeof data === 'string') return textOf(data);
  if (Array.isArray(data)) return `[${data.map(constantOf).join(', ')}]`;
  if (isMap(data)) {
    const entries = Object.entries(data).map(([key, value]) => `${textOf(key)}: ${constantOf(value)}`);
    return `{${entries.join(', ')}}`;
  }
  const text = JSON.stringify(data);
  // Whole numbers that are too large for the data that rules see are fractions there.
  return typeof data === 'number' && !Number.isSafeInteger(data) && !/[.e]/.test(text) ? `${text}.0` : text;
}

const isWord = (key: string): boolean =>
  /^[A-Za-z_]\w*$/.test(key) && !['in', 'true', 'false', 'null'].includes(key);

export const fieldOf = (base: string, key: string): string =>
  isWord(key) ? `${base}.${key}` : `${base}[${textOf(key)}]`;

/** Whether a field is there and not null. */
export const hasField = (base: string, key: string): string =>
  isWord(key) ? `has(${base}.${key})` : `${textOf(key)} in ${base}`;

const variableOf = (root: Root, key: string): string =>
  root === 'object' && objectVariables.has(key) && !caseVariables.has(key) && key !== 'template'
    ? key
    : fieldOf(root, key);

/** One single value: what stands at the steps. Throws for `each`, which has many. */
export function valueAt(base: string, steps: readonly Step[], root?: Root): string {
  return steps.reduce((text, step, index) => {
    if (step.kind === 'each') throw new Error('a path to many values was read as one');
    if (step.kind === 'index') return `${text}[${step.index}]`;
    return index === 0 && root !== undefined ? variableOf(root, step.key) : fieldOf(text, step.key);
  }, base);
}

/** True if the steps lead to something, and never an error; '' without steps. */
export function presence(base: string, steps: readonly Step[], root?: Root, depth = 0): string {
  const parts: string[] = [];
  let text = base;
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'each') {
      const item = itemName(depth);
      const chosen = both(
        fits(item, step.where),
        presence(item, steps.slice(index + 1), undefined, depth + 1),
      );
      parts.push(chosen === '' ? `${text}.size() > 0` : `${text}.exists(${item}, ${chosen})`);
      break;
    }
    if (step.kind === 'index') {
      parts.push(`${text}.size() > ${step.index}`);
      text = `${text}[${step.index}]`;
      continue;
    }
    const next = steps[index + 1];
    const isRoot = index === 0 && root !== undefined;
    const variable = isRoot ? variableOf(root, step.key) : fieldOf(text, step.key);
    // `has(spec.replicas)` is false without a spec.
    const isTold = isRoot && variable === step.key && next?.kind === 'key' && isWord(next.key);
    if (!isTold) parts.push(hasField(text, step.key));
    text = variable;
  }
  return parts.join(' && ');
}

/** True if the steps match something, and `condition` holds for all that they match. An error where nothing is on the way. */
export function everyValue(
  base: string,
  steps: readonly Step[],
  condition: (value: string) => string,
  root?: Root,
  depth = 0,
): string {
  const index = steps.findIndex(({ kind }) => kind === 'each');
  const each = steps[index];
  if (each?.kind !== 'each') return condition(valueAt(base, steps, root));
  const list = valueAt(base, steps.slice(0, index), root);
  const item = itemName(depth);
  const rest = steps.slice(index + 1);
  const chosen = both(fits(item, each.where), presence(item, rest, undefined, depth + 1));
  const inner = everyValue(item, rest, condition, undefined, depth + 1);
  return chosen === ''
    ? `${list}.size() > 0 && ${list}.all(${item}, ${inner})`
    : `${list}.exists(${item}, ${chosen}) && ${list}.all(${item}, !(${chosen}) || (${inner}))`;
}

const itemName = (depth: number): string => (depth === 0 ? 'item' : `item${depth + 1}`);

const fits = (item: string, where: readonly Condition[]): string =>
  where
    .map(({ keys, value }) => {
      const steps = keys.map((key): Step => ({ kind: 'key', key }));
      const isThere = presence(item, steps);
      return value === undefined ? isThere : `${isThere} && ${valueAt(item, steps)} == ${constantOf(value)}`;
    })
    .join(' && ');

const both = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' && ');
