import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '../src/stack/failure.ts';

const stagingPrefix = '.building-';
/** A staging folder older than this belongs to a build that was killed. */
const abandonedAfterMs = 6 * 60 * 60 * 1000;

/** `null` where only the bundle is: nothing can be built there. */
export function findToolchain(): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  const folders = [here, join(here, '..', 'toolchain')];
  return folders.find((folder) => existsSync(join(folder, 'cluster', 'go.mod'))) ?? null;
}

/** The folder with the pinned modules: this one, or the one beside `dist/` when this code runs from the bundle. */
export function toolchainDirectory(): string {
  const found = findToolchain();
  if (found !== null) return found;
  throw new Failure(
    'configuration',
    'The pinned Go modules (toolchain/cluster/go.mod) are not beside this program.',
    {
      hint: 'Run it from a clone of the repository.',
    },
  );
}

/** A short digest of everything that decides what a build yields. */
export function cacheKey(parts: readonly string[]): string {
  const hash = createHash('sha256');
  // The length in front keeps ["ab", "c"] and ["a", "bc"] apart.
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest('hex').slice(0, 16);
}

/**
 * Makes `folder` by `fill`ing a staging folder beside it and renaming that: a killed build leaves nothing half-written,
 * and of two builders at once the first wins while the other drops its copy.
 */
export async function publish(folder: string, fill: (staging: string) => Promise<void>): Promise<void> {
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const staging = join(parent, `${stagingPrefix}${randomUUID()}`);
  await mkdir(staging);
  try {
    await fill(staging);
    await rename(staging, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    if (!entry.startsWith(stagingPrefix)) continue;
    const path = join(parent, entry);
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > abandonedAfterMs)
      await rm(path, { recursive: true, force: true });
  }
}

/** Writes a whole file or nothing: readers never see a part of it. */
export function writeWhole(path: string, content: string, mode = 0o644): void {
  const staging = `${path}.${randomUUID()}`;
  try {
    writeFileSync(staging, content, { mode });
    renameSync(staging, path);
  } finally {
    rmSync(staging, { force: true });
  }
}

/** The JSON in a file that only this project writes, or null if it's missing or damaged. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
