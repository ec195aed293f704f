/** The same chart without some of its defaults, for values that remove them by null. See `stack/removed-defaults.ts`. */
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { isMap, isNode, parseDocument } from 'yaml';
import { parseHelmYaml } from './helm-yaml.ts';
import { type ChartFile, packageFiles } from './package.ts';
import { ChartProblem } from './problem.ts';

/**
 * An archive that depends on nothing but its files, whose values.yaml lacks what stands at `paths`. The same archive if
 * nothing stands there. The archive was inspected before: it is safe and complete.
 */
export async function withoutDefaults(
  archive: Buffer,
  paths: readonly (readonly string[])[],
): Promise<Buffer> {
  const { root, files } = await readFiles(gunzipSync(archive));
  const defaults = files.find(({ path }) => path === 'values.yaml');
  if (defaults === undefined) return archive;
  refuseSubcharts(files, paths);
  const text = defaults.content.toString('utf8');
  const edited = removePaths(text, paths);
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

/** A null for a subchart removes that chart's own default, which lies in another values.yaml. */
function refuseSubcharts(files: readonly ChartFile[], paths: readonly (readonly string[])[]): void {
  const chartYaml = files.find(({ path }) => path === 'Chart.yaml')?.content.toString('utf8') ?? '{}';
  const { dependencies } = parseHelmYaml(chartYaml) as { dependencies?: unknown };
  const names = (Array.isArray(dependencies) ? (dependencies as Record<string, unknown>[]) : []).map(
    ({ alias, name }) => alias ?? name,
  );
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
