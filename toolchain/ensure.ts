import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder } from '../src/stack/cache-folder.ts';
import { findToolchain, publish, toolchainDirectory } from './cache.ts';
import { findGo, goBuild, programKey } from './go.ts';
import { installedExactly } from './installed.ts';
import { defaultPrograms, programs, type Program, type ProgramName } from './programs.ts';

const heartbeatMs = 15_000;

/** Absolute paths of runnable programs. */
export type ProgramPaths<Name extends ProgramName = ProgramName> = Record<Name, string>;

export interface EnsureOptions<Name extends ProgramName = ProgramName> {
  /** Default: everything but what only benchmarks and lints need. */
  names?: readonly Name[];
  onProgress?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Finds every program: built before, or on PATH with exactly the pinned version, or built now. Starts no process when
 * nothing is missing. Throws one Failure: no Go, Go too old, failed build, `cancelled`.
 */
export async function ensurePrograms<Name extends ProgramName = ProgramName>(
  options: EnsureOptions<Name> = {},
): Promise<ProgramPaths<Name>> {
  const names = options.names ?? (defaultPrograms as readonly Name[]);
  const paths: Partial<Record<ProgramName, string>> = {};
  const missing: ProgramName[] = [];
  for (const name of names) {
    const found = await findProgram(name);
    if (found === null) missing.push(name);
    else paths[name] = found;
  }
  for (const [index, name] of missing.entries()) {
    const left = missing.length - index - 1;
    paths[name] = await build(programs[name], left === 0 ? 'the last one' : `${left} left after it`, options);
  }
  return paths as ProgramPaths<Name>;
}

/** The folders to put in front of PATH so that the programs are found by their names. */
export function programFolders(paths: Partial<ProgramPaths>): string {
  return [...new Set(Object.values(paths).map((path) => dirname(path)))].join(delimiter);
}

/** Where a program is, without building it: built before, else exactly this version on PATH, else null. */
export async function findProgram(name: ProgramName): Promise<string | null> {
  if (findToolchain() !== null) {
    const built = builtPath(programs[name]);
    if (existsSync(built)) return built;
  }
  return await installedExactly(programs[name]);
}

function builtPath(program: Program): string {
  const key = programKey(program, join(toolchainDirectory(), program.module));
  return join(cacheFolder(), 'programs', `${program.name}-${program.version}-${key}`, program.name);
}

async function build(program: Program, left: string, { onProgress, signal }: EnsureOptions): Promise<string> {
  const moduleDirectory = join(toolchainDirectory(), program.module);
  const go = await findGo(moduleDirectory, signal);
  const what = `${program.name} ${program.version}`;
  const started = Date.now();
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  onProgress?.(`building ${what} (${left})`);
  const heartbeat = setInterval(
    () => onProgress?.(`  still building ${what}, ${elapsed()} (${left})`),
    heartbeatMs,
  );
  const path = builtPath(program);
  try {
    await publish(dirname(path), (staging) => goBuild(go, program, moduleDirectory, staging, signal));
  } finally {
    clearInterval(heartbeat);
  }
  onProgress?.(`built ${what} in ${elapsed()}`);
  return path;
}
