/** The words for what a schema expects and what the file has. */
import { quoted } from './problem.ts';

/** Zod's names for kinds of values, as the reader of a YAML file knows them. */
export function kindName(expected: string): string {
  return kindNames[expected] ?? expected;
}

const kindNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'nothing',
  never: 'nothing',
  undefined: 'nothing',
};

const scalarKinds: ReadonlySet<string> = new Set(['text', 'a number', 'a whole number', 'true or false']);

/** Where a map or a list is expected, text that stands there may have been meant for a secret inside of it. */
export function isScalarKind(kind: string): boolean {
  return scalarKinds.has(kind);
}

/** What the file has: a scalar as it is where `show` allows it, everything else by its kind. */
export function found(value: unknown, show: boolean): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'string') return show ? quoted(value) : 'text';
  if (typeof value === 'number') return show ? String(value) : 'a number';
  if (typeof value === 'boolean') return show ? String(value) : 'true or false';
  return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
}

export function listed(values: readonly unknown[]): string {
  const words = values.map((value) => (typeof value === 'string' ? quoted(value) : String(value)));
  return words.length === 1 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
