/** Reads YAML 1.2 (core schema) into plain data with positions. The one door for every YAML file that we take. */
import { Buffer } from 'node:buffer';
import type { FieldPath } from './desired.ts';
import { dataOf, locate, type DataNode } from './node.ts';
import { Lines } from './position.ts';
import { pathText, StackFileError, type Problem } from './problem.ts';
import { decodeUtf8 } from './utf8.ts';
import { yamlLimits } from './yaml-limits.ts';
import { parseSyntax } from './yaml-syntax.ts';
import { treeOf } from './yaml-tree.ts';

export interface YamlDocument {
  readonly file: string;
  readonly root: DataNode;
  /** Strings, finite numbers, booleans, `null`, arrays and objects; `null` for an empty file. */
  readonly value: unknown;
  /** A problem at the value at `path`, at its key, or at the innermost thing that exists on the way there. */
  problemAt(path: FieldPath, message: string, part?: 'key' | 'value'): Problem;
}

/** Throws a `StackFileError`, and nothing else, for anything that is not one well-formed document within the limits. */
export function parseYaml(source: string | Uint8Array, { file }: { readonly file: string }): YamlDocument {
  const bytes = typeof source === 'string' ? Buffer.byteLength(source) : source.length;
  if (bytes > yamlLimits.bytes) {
    const message = `the file has ${bytes} bytes; at most ${yamlLimits.bytes} are read`;
    throw new StackFileError([{ file, line: 1, column: 1, path: '', message }]);
  }
  const text = typeof source === 'string' ? source.replace(/^\ufeff/, '') : decodeUtf8(source, file);
  const lines = new Lines(text);
  const root = treeOf(parseSyntax(text, file, lines), file, lines);
  return {
    file,
    root,
    value: dataOf(root),
    problemAt: (path, message, part) => ({
      file,
      ...locate(root, path, part).at,
      path: pathText(path),
      message,
    }),
  };
}
