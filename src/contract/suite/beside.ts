/** Files that a contract file names, found from its own folder. Problems are noted, and what is whole is read on. */
import { posix } from 'node:path';
import type { DataMap } from '../../kubernetes/data.ts';
import { isMap } from '../../kubernetes/data.ts';
import type { FieldPath } from '../../stack/desired.ts';
import type { Folder } from '../../stack/folder.ts';
import { StackFileError } from '../../stack/problem.ts';
import type { Problems } from '../../stack/problems.ts';
import { decodeUtf8 } from '../../stack/utf8.ts';
import { found } from '../../stack/wording.ts';
import { parseYaml } from '../../stack/yaml.ts';
import type { Layer } from './layers.ts';
import { suiteLimits } from './limits.ts';
import { matchingFiles } from './matching-files.ts';

export class FilesBeside {
  readonly #directory: string;
  readonly #folder: Folder;
  readonly #base: string;
  readonly #problems: Problems;
  readonly #values = new Map<string, Layer | null>();

  constructor(directory: string, folder: Folder, problems: Problems) {
    this.#directory = directory;
    this.#folder = folder;
    this.#base = posix.dirname(problems.document.file);
    this.#problems = problems;
  }

  /** A path of the contract file, as seen from the directory. */
  from(path: string): string {
    return posix.join(this.#base, path);
  }

  /** The Helm values in a file; null after a problem was noted, once for each field that names the file. */
  values(path: string, field: FieldPath): Layer | null {
    const file = this.from(path);
    const known = this.#values.get(file);
    if (known !== undefined && known !== null) return known;
    const bytes = this.#read(file, field);
    const layer = bytes === null ? null : this.#attempt(() => layerOf(file, bytes));
    this.#values.set(file, layer);
    return layer;
  }

  /** The CustomResourceDefinitions in the files that a pattern matches. */
  crds(pattern: string, field: FieldPath): DataMap[] {
    const { files, problem } = matchingFiles(this.#directory, this.from(pattern));
    if (files === null) {
      this.#problems.add(field, problem);
      return [];
    }
    if (files.length > suiteLimits.crdFiles) {
      this.#problems.add(field, `matches ${files.length} files; at most ${suiteLimits.crdFiles} are read`);
      return [];
    }
    return files.flatMap((file) => {
      const bytes = this.#read(file, field);
      return bytes === null ? [] : (this.#attempt(() => crdsOf(file, bytes)) ?? []);
    });
  }

  /** Notes a problem if there is no chart folder; an archive is looked at when it is read. */
  chart(path: string, field: FieldPath): void {
    if (!/\.(tgz|tar\.gz)$/.test(path)) this.#read(posix.join(this.from(path), 'Chart.yaml'), field);
  }

  #read(file: string, field: FieldPath): Uint8Array | null {
    const { bytes, problem } = this.#folder.read(file);
    if (bytes === null) this.#problems.add(field, problem);
    return bytes;
  }

  #attempt<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof StackFileError)) throw error;
      this.#problems.addAll(error.problems);
      return null;
    }
  }
}

function layerOf(file: string, bytes: Uint8Array): Layer {
  const document = parseYaml(bytes, { file });
  if (document.value !== null && document.root.kind !== 'map') {
    const message = `expected a map of Helm values, found ${found(document.value, false)}`;
    throw new StackFileError([document.problemAt([], message)]);
  }
  return { data: (document.value ?? {}) as DataMap, root: document.root, file, base: [] };
}

/** Tools write several into one file, each after a line `---`. Line breaks in front keep the lines of problems right. */
function crdsOf(file: string, bytes: Uint8Array): DataMap[] {
  const parts = decodeUtf8(bytes, file).split(/^---(?=\s|$).*$/m);
  const refuse = (message: string): never => {
    throw new StackFileError([{ file, line: 1, column: 1, path: '', message }]);
  };
  if (parts.length > suiteLimits.crdDocuments) {
    refuse(`the file has ${parts.length} documents; at most ${suiteLimits.crdDocuments} are read`);
  }
  let line = 0;
  const crds = parts.flatMap((part) => {
    const document = parseYaml('\n'.repeat(line) + part, { file });
    line += part.split('\n').length - 1;
    if (document.value === null) return [];
    const kind = isMap(document.value) ? document.value['kind'] : undefined;
    if (kind === 'CustomResourceDefinition') return [document.value as DataMap];
    const message = `expected a CustomResourceDefinition, found ${typeof kind === 'string' ? `a ${kind}` : found(document.value, false)}`;
    throw new StackFileError([document.problemAt(kind === undefined ? [] : ['kind'], message)]);
  });
  return crds.length > 0 ? crds : refuse('the file has no CustomResourceDefinition');
}
