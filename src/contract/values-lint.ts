/** Values that nothing in the chart asks for: Helm ignores them without a word. */
import { at, isMap, mapAt, type Data, type DataMap, type DataPath } from '../kubernetes/data.ts';
import type { ChartFacts } from '../render/renderer.ts';
import { nearest } from '../stack/nearest.ts';
import { pathText } from '../stack/problem.ts';
import type { Rule, Violation } from '../systems/rule.ts';

type ValuesRule = Omit<Rule, 'check'>;

export const unknownKey: ValuesRule = {
  id: 'values/unknown-key',
  title: 'Every value that is set is one that the chart knows',
  why: 'Helm ignores a key that no template reads: a slip of the hand leaves the default in force, and nobody is told. Known is what values.yaml has, what values.schema.json describes and what some template reads.',
  severity: 'error',
};

export const neverRead: ValuesRule = {
  id: 'values/never-read',
  title: 'Every value that is set is read by some template',
  why: 'The chart lists the value and does nothing with it: what it seems to say does not happen.',
  severity: 'warning',
};

export interface ValuesVerdict {
  readonly rule: ValuesRule;
  readonly violation: Violation;
}

type Facts = Pick<ChartFacts, 'name' | 'values' | 'reads' | 'schema'>;

/** Of values as they are given over the chart's own. Where the renderer cannot tell what is read, only what values.yaml and the schema have is known. */
export function lintValues(given: DataMap, facts: Facts): ValuesVerdict[] {
  const reads = new Reads(facts.reads ?? []);
  const verdicts: ValuesVerdict[] = [];
  const visit = (value: Data, path: readonly string[]): void => {
    if (path.length > 0) {
      const isDefault = hasDefault(facts.values, path) || isDescribed(facts.schema, path);
      const isRead = facts.reads === null || reads.covers(path);
      if (!isDefault && !reads.covers(path)) {
        verdicts.push({ rule: unknownKey, violation: unknown(path, facts, reads) });
        return;
      }
      if (reads.takes(path) || isFree(facts.values, path)) {
        if (!isRead) verdicts.push({ rule: neverRead, violation: unread(path, facts) });
        return;
      }
      if (!isMap(value) && !isRead) verdicts.push({ rule: neverRead, violation: unread(path, facts) });
    }
    if (!isMap(value)) return;
    for (const [key, below] of Object.entries(value)) {
      if (path.length > 0 || key !== 'global') visit(below, [...path, key]);
    }
  };
  visit(given, []);
  return verdicts;
}

/** Paths that templates read, by their first step. */
class Reads {
  readonly #byFirst: ReadonlyMap<string | undefined, readonly (readonly string[])[]>;

  constructor(paths: readonly (readonly string[])[]) {
    this.#byFirst = Map.groupBy(paths, ([first]) => first);
  }

  /** A template reads it, something in it, or what holds it. */
  covers(path: readonly string[]): boolean {
    return this.#all(path).some((read) => isStartOf(read, path) || isStartOf(path, read));
  }

  /** A template takes it as a whole, with whatever is in it. */
  takes(path: readonly string[]): boolean {
    return this.#all(path).some((read) => isStartOf(read, path));
  }

  /** Keys that are read beside the last one of `path`. */
  beside(path: readonly string[]): string[] {
    const above = path.slice(0, -1);
    const all = above.length === 0 ? [...this.#byFirst.values()].flat() : this.#all(path);
    return all.filter((read) => isStartOf(above, read)).flatMap((read) => read[above.length] ?? []);
  }

  #all([first]: readonly string[]): readonly (readonly string[])[] {
    return this.#byFirst.get(first) ?? [];
  }
}

const isStartOf = (start: readonly string[], path: readonly string[]): boolean =>
  start.length > 0 && start.length <= path.length && start.every((step, index) => path[index] === step);

const hasDefault = (defaults: Data, path: DataPath): boolean =>
  at(defaults, ...path) !== undefined || isBelowFree(defaults, path);

/** An empty map, list or nothing as the default: what comes there is the user's. */
function isFree(defaults: Data, path: DataPath): boolean {
  const value = at(defaults, ...path);
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

const isBelowFree = (defaults: Data, path: DataPath): boolean =>
  path.some((_, index) => index > 0 && isFree(defaults, path.slice(0, index)));

/** Follows `properties` and what may stand beside them; a `$ref` or a combination may describe anything. */
function isDescribed(schema: Data, path: readonly string[]): boolean {
  let here: Data | undefined = schema;
  for (const step of path) {
    if (!isMap(here)) return false;
    const property: Data | undefined = mapAt(here, 'properties')[step];
    if (property !== undefined) here = property;
    else
      return (
        ['$ref', 'allOf', 'anyOf', 'oneOf', 'patternProperties'].some(
          (word) => at(here, word) !== undefined,
        ) || isMap(at(here, 'additionalProperties'))
      );
  }
  return isMap(here) || here === true;
}

function unknown(path: readonly string[], facts: Facts, reads: Reads): Violation {
  const last = path.at(-1) ?? '';
  const neighbours = new Set([
    ...Object.keys(mapAt(facts.values, ...path.slice(0, -1))),
    ...reads.beside(path),
  ]);
  const meant = nearest(last, neighbours);
  const text = pathText(path);
  return {
    value: path,
    message: `chart ${facts.name} knows no value ${text}: no default, schema or template mentions it`,
    hint: meant === null ? 'Remove it.' : `Did you mean ${pathText([...path.slice(0, -1), meant])}?`,
    // A template that passes all values on may read any of them.
    ...(facts.reads?.some((read) => read.length === 0) === true && { severity: 'warning' }),
  };
}

const unread = (path: readonly string[], { name }: Facts): Violation => ({
  value: path,
  message: `${pathText(path)} is set, and no template of chart ${name} reads it`,
  hint: 'Remove it, or ask the authors of the chart.',
});
