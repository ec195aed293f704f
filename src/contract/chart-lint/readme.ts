/** The values table of a README that helm-docs made, against values.yaml: https://github.com/norwoodj/helm-docs */
import { isMap, type Data, type DataPath } from '../../kubernetes/data.ts';
import { suggestion } from '../../stack/nearest.ts';
import { pathText } from '../../stack/problem.ts';
import type { Finding } from '../finding.ts';
import { lintFinding, placeIn, type ChartFolder } from './chart-folder.ts';

const file = 'README.md';

interface Row {
  readonly key: string;
  readonly cells: Readonly<Record<string, string>>; // by the table's own headings, in lower case
  readonly line: number;
}

export function readmeFindings(chart: ChartFolder): Finding[] {
  const text = chart.text(file);
  const values = chart.yaml('values.yaml');
  const source = chart.text('values.yaml');
  if (text === null || values === null || source === null) return [];
  const rows = valuesTable(text);
  if (rows.length === 0) return [];
  const report = (rest: Pick<Finding, 'message' | 'source'> & { path?: DataPath }): Finding =>
    lintFinding(chart, {
      rule: 'chart/readme-values',
      severity: 'error',
      hint: 'Run helm-docs and commit what it writes.',
      ...rest,
    });

  const leaves = documentable(values.value as Data);
  const known = new Map(leaves.map((leaf) => [keyText(leaf.path), leaf]));
  const documented = new Set(rows.map(({ key }) => key));
  const findings: Finding[] = [];
  for (const { key, cells, line } of rows) {
    const leaf = known.get(key);
    const at = chart.at(file, { line, column: 1 });
    if (leaf === undefined) {
      findings.push(
        report({ message: `values.yaml has no "${key}"${suggestion(key, known.keys())}`, source: at }),
      );
      continue;
    }
    const expected = defaultText(leaf.value);
    const written = (cells['default'] ?? '').replaceAll('\\|', '|').replace(/^`(.*)`$/s, '$1');
    if (isCustom(source, placeIn(values, leaf.path, 'key').line)) continue;
    if (written !== expected) {
      const message = `the default of ${key} is written as ${written || 'nothing'}, and is ${expected}`;
      findings.push(report({ path: leaf.path, message, source: at }));
    }
  }
  for (const { path, isLeaf } of leaves) {
    const isCovered = path.some((_, index) => documented.has(keyText(path.slice(0, index + 1))));
    if (!isLeaf || isCovered) continue;
    const message = `the README's table has no row for ${pathText(path)}`;
    findings.push(report({ path, message, source: placeIn(values, path, 'key') }));
  }
  return findings;
}

/** The first table whose headings include Key and Default. */
function valuesTable(text: string): Row[] {
  const lines = text.split('\n').map((line) => line.trim());
  const start = lines.findIndex((line) => /^\|\s*key\s*\|.*\bdefault\s*\|/i.test(line));
  if (start === -1) return [];
  const headings = cellsOf(lines[start] ?? '').map((heading) => heading.toLowerCase());
  const rows: Row[] = [];
  for (let index = start + 2; lines[index]?.startsWith('|') === true; index++) {
    const cells = cellsOf(lines[index] ?? '');
    const byHeading = Object.fromEntries(headings.map((heading, column) => [heading, cells[column] ?? '']));
    rows.push({ key: byHeading['key'] ?? '', cells: byHeading, line: index + 1 });
  }
  return rows;
}

/** `\|` is text. */
const cellsOf = (line: string): string[] =>
  line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

interface Documentable {
  readonly path: DataPath;
  readonly value: Data;
  /** It has no documentable parts, so that only its own row can tell of it. */
  readonly isLeaf: boolean;
}

/** Everything that may have a row: each value, and each map and list, which may have one in place of its parts. */
function documentable(value: Data, path: DataPath = []): Documentable[] {
  const parts: (readonly [string | number, Data])[] = Array.isArray(value)
    ? [...(value as readonly Data[]).entries()]
    : isMap(value)
      ? Object.entries(value)
      : [];
  return [
    ...(path.length === 0 ? [] : [{ path, value, isLeaf: parts.length === 0 }]),
    ...parts.flatMap(([step, part]) => documentable(part, [...path, step])),
  ];
}

/** `image.tag`, `hosts[0].host`, `annotations."a.b/c"`. */
const keyText = (path: DataPath): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const word = /[.\s]/.test(step) ? `"${step}"` : step;
    return text === '' ? word : `${text}.${word}`;
  }, '');

const defaultText = (value: Data): string => (value === null ? 'nil' : JSON.stringify(sorted(value)));

/** Go writes maps in the order of their keys. */
function sorted(value: Data): Data {
  if (Array.isArray(value)) return (value as readonly Data[]).map(sorted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

/** A comment `# @default -- text` above the key replaces what would be written. */
function isCustom(source: string, line: number): boolean {
  const lines = source.split('\n');
  for (let index = line - 2; lines[index]?.trim().startsWith('#') === true; index--) {
    if (/^#\s*@default\s+--/.test(lines[index]?.trim() ?? '')) return true;
  }
  return false;
}
