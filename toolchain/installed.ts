import { accessSync, constants, mkdirSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { cacheFolder } from '../src/stack/cache-folder.ts';
import { readJson, writeWhole } from './cache.ts';
import { run } from './command.ts';
import type { Program } from './programs.ts';

const versionTimeoutMs = 10_000;

interface Memory {
  [path: string]: { mtimeMs: number; size: number; version: string | null };
}

/** Where a program of that name stands on PATH, or null. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv = process.env): string | null {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    // A relative entry would mean another file in each working directory.
    if (!isAbsolute(folder)) continue;
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {
      continue;
    }
  }
  return null;
}

/** The first version in what a program prints about itself, without `v` and build metadata; null if there's none. */
export function versionIn(output: string): string | null {
  return /(?<![\w.])v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)/.exec(output)?.[1] ?? null;
}

/** The program on PATH, if it has exactly the pinned version. */
export async function installedExactly(program: Program): Promise<string | null> {
  if (program.versionArguments === null) return null;
  const path = findOnPath(program.name);
  if (path === null) return null;
  return (await rememberedVersion(path, program.versionArguments)) === program.version ? path : null;
}

/**
 * The version that a program prints about itself, or null if it prints none. The answer is remembered in the cache for as
 * long as the file stays the same, so that a second look starts no process.
 */
export async function rememberedVersion(path: string, args: readonly string[]): Promise<string | null> {
  return await remembered(path, async () => await askVersion(path, args));
}

/** The same for a program that is asked in another way. */
export async function remembered(path: string, ask: () => Promise<string | null>): Promise<string | null> {
  const memoryFile = join(cacheFolder(), 'installed.json');
  const memory = (readJson(memoryFile) as Memory | null) ?? {};
  const key = realpathSync(path);
  const { mtimeMs, size } = statSync(key);
  const known = memory[key];
  if (known?.mtimeMs === mtimeMs && known.size === size) return known.version;
  const version = await ask();
  mkdirSync(dirname(memoryFile), { recursive: true });
  writeWhole(memoryFile, JSON.stringify({ ...memory, [key]: { mtimeMs, size, version } }, null, 2));
  return version;
}

/** A program that can't be run, fails or prints nothing usable has no version. */
async function askVersion(path: string, args: readonly string[]): Promise<string | null> {
  try {
    // Pulumi would ask its makers for a newer version.
    const env = { PULUMI_SKIP_UPDATE_CHECK: 'true' };
    const result = await run(path, args, { timeoutMs: versionTimeoutMs, env });
    return result.exitCode === 0 ? versionIn(result.tail) : null;
  } catch {
    return null;
  }
}
