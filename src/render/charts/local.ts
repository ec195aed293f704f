/** Charts of the stack directory: a folder is packaged, a `.tgz` file is taken as it is. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { archiveLimits } from './archive.ts';
import { parseChartMetadata } from './chart-metadata.ts';
import { isIgnored, parseHelmIgnore, type IgnoreRule } from './helmignore.ts';
import { packageFiles, type ChartFile } from './package.ts';
import { ChartProblem, errorCode } from './problem.ts';

const limits = { depth: 32, files: archiveLimits.entries } as const;

/** The archive of the chart at `path`, which is relative to `directory` and does not leave it, not even by a link. */
export async function readLocalChart(directory: string, path: string): Promise<Buffer> {
  const root = await realpath(directory);
  const place = await inside(root, join(root, path), path);
  const found = await stat(place);
  if (found.isDirectory()) return await packageFolder(place, root);
  if (!found.isFile() || !/\.t(ar\.)?gz$/.test(path)) {
    throw new ChartProblem(
      'configuration',
      'it is neither a folder nor a .tgz file',
      'Give the folder that holds Chart.yaml, or an archive made by `helm package`',
    );
  }
  if (found.size > archiveLimits.compressedBytes) throw tooLarge();
  return await readFile(place);
}

/** The archive of a chart folder. `root` is the real path that links may not leave; the folder itself if absent. */
export async function packageFolder(folder: string, root?: string): Promise<Buffer> {
  const real = await realpath(folder);
  const boundary = root ?? real;
  const ignoreFile = await readInside(boundary, real, '.helmignore');
  const rules = parseHelmIgnore(ignoreFile?.toString('utf8') ?? '');
  const files: ChartFile[] = [];
  await walk(real, '', { boundary, rules, files, bytes: 0 });
  const textOf = (name: string): string | null =>
    files
      .find(({ path }) => path === name)
      ?.content.toString('utf8')
      .replace(/^\uFEFF/, '') ?? null;
  const chartYaml = textOf('Chart.yaml');
  if (chartYaml === null) {
    throw new ChartProblem(
      'configuration',
      'the folder holds no Chart.yaml',
      'Give the folder of a Helm chart',
    );
  }
  return packageFiles(parseChartMetadata(chartYaml, null).name, files);
}

interface Walk {
  readonly boundary: string;
  readonly rules: readonly IgnoreRule[];
  readonly files: ChartFile[];
  bytes: number;
}

/** Links are followed, as Helm does, but not out of the boundary. */
async function walk(real: string, folder: string, state: Walk, depth = 0): Promise<void> {
  if (depth > limits.depth) {
    throw new ChartProblem(
      'configuration',
      `its folders are deeper than ${limits.depth}`,
      'Remove the link that leads back to a folder above it',
    );
  }
  for (const entry of await readdir(real, { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    const place = entry.isSymbolicLink()
      ? await inside(state.boundary, join(real, entry.name), path)
      : join(real, entry.name);
    const found = entry.isSymbolicLink() ? await stat(place) : entry;
    if (isIgnored(path, found.isDirectory(), state.rules)) continue;
    if (found.isDirectory()) await walk(place, path, state, depth + 1);
    else if (found.isFile()) await add(place, path, state);
    else {
      throw new ChartProblem(
        'configuration',
        `${JSON.stringify(path)} is neither a file nor a folder`,
        'Remove it, or name it in .helmignore',
      );
    }
  }
}

async function add(place: string, path: string, state: Walk): Promise<void> {
  const { size } = await stat(place);
  if (size > archiveLimits.fileBytes) {
    throw new ChartProblem(
      'configuration',
      `${JSON.stringify(path)} is larger than Helm's limit of 5 MiB a file`,
      'Remove it, or name it in .helmignore',
    );
  }
  const content = await readFile(place);
  state.bytes += content.length;
  if (state.bytes > archiveLimits.chartBytes || state.files.length >= limits.files) throw tooLarge();
  state.files.push({ path, content });
}

async function readInside(boundary: string, folder: string, name: string): Promise<Buffer | null> {
  try {
    return await readFile(await inside(boundary, join(folder, name), name));
  } catch (error) {
    if (error instanceof ChartProblem && errorCode(error.cause) === 'ENOENT') return null;
    throw error;
  }
}

/** The real path of `place`, if that is in the boundary. */
async function inside(boundary: string, place: string, path: string): Promise<string> {
  const real = await realpath(place).catch((error: unknown) => {
    throw new ChartProblem(
      'configuration',
      `${JSON.stringify(path)} is not there (${errorCode(error)})`,
      'Check the path; it is relative to the stack directory',
      { cause: error },
    );
  });
  if (real === boundary || real.startsWith(boundary + sep)) return real;
  throw new ChartProblem(
    'configuration',
    `${JSON.stringify(path)} is a link that leaves the stack directory`,
    'Put a copy of what it leads to inside the stack directory',
  );
}

const tooLarge = (): ChartProblem =>
  new ChartProblem(
    'configuration',
    `it is larger than Helm's limit of 100 MiB, or has more than ${limits.files} files`,
    'Name what no template needs in .helmignore',
  );
