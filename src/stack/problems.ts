import type { FieldPath } from './desired.ts';
import { dataOf, nodeAt, type DataNode } from './node.ts';
import { StackFileError, type Problem } from './problem.ts';
import type { YamlDocument } from './yaml.ts';

/** Collects what is wrong with a stack file, so that everything is said at once. */
export class Problems {
  readonly document: YamlDocument;
  readonly #found: Problem[] = [];

  constructor(document: YamlDocument) {
    this.document = document;
  }

  /** A problem at the value at `path`, or at the innermost part of the path that the file has. */
  add(path: FieldPath, message: string, part?: 'key' | 'value'): void {
    this.#found.push(this.document.problemAt(path, message, part));
  }

  /** Problems that know their place, such as those of another file. */
  addAll(problems: readonly Problem[]): void {
    this.#found.push(...problems);
  }

  throwIfAny(): void {
    if (this.#found.length > 0) throw new StackFileError(this.#found);
  }

  /** The path of the first `{fromFile: file}` at `path` or below; `path` itself if there is none. */
  placeOf(path: FieldPath, file: string): FieldPath {
    const start = nodeAt(this.document.root, path);
    return (start === null ? null : findSource(start, file, path)) ?? path;
  }
}

function findSource(node: DataNode, file: string, path: FieldPath): FieldPath | null {
  const children: (readonly [string | number, DataNode])[] =
    node.kind === 'map'
      ? [...node.entries].map(([key, entry]) => [key, entry.node])
      : node.kind === 'list'
        ? [...node.items.entries()]
        : [];
  for (const [step, child] of children) {
    const at = [...path, step];
    if (step === 'fromFile' && dataOf(child) === file) return at;
    const below = findSource(child, file, at);
    if (below !== null) return below;
  }
  return null;
}
