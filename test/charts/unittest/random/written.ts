/** YAML of suites, as people write it: data in flow style, and scalars word by word where how they are written counts (`1.0`, `0x1F`, `yes`). */

/** A scalar as it is written. */
export class Written {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Value = Written | string | number | boolean | null | readonly Value[] | Mapping;
export interface Mapping {
  readonly [key: string]: Value | undefined;
}

/** On one line. Keys without a value are left out. */
function flow(value: Value): string {
  if (value instanceof Written) return value.text;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(flow).join(', ')}]`;
  return `{ ${pairs(value)
    .map(([key, each]) => `${JSON.stringify(key)}: ${flow(each)}`)
    .join(', ')} }`;
}

/** A mapping of which each key has its own line; lists of mappings likewise. */
export function block(mapping: Mapping, indent = ''): string {
  return pairs(mapping)
    .map(([key, value]) =>
      isListOfMappings(value)
        ? `${indent}${key}:\n${value.map((each) => item(each, `${indent}  `)).join('')}`
        : `${indent}${key}: ${flow(value)}\n`,
    )
    .join('');
}

const item = (mapping: Mapping, indent: string): string =>
  `${indent}- ${block(mapping, `${indent}  `).slice(indent.length + 2)}`;

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

const isListOfMappings = (value: Value): value is readonly Mapping[] =>
  isList(value) &&
  value.length > 0 &&
  value.every(
    (each) =>
      typeof each === 'object' &&
      each !== null &&
      !isList(each) &&
      !(each instanceof Written) &&
      pairs(each).length > 0,
  );

const pairs = (mapping: Mapping): [string, Value][] =>
  Object.entries(mapping).filter((pair): pair is [string, Value] => pair[1] !== undefined);
