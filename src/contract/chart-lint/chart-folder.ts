/** A chart as its author keeps it: a folder in the repository. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DataPath } from '../../kubernetes/data.ts';
import type { Finding, SourcePosition } from '../finding.ts';
import { parseYaml, type YamlDocument } from '../../stack/yaml.ts';
import { shownPath } from '../../stack/shown-path.ts';

const limits = { bytes: 4 * 1024 * 1024 } as const;

export interface ChartFolder {
  /** Of the folder. */
  readonly name: string;
  readonly path: string;
  /** Text of a file in it; null if there is none. */
  text(file: string): string | null;
  /** Throws a `StackFileError` for what is no YAML. */
  yaml(file: string): YamlDocument | null;
  /** A place in it, as seen from where the command runs. */
  at(file: string, position?: { readonly line: number; readonly column: number }): SourcePosition;
}

export function openChartFolder(path: string): ChartFolder {
  const text = (file: string): string | null => {
    const full = join(path, file);
    if (!existsSync(full) || statSync(full).size > limits.bytes) return null;
    return readFileSync(full, 'utf8');
  };
  const shown = (file: string): string => shownPath(join(path, file));
  return {
    name: basename(path),
    path,
    text,
    yaml(file) {
      const content = text(file);
      return content === null ? null : parseYaml(content, { file: shown(file) });
    },
    at: (file, { line, column } = { line: 1, column: 1 }) => ({ file: shown(file), line, column }),
  };
}

/** Where a path of a YAML file stands; the innermost part of it that is there. */
export function placeIn(document: YamlDocument, path: DataPath, part?: 'key' | 'value'): SourcePosition {
  const { file, line, column } = document.problemAt(path, '', part);
  return { file, line, column };
}

/** A finding about a chart itself rather than one of its renders. */
export const lintFinding = (
  chart: ChartFolder,
  finding: Pick<Finding, 'rule' | 'severity' | 'message' | 'hint' | 'source'> & { readonly path?: DataPath },
): Finding => ({
  release: chart.name,
  stack: null,
  case: null,
  object: null,
  path: [],
  template: null,
  waiver: null,
  ...finding,
});
