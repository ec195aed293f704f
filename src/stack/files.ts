/** The files that a stack file names: text and Helm values, read once, each problem at the field that names the file. */
import type { FieldPath, Values } from './desired.ts';
import { filePath, type TextSource } from './fields.ts';
import type { Folder } from './folder.ts';
import type { Problems } from './problems.ts';
import { StackFileError } from './problem.ts';
import { decodeUtf8 } from './utf8.ts';
import { valueProblems } from './value-references.ts';
import { nodeAt } from './node.ts';
import { found } from './wording.ts';
import type { FilePosition } from './position.ts';
import { parseYaml, type YamlDocument } from './yaml.ts';

export class StackFiles {
  readonly #folder: Folder;
  readonly #problems: Problems;
  readonly #texts = new Map<string, string>();
  readonly #values = new Map<string, Values>();
  readonly #documents = new Map<string, YamlDocument>();

  constructor(folder: Folder, problems: Problems) {
    this.#folder = folder;
    this.#problems = problems;
  }

  /** The text itself, or that of the file; empty after a problem was noted at `path` or at the `fromFile` below it. */
  text(source: TextSource, path: FieldPath): string {
    if (typeof source === 'string') return source;
    const known = this.#texts.get(source.fromFile);
    if (known !== undefined) return known;
    const place = this.#problems.placeOf(path, source.fromFile);
    const text = this.#read(source.fromFile, place, (bytes) => decodeUtf8(bytes, source.fromFile));
    if (text !== null) this.#texts.set(source.fromFile, text);
    return text ?? '';
  }

  /** The Helm values in a file; empty after a problem was noted. */
  valueFile(file: string, path: FieldPath): Values {
    const known = this.#values.get(file);
    if (known !== undefined) return known;
    const values = this.#read(file, path, (bytes) => this.#parseValues(bytes, file));
    if (values !== null) this.#values.set(file, values);
    return values ?? {};
  }

  /** Where a value stands in a file that `valueFile` has read; null if it has no such value. */
  positionIn(file: string, path: FieldPath): FilePosition | null {
    const document = this.#documents.get(file);
    if (document === undefined || nodeAt(document.root, path) === null) return null;
    const { line, column } = document.problemAt(path, '');
    return { file, line, column };
  }

  #parseValues(bytes: Uint8Array, file: string): Values {
    const document = parseYaml(bytes, { file });
    this.#documents.set(file, document);
    if (document.value === null) return {};
    if (document.root.kind !== 'map') {
      const message = `expected a map of Helm values, found ${found(document.value, false)}`;
      this.#problems.addAll([document.problemAt([], message)]);
      return {};
    }
    const unresolved = valueProblems(document.value, this.#problems.document.value);
    this.#problems.addAll(unresolved.map((problem) => document.problemAt(problem.path, problem.message)));
    return document.value as Values;
  }

  #read<T>(file: string, path: FieldPath, use: (bytes: Uint8Array) => T): T | null {
    const { bytes, problem } = this.#folder.read(file);
    if (bytes === null) {
      // What is wrong with the path itself has been said by the schema.
      if (filePath.safeParse(file).success) this.#problems.add(path, problem);
      return null;
    }
    try {
      return use(bytes);
    } catch (error) {
      if (!(error instanceof StackFileError)) throw error;
      this.#problems.addAll(error.problems);
      return null;
    }
  }
}
