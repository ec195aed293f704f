/** The same chart with other defaults, for values that do not reach Helm: nulls and empty lists. See `stack/removed-defaults.ts`. */
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { isMap, isNode, parseDocument } from 'yaml';
import type { DroppedValues } from '../../stack/removed-defaults.ts';
import { parseHelmYaml } from './helm-yaml.ts';
import { type ChartFile, packageFiles } from './package.ts';
import { ChartProblem } from './problem.ts';

/**
 * An archive that depends on nothing but its files, whose values.yaml lacks what stands at the paths of nulls, and has empty lists at theirs. The same archive if
 * it says so already. The archive was inspected before: it is safe and complete.
 */
export async function withDefaultsFor(
  archive: Buffer,
  { nulls, emptyLists }: DroppedValues,
): Promise<Buffer> {
  if (nulls.length === 0 && emptyLists.length === 0) return archive;
  const { root, files } = await readFiles(gunzipSync(archive));
  const defaults = files.find(({ path }) => path === 'values.yaml');
  if (defaults === undefined) return archive;
  const subcharts = subchartsOf(files);
  refuseSubcharts(subcharts, nulls);
  const text = defaults.content.toString('utf8');
  const edited = emptyPaths(removePaths(text, nulls), emptyLists, subcharts);
  if (edited === text) return archive;
  return packageFiles(
    root,
    files.map((file) => (file === defaults ? { path: file.path, content: Buffer.from(edited) } : file)),
  );
}

/** The YAML text without what stands at `paths`; the text itself if nothing does. Throws rather than change anything else. */
export function removePaths(text: string, paths: readonly (readonly string[])[]): string {
  // Of the failsafe schema every plain scalar is a string and is written as it was: `0644`, `on`, `1e3`.
  const document = parseDocument(text, { schema: 'failsafe', merge: false });
  const present = paths.filter((path) => {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    return isNode(parent) && isMap(parent) && parent.has(path.at(-1));
  });
  if (present.length === 0) return text;
  for (const path of present) document.deleteIn(path);
  const edited = written(document);
  if (!isDeepStrictEqual(parsed(edited), without(parsed(text), present))) {
    throw new ChartProblem(
      'failed',
      'its values.yaml is written in a way in which single defaults cannot be removed',
      'Set the values to something instead of null',
    );
  }
  return edited;
}

/**
 * The YAML text with empty lists at `paths`, where it has something else. What a subchart has there is not known, so that the empty list is then always written.
 */
export function emptyPaths(
  text: string,
  paths: readonly (readonly string[])[],
  subcharts: readonly unknown[],
): string {
  const before = parsed(text);
  const full = paths.filter((path) => {
    const found = path.reduce<unknown>((here, key) => (isRecord(here) ? here[key] : undefined), before);
    const isEmpty = Array.isArray(found) && found.length === 0;
    return subcharts.includes(path[0]) ? !isEmpty : found !== undefined && !isEmpty;
  });
  if (full.length === 0) return text;
  const document = parseDocument(text, { schema: 'failsafe', merge: false });
  for (const path of full) document.setIn(path, document.createNode([], { flow: true }));
  const edited = written(document);
  if (!isDeepStrictEqual(parsed(edited), full.reduce(withEmpty, before))) {
    throw new ChartProblem(
      'failed',
      'its values.yaml is written in a way in which single defaults cannot be emptied',
      'Set the values to something instead of an empty list',
    );
  }
  return edited;
}

function withEmpty(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return [];
  const map = isRecord(value) ? value : {};
  return { ...map, [key]: withEmpty(map[key], rest) };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function written(document: ReturnType<typeof parseDocument>): string {
  try {
    return document.toString({ lineWidth: 0 });
  } catch (error) {
    throw new ChartProblem(
      'configuration',
      'a default that null removes is referred to elsewhere in its values.yaml by an alias',
      'Set the value to something instead of null',
      { cause: error },
    );
  }
}

const parsed = (text: string): unknown => parseHelmYaml(text);

function without(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const here = paths.filter(([first]) => first === key).map((path) => path.slice(1));
      if (here.some((path) => path.length === 0)) return [];
      return [[key, here.length === 0 ? item : without(item, here)]];
    }),
  );
}

/** Under the names by which values reach them. */
function subchartsOf(files: readonly ChartFile[]): unknown[] {
  const chartYaml = files.find(({ path }) => path === 'Chart.yaml')?.content.toString('utf8') ?? '{}';
  const { dependencies } = parseHelmYaml(chartYaml) as { dependencies?: unknown };
  return (Array.isArray(dependencies) ? (dependencies as Record<string, unknown>[]) : []).map(
    ({ alias, name }) => alias ?? name,
  );
}

/** A null for a subchart removes that chart's own default, which lies in another values.yaml. */
function refuseSubcharts(names: readonly unknown[], paths: readonly (readonly string[])[]): void {
  const inside = paths.filter(([first]) => names.includes(first));
  if (inside.length === 0) return;
  throw new ChartProblem(
    'configuration',
    `${inside.map((path) => `values.${path.join('.')}`).join(', ')} is null, which would remove a default of a subchart; Pulumi's provider cannot pass that on`,
    'Set the value to something instead of null',
  );
}

/** Top folder and files of an archive that was inspected before. */
export function readFiles(tar: Buffer): Promise<{ root: string; files: ChartFile[] }> {
  return new Promise((resolve, reject) => {
    const files: ChartFile[] = [];
    let root = '';
    const parser = new Parser({ strict: true });
    parser.on('entry', (entry: ReadEntry) => {
      const [top = '', ...steps] = entry.path.replaceAll('\\', '/').split('/');
      const path = steps.filter((step) => step !== '' && step !== '.').join('/');
      root = top;
      const chunks: Buffer[] = [];
      entry.on('data', (chunk: Buffer) => chunks.push(chunk));
      entry.on('end', () => {
        if (entry.type !== 'Directory' && path !== '') files.push({ path, content: Buffer.concat(chunks) });
      });
      entry.resume();
    });
    parser.on('error', reject);
    parser.on('end', () => resolve({ root, files }));
    parser.end(tar);
  });
}
