/** A stack that a program gives as data, in the form that a stack file has when it is read: what is wrong then has a path, and no line. */
import type { FieldPath } from './desired.ts';
import { dataOf, locate, type DataNode, type MapEntry } from './node.ts';
import { pathText, StackFileError, type Problem } from './problem.ts';
import { yamlLimits } from './yaml-limits.ts';
import type { YamlDocument } from './yaml.ts';

/** `file` of everything that stands in no file. */
const noFile = '';

/** Keys that hold `undefined` are left out, as in JSON. Throws a `StackFileError` with everything that is not plain data. */
export function documentOf(data: unknown): YamlDocument {
  const reader = new Reader();
  const root = reader.read(data, []);
  if (reader.problems.length > 0) throw new StackFileError(reader.problems);
  return {
    file: noFile,
    root,
    value: dataOf(root),
    problemAt: (path, message, part) => ({
      file: noFile,
      ...locate(root, path, part).at,
      path: pathText(path),
      message,
    }),
  };
}

class Reader {
  readonly problems: Problem[] = [];
  /** Also the line of each value: problems are then told in the order in which the data was written. */
  #nodes = 0;

  read(value: unknown, path: FieldPath): DataNode {
    const at = { line: ++this.#nodes, column: 1 };
    if (this.#nodes > yamlLimits.nodes) this.#refuse(path, `more than ${yamlLimits.nodes} values`);
    if (path.length > yamlLimits.depth) {
      this.#refuse(path, `maps and lists are nested more than ${yamlLimits.depth} deep`);
    }
    if (Array.isArray(value)) {
      return { kind: 'list', at, items: value.map((item, index) => this.read(item, [...path, index])) };
    }
    if (isPlainObject(value)) {
      const entries = Object.entries(value).filter(([, item]) => item !== undefined);
      const nodes = entries.map(([key, item]): [string, MapEntry] => [
        key,
        { keyAt: { line: this.#nodes + 1, column: 0 }, node: this.read(item, [...path, key]) },
      ]);
      return { kind: 'map', at, entries: new Map(nodes) };
    }
    const refusal = scalarRefusal(value);
    if (refusal === null) {
      const scalar = value as string | number | boolean | null;
      return { kind: 'scalar', at, value: scalar === 0 ? 0 : scalar }; // JSON has no -0
    }
    this.#add(path, refusal);
    return { kind: 'scalar', at, value: null };
  }

  #add(path: FieldPath, message: string): void {
    this.problems.push({ file: noFile, line: this.#nodes, column: 1, path: pathText(path), message });
  }

  #refuse(path: FieldPath, message: string): never {
    this.#add(path, message);
    throw new StackFileError(this.problems);
  }
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Why a value is none that a stack file could have, or null. */
function scalarRefusal(value: unknown): string | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? null : 'infinity and NaN are not supported; Helm values are JSON';
  }
  if (typeof value !== 'object') {
    return `expected plain data, found ${value === undefined ? 'nothing' : `a ${typeof value}`}`;
  }
  return '__pulumiOutput' in value
    ? 'expected plain data, found an Output of Pulumi, which is not known before the resources are declared; name a secret by where it is: fromConfig(KEY), fromEnv(NAME) or fromFile(PATH)'
    : 'expected plain data, found an instance of a class';
}
