/**
 * Looks into a chart archive without unpacking it: nothing of it ever reaches the file system, and what Helm would refuse,
 * or read differently than it looks, is refused here.
 */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { nameIn, parseChartMetadata, type ChartMetadata } from './chart-metadata.ts';
import { ChartProblem, errorCode } from './problem.ts';

/** The sizes are Helm's (pkg/chart/loader/archive.go); for the compressed archive Helm has none. */
export const archiveLimits = {
  compressedBytes: 100 * 1024 * 1024,
  chartBytes: 100 * 1024 * 1024,
  fileBytes: 5 * 1024 * 1024,
  entries: 10_000,
  nesting: 5, // archives inside charts/ of an archive
  headerBytes: 3 * 512, // tar headers, extended one included, that an entry may take besides its content
} as const;

const fileTypes: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile']);
const folderTypes: ReadonlySet<string> = new Set(['Directory', 'GNUDumpDir']);

/** What is left of the limits, shared with the archives inside `charts/`. */
interface Budget {
  bytes: number;
  entries: number;
}

/** The files that say what a chart is and which charts it holds. */
interface Contents {
  readonly texts: Map<string, string>;
  readonly archives: Map<string, Buffer>;
}

/** Throws a `ChartProblem` for an archive that is no chart, is unsafe, or lacks one of its dependencies. */
export async function inspectArchive(archive: Buffer): Promise<ChartMetadata> {
  return await inspect(archive, { bytes: archiveLimits.chartBytes, entries: archiveLimits.entries }, 0);
}

async function inspect(archive: Buffer, budget: Budget, depth: number): Promise<ChartMetadata> {
  if (depth > archiveLimits.nesting) throw unsafe(`it nests archives deeper than ${archiveLimits.nesting}`);
  const { texts, archives } = await readTar(await unzip(archive, budget), budget);
  const chartYaml = texts.get('Chart.yaml');
  if (chartYaml === undefined) {
    throw unsafe('it holds no NAME/Chart.yaml', 'Make it with `helm package`');
  }
  const metadata = parseChartMetadata(chartYaml, texts.get('requirements.yaml') ?? null);
  const held = [...texts].filter(([path]) => path.startsWith('charts/')).map(([, text]) => nameIn(text));
  for (const nested of archives.values()) held.push((await inspect(nested, budget, depth + 1)).name);
  const missing = metadata.dependencies.filter((name) => !held.includes(name));
  if (missing.length > 0) {
    throw new ChartProblem(
      'configuration',
      `its charts/ folder lacks the dependencies ${missing.join(', ')} of Chart.yaml`,
      'Run `helm dependency update` on the chart',
    );
  }
  return metadata;
}

async function unzip(archive: Buffer, budget: Budget): Promise<Buffer> {
  const maxOutputLength = budget.bytes + budget.entries * archiveLimits.headerBytes;
  try {
    return await promisify(gunzip)(archive, { maxOutputLength });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw unsafe('it is not a gzip-compressed archive, or it is cut off', 'Make it with `helm package`');
  }
}

function readTar(tar: Buffer, budget: Budget): Promise<Contents> {
  return new Promise((resolve, reject) => {
    const contents: Contents = { texts: new Map(), archives: new Map() };
    const roots = new Set<string>();
    const parser = new Parser({ strict: true });
    const guarded = (check: (entry: ReadEntry) => void) => (entry: ReadEntry) => {
      try {
        check(entry);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
      entry.resume();
    };
    const accept = (entry: ReadEntry): void => {
      const { root, path } = checkEntry(entry, budget);
      if (path === null) return;
      roots.add(root);
      if (roots.size > 1) throw unsafe('it holds more than one top folder');
      collect(entry, path, contents);
    };
    parser.on('entry', guarded(accept));
    // Entries of kinds that the parser would pass over in silence.
    parser.on(
      'ignoredEntry',
      guarded((entry) => {
        throw unsafe(`it holds ${shown(entry.path)}, which is neither a file nor a folder`);
      }),
    );
    parser.on('error', () => reject(unsafe('it is not a valid tar archive', 'Make it with `helm package`')));
    parser.on('end', () => resolve(contents));
    parser.end(tar);
  });
}

/** The top folder and the path below it; `null` for a folder. */
function checkEntry(entry: ReadEntry, budget: Budget): { root: string; path: string | null } {
  const name = entry.path.replaceAll('\\', '/'); // written on Windows; Helm reads both
  const [root = '', ...steps] = name.replace(/\/+$/, '').split('/');
  if (--budget.entries < 0) throw unsafe(`it holds more than ${archiveLimits.entries} entries`);
  if (name.startsWith('/') || /^[A-Za-z]:/.test(root) || /^[A-Za-z]:/.test(steps[0] ?? '')) {
    throw unsafe(`it holds the absolute path ${shown(entry.path)}`);
  }
  if (root === '..' || steps.includes('..')) throw unsafe(`${shown(entry.path)} leaves the chart`);
  if (entry.type === 'SymbolicLink' || entry.type === 'Link') {
    throw unsafe(`${shown(entry.path)} is a link, which Helm would read as an empty file`);
  }
  if (folderTypes.has(entry.type)) return { root, path: null };
  if (!fileTypes.has(entry.type)) {
    throw unsafe(`it holds ${shown(entry.path)}, which is neither a file nor a folder`);
  }
  if (entry.size > archiveLimits.fileBytes) {
    throw unsafe(`${shown(entry.path)} is larger than Helm's limit of 5 MiB a file`);
  }
  budget.bytes -= entry.size;
  if (budget.bytes < 0) throw tooLarge();
  if (steps.length === 0) throw unsafe(`${shown(entry.path)} lies outside of the chart's folder`);
  return { root, path: steps.filter((step) => step !== '' && step !== '.').join('/') };
}

function collect(entry: ReadEntry, path: string, { texts, archives }: Contents): void {
  const [, subchart = '', file] = /^charts\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  if (/^[._]/.test(subchart)) return; // Helm passes over them
  const isArchive = subchart.endsWith('.tgz') && file === undefined;
  const isText = path === 'Chart.yaml' || path === 'requirements.yaml' || file === 'Chart.yaml';
  if (!isArchive && !isText) return;
  if (texts.has(path) || archives.has(path)) throw unsafe(`it holds ${shown(entry.path)} twice`);
  const chunks: Buffer[] = [];
  entry.on('data', (chunk) => chunks.push(chunk));
  entry.on('end', () => {
    const content = Buffer.concat(chunks);
    if (isArchive) archives.set(path, content);
    else texts.set(path, content.toString('utf8').replace(/^\uFEFF/, ''));
  });
}

/** Names are an attacker's text: quoted, and short. */
const shown = (path: string): string => JSON.stringify(path.length > 120 ? `${path.slice(0, 120)}…` : path);

const unsafe = (message: string, advice = 'Nothing was unpacked; do not use this chart'): ChartProblem =>
  new ChartProblem('configuration', message, advice);

const tooLarge = (): ChartProblem => unsafe("it unpacks to more than Helm's limit of 100 MiB");
