/**
 * Puts a verified archive where Pulumi finds it: beside the stack file, under a relative path that names its content,
 * so that every machine computes the same path and a changed chart is a changed input.
 */
import { mkdir, readdir, readFile, realpath, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { replaceFile } from './cache.ts';
import { ChartProblem, errorCode } from './problem.ts';

const limits = { unusedDays: 7 } as const;
const folder = '.k8s-deploy';

/** `./.k8s-deploy/charts/NAME-VERSION-DIGEST12.tgz`, with `/` on every system. */
export async function handOver(
  directory: string,
  chart: { readonly name: string; readonly version: string; readonly digest: string },
  archive: Buffer,
): Promise<string> {
  const hex = chart.digest.slice('sha256:'.length);
  const name = `${chart.name}-${chart.version}-${hex.slice(0, 12)}.tgz`;
  try {
    const target = join(await prepare(directory), name);
    const present = await readFile(target).catch(() => null);
    if (present?.equals(archive) === true) {
      const now = new Date();
      await utimes(target, now, now);
    } else {
      await replaceFile(target, archive);
    }
  } catch (error) {
    if (error instanceof ChartProblem) throw error;
    throw new ChartProblem(
      'configuration',
      `it cannot be put into ${folder}/charts of the stack directory (${errorCode(error)})`,
      'Make the folder writable',
      { cause: error },
    );
  }
  return `./${folder}/charts/${name}`;
}

/** Removes archives that no run of any stack has used for a week: edited local charts leave one behind each time. */
export async function forgetUnused(directory: string): Promise<void> {
  const charts = join(directory, folder, 'charts');
  const oldest = Date.now() - limits.unusedDays * 24 * 3600 * 1000;
  for (const name of await readdir(charts).catch(() => [])) {
    if (!/-[0-9a-f]{12}\.tgz$/.test(name)) continue;
    const file = join(charts, name);
    const age = await stat(file).catch(() => null);
    if (age !== null && age.mtimeMs < oldest) await rm(file, { force: true });
  }
}

async function prepare(directory: string): Promise<string> {
  const root = await realpath(directory);
  const charts = join(directory, folder, 'charts');
  for (const step of [join(directory, folder), charts]) {
    await mkdir(step, { recursive: true });
    if (!(await realpath(step)).startsWith(root + sep)) {
      throw new ChartProblem(
        'configuration',
        `${folder} of the stack directory is a link that leaves it`,
        'Remove the link; the folder is made anew',
      );
    }
  }
  await writeFile(join(directory, folder, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  return charts;
}
