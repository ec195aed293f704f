/** `--cached`: what passed before and depends on nothing that has changed since is not run again. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { digestOf, hashOf, isKeepable, keptText, readKept } from '../contract/unittest/kept-run.ts';
import { chartContents } from '../render/charts/contents.ts';
import { openSuiteCache, type SuiteCache } from '../render/suite-cache.ts';
import type { SuiteFile, SuiteFileRun, SuiteRun, SuitesRequest } from '../render/suite-runs.ts';

/** What all files of one chart have in common. */
export interface CachePlace {
  /** What the suites are run with; their own files aside. */
  readonly request: Omit<SuitesRequest, 'files'>;
  /** All files of suites of the chart, also those that are not run now. */
  readonly files: readonly SuiteFile[];
  /** Of the renderer. */
  readonly identity: string;
  readonly folder: string;
}

export interface ChartSuiteCache {
  /** Null if it has to be run. */
  find(file: SuiteFile): Promise<readonly SuiteRun[] | null>;
  /** Keeps it if it passed; to be called once snapshots are written. Rejects if the cache cannot be written. */
  keep(file: SuiteFile, run: SuiteFileRun, findings: number): Promise<void>;
}

/** Null if it cannot be known what the chart consists of: then nothing is taken from the cache. */
export async function chartSuiteCache(place: CachePlace): Promise<ChartSuiteCache | null> {
  const { request, identity, files } = place;
  const own = new Set(files.map(({ path }) => relative(request.chart, path).split(sep).join('/')));
  const isApart = (path: string): boolean => own.has(path) || /(^|\/)__snapshot__\//.test(path);
  const [contents, valueFiles] = await Promise.all([
    chartContents(request.chart, isApart),
    Promise.all(request.valueFiles.map(hashOfFile)),
  ]);
  if (contents === null) return null;
  const chart = digestOf([
    identity,
    { ...request, timeoutSeconds: null },
    valueFiles,
    contents.map(({ path, content }) => [path, hashOf(content)]),
  ]);
  return new Kept(openSuiteCache(place.folder), request.chart, chart);
}

class Kept implements ChartSuiteCache {
  readonly #cache: SuiteCache;
  readonly #chart: string;
  readonly #digest: string;

  constructor(cache: SuiteCache, chart: string, digest: string) {
    this.#cache = cache;
    this.#chart = chart;
    this.#digest = digest;
  }

  async find(file: SuiteFile): Promise<readonly SuiteRun[] | null> {
    const [text, digest] = await Promise.all([this.#cache.read(this.#key(file)), this.#digestOf(file)]);
    const kept = text === null || digest === null ? null : readKept(text, digest);
    if (kept === null) return null;
    const now = await readNow(Object.keys(kept.read));
    return Object.entries(kept.read).every(([path, hash]) => now[path] === hash) ? kept.suites : null;
  }

  async keep(file: SuiteFile, run: SuiteFileRun, findings: number): Promise<void> {
    const digest = await this.#digestOf(file);
    if (digest === null || !isKeepable(run.suites, findings)) return;
    const read = await readNow(run.inputs);
    await this.#cache.write(this.#key(file), keptText({ digest, read, suites: run.suites }));
  }

  #key({ path, route }: SuiteFile): string {
    return JSON.stringify([this.#chart, path, route]);
  }

  /** Null for what is not kept: a chart of suites, and what cannot be read. */
  async #digestOf({ path, route, rendered }: SuiteFile): Promise<string | null> {
    const text = rendered ? null : await hashOfFile(path);
    return text === null ? null : digestOf([this.#digest, path, route, text, await snapshotsOf(path)]);
  }
}

/** Every file that may be one of the suite's, with what it holds. */
async function snapshotsOf(suite: string): Promise<Record<string, string | null>> {
  const folder = join(dirname(suite), '__snapshot__');
  const names = await readdir(folder).catch(() => []);
  const own = names.filter((name) => name.startsWith(basename(suite))).toSorted();
  return await readNow(own.map((name) => join(folder, name)));
}

const hashOfFile = async (path: string): Promise<string | null> =>
  await readFile(path).then(hashOf, () => null);

const readNow = async (paths: readonly string[]): Promise<Record<string, string | null>> =>
  Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await hashOfFile(path)] as const)));
