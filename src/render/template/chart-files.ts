/** What `ChartFacts` says, read from the files of a chart. */
import { readFile, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { isMap, listAt, textAt, type Data, type DataMap } from '../../kubernetes/data.ts';
import { archiveLimits, inspectArchive } from '../charts/archive.ts';
import { parseChartMetadata } from '../charts/chart-metadata.ts';
import { packageFolder } from '../charts/local.ts';
import type { ChartFile } from '../charts/package.ts';
import { readFiles } from '../charts/without-defaults.ts';
import type { ChartFacts } from '../renderer.ts';
import { parseManifest } from './manifest-yaml.ts';

/** A folder is read as it would be packaged. Throws a `ChartProblem`. */
export async function readChartFiles(path: string): Promise<readonly ChartFile[]> {
  const archive = (await stat(path)).isDirectory() ? await packageFolder(path) : await readFile(path);
  await inspectArchive(archive);
  return await filesIn(archive);
}

async function filesIn(archive: Buffer): Promise<readonly ChartFile[]> {
  const { files } = await readFiles(gunzipSync(archive, { maxOutputLength: 2 * archiveLimits.chartBytes }));
  return files;
}

export async function factsOf(files: readonly ChartFile[]): Promise<ChartFacts> {
  const metadata = parseChartMetadata(textOf(files, 'Chart.yaml') ?? '', textOf(files, 'requirements.yaml'));
  const schema = textOf(files, 'values.schema.json');
  const type = textAt(dataOf(files, 'Chart.yaml'), 'type');
  return {
    name: metadata.name,
    version: metadata.version,
    appVersion: metadata.appVersion,
    kubeVersion: metadata.kubeVersion,
    type: type === 'library' ? 'library' : 'application',
    values: dataOf(files, 'values.yaml'),
    schema: schema === null ? null : (JSON.parse(schema) as Data),
    templates: (await templatesOf(files, metadata.name)).toSorted(),
    branches: null,
    reads: null,
    lookups: null,
  };
}

/** Subcharts under each name by which Chart.yaml takes them. */
async function templatesOf(files: readonly ChartFile[], prefix: string): Promise<string[]> {
  const own = files.map(({ path }) => path).filter((path) => path.startsWith('templates/'));
  const found = own.map((path) => `${prefix}/${path}`);
  const wanted = ['Chart.yaml', 'requirements.yaml'].flatMap((name) =>
    listAt(dataOf(files, name), 'dependencies'),
  );
  for (const subchart of await subchartsOf(files)) {
    const name = textAt(dataOf(subchart, 'Chart.yaml'), 'name') ?? '';
    const aliases = wanted
      .filter((dependency) => textAt(dependency, 'name') === name)
      .map((dependency) => textAt(dependency, 'alias') ?? name);
    for (const each of aliases.length === 0 ? [name] : aliases) {
      found.push(...(await templatesOf(subchart, `${prefix}/charts/${each}`)));
    }
  }
  return [...new Set(found)];
}

async function subchartsOf(files: readonly ChartFile[]): Promise<(readonly ChartFile[])[]> {
  const folders = new Map<string, ChartFile[]>();
  const archives: Buffer[] = [];
  for (const { path, content } of files) {
    const [, top = '', rest] = /^charts\/([^._/][^/]*)(?:\/(.+))?$/.exec(path) ?? [];
    if (rest !== undefined) folders.set(top, [...(folders.get(top) ?? []), { path: rest, content }]);
    else if (top.endsWith('.tgz')) archives.push(content);
  }
  return [...folders.values(), ...(await Promise.all(archives.map(filesIn)))];
}

function textOf(files: readonly ChartFile[], name: string): string | null {
  const file = files.find(({ path }) => path === name);
  return file === undefined ? null : file.content.toString('utf8').replace(/^\uFEFF/, '');
}

function dataOf(files: readonly ChartFile[], name: string): DataMap {
  const data = parseManifest(textOf(files, name) ?? '');
  return isMap(data) ? data : {};
}
