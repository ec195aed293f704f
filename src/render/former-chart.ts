/** The chart of a former revision: as it was kept here, as it is published, or as Helm's record has it. */
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap, listAt, textAt, type DataMap } from '../kubernetes/data.ts';
import { digestOf } from './charts/cache.ts';
import { handOver } from './charts/handover.ts';
import { parseHelmYaml } from './charts/helm-yaml.ts';
import { type ChartFile, packageFiles } from './charts/package.ts';
import { readFiles } from './charts/without-defaults.ts';

/** As Helm keeps it: without subcharts. */
export interface KeptChart {
  readonly metadata: DataMap;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly values: DataMap;
}

export interface FoundChart {
  /** Relative to the stack directory: `./.k8s-deploy/charts/NAME-VERSION-DIGEST12.tgz`. */
  readonly path: string;
  readonly from: 'kept' | 'published' | 'record';
}

/** `pull`: gives the published archive of that version; null if it cannot be had. */
export async function findFormerChart(
  kept: KeptChart,
  { directory, pull }: { readonly directory: string; readonly pull: () => Promise<string | null> },
): Promise<FoundChart | null> {
  const name = textAt(kept.metadata, 'name') ?? '';
  const version = textAt(kept.metadata, 'version') ?? '';
  const folder = join(directory, '.k8s-deploy', 'charts');
  for (const file of await readdir(folder).catch(() => [])) {
    if (!file.startsWith(`${name}-${version}-`)) continue;
    const read = await filesOf(join(folder, file));
    if (read !== null && isSame(read, kept) && hasDefaults(read, kept))
      return { path: `./.k8s-deploy/charts/${file}`, from: 'kept' };
  }
  const keep = async (files: readonly ChartFile[]): Promise<string> => {
    const archive = packageFiles(name, files);
    return await handOver(directory, { name, version, digest: digestOf(archive) }, archive);
  };
  if (listAt(kept.metadata, 'dependencies').length === 0)
    return { path: await keep(recordedFiles(kept)), from: 'record' };
  const published = await pull();
  const read = published === null ? null : await filesOf(published);
  if (read === null || !isSame(read, kept)) return null;
  return { path: await keep(withDefaults(read, kept)), from: 'published' };
}

async function filesOf(archive: string): Promise<readonly ChartFile[] | null> {
  try {
    return (await readFiles(gunzipSync(await readFile(archive)))).files;
  } catch {
    return null; // no archive, or not whole
  }
}

/** Helm notes templates and other files, and of neither what lies in subcharts. */
function isSame(files: readonly ChartFile[], kept: KeptChart): boolean {
  const content = new Map(files.map((file) => [file.path, withoutMark(file.content)]));
  const isTemplate = (path: string): boolean => path.startsWith('templates/');
  return (
    [...kept.files].every(([path, bytes]) => content.get(path)?.equals(bytes) === true) &&
    [...content.keys()].filter(isTemplate).every((path) => kept.files.has(path))
  );
}

function hasDefaults(files: readonly ChartFile[], { values }: KeptChart): boolean {
  const text = files.find(({ path }) => path === 'values.yaml')?.content.toString() ?? '';
  const defaults = parseHelmYaml(text);
  return isDeepStrictEqual(plain(isMap(defaults) ? defaults : {}), plain(values));
}

/** As JSON has it, whose numbers are of one kind. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? Number(item) : item)),
  );

/** What a release was given of a chart may have had other defaults than the chart as it was published. */
const withDefaults = (files: readonly ChartFile[], { values }: KeptChart): ChartFile[] => [
  ...files.filter(({ path }) => path !== 'values.yaml'),
  json('values.yaml', values),
];

const recordedFiles = ({ metadata, files, values }: KeptChart): ChartFile[] => [
  json('Chart.yaml', metadata),
  json('values.yaml', values),
  ...[...files].map(([path, content]) => ({ path, content })),
];

/** JSON is YAML. */
const json = (path: string, value: DataMap): ChartFile => ({
  path,
  content: Buffer.from(`${JSON.stringify(value, null, 2)}\n`),
});

const withoutMark = (content: Buffer): Buffer =>
  content.subarray(0, 3).equals(byteOrderMark) ? content.subarray(3) : content;

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
