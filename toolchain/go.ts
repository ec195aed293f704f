import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../src/stack/failure.ts';
import { cacheKey } from './cache.ts';
import { run, type CommandResult } from './command.ts';
import { findOnPath } from './installed.ts';
import type { Program } from './programs.ts';

/** Programs run here, so they are built for here, whatever the caller's GOOS and GOARCH say. */
const target = {
  GOOS: process.platform === 'win32' ? 'windows' : process.platform,
  GOARCH: { x64: 'amd64', ia32: '386' }[process.arch as string] ?? process.arch,
};
const environment = { ...target, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '-mod=readonly' };
const installHint = 'Install Go from https://go.dev/dl/ (or your package manager) so that `go` is on PATH, then run again.';

export function linkerFlags(program: Program): string {
  return ['-s -w', ...Object.entries(program.stamps).map(([variable, value]) => `-X ${variable}=${value}`)].join(' ');
}

/** Changes whenever the built program could: the module's pins, our own sources, the flags, the platform. */
export function programKey(program: Program, moduleDirectory: string): string {
  const own = program.package.startsWith('./') ? join(moduleDirectory, program.package) : null;
  const sources = own === null ? [] : sourceFiles(own);
  const files = [join(moduleDirectory, 'go.mod'), join(moduleDirectory, 'go.sum'), ...sources];
  return cacheKey([
    ...files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')),
    program.package,
    linkerFlags(program),
    JSON.stringify(program.assets ?? null),
    target.GOOS,
    target.GOARCH,
    ...(program.graft === undefined ? [] : [JSON.stringify(program.graft)]),
  ]);
}

const sourceFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();

/**
 * The Go command, checked against the `go` line of a module. Since 1.21 an older Go fetches the one it needs, unless
 * GOTOOLCHAIN=local forbids it.
 */
export async function findGo(moduleDirectory: string, signal?: AbortSignal): Promise<string> {
  const go = findOnPath('go');
  const wanted = /^go (\d+\.\d+(?:\.\d+)?)/m.exec(readFileSync(join(moduleDirectory, 'go.mod'), 'utf8'))?.[1] ?? '1.21';
  if (go === null) {
    throw new Failure('configuration', `Programs must be built, and there is no Go on this machine (${wanted} or newer).`, {
      hint: installHint,
    });
  }
  // Asked outside any module and as itself: inside one, an older Go would already answer as the one it fetched.
  const asked = await run(go, ['env', 'GOVERSION'], { cwd: tmpdir(), env: { GOTOOLCHAIN: 'local', GOFLAGS: '' }, signal });
  const policy = await run(go, ['env', 'GOTOOLCHAIN'], { cwd: tmpdir(), env: { GOFLAGS: '' }, signal });
  const version = /go(\d+\.\d+(?:\.\d+)?)/.exec(asked.stdout)?.[1] ?? '0.0';
  const fetchesNewer = !isOlder(version, '1.21') && policy.stdout.trim() !== 'local';
  if (isOlder(version, wanted) && !fetchesNewer) {
    throw new Failure('configuration', `Go ${version} (${go}) is too old to build the programs: ${wanted} or newer is needed.`, {
      hint: `${installHint} Or let Go fetch it: GOTOOLCHAIN=auto.`,
    });
  }
  return go;
}

export function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Builds one program, with its assets, into `folder`. Throws Failure `failed` with the end of the compiler's output. */
export async function goBuild(
  go: string,
  program: Program,
  moduleDirectory: string,
  folder: string,
  signal?: AbortSignal,
  /** Over the environment of a build for here: another platform, another build cache. */
  others: Readonly<Record<string, string>> = {},
): Promise<void> {
  const output = join(folder, program.name);
  // Without the stamp of a repository that the folder may lie in by chance.
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags', linkerFlags(program), '-o', output];
  const options = { cwd: moduleDirectory, env: { ...environment, ...others }, signal };
  if (program.graft !== undefined) {
    options.cwd = await graftedSource(go, program, program.graft, moduleDirectory, join(folder, 'source'), signal);
    options.env = { ...options.env, GOFLAGS: '-mod=vendor' };
  }
  const built = await run(go, ['build', ...flags, program.package], options);
  if (built.exitCode !== 0) throw buildFailure(program, `go build ${program.package}`, built);
  if (program.graft !== undefined) await rm(options.cwd, { recursive: true });
  if (program.assets === undefined) return;
  const listed = await run(go, ['list', '-m', '-f', '{{.Dir}}', program.package], options);
  const source = listed.stdout.trim();
  if (listed.exitCode !== 0 || source === '') throw buildFailure(program, `go list -m ${program.package}`, listed);
  const { from, to } = program.assets;
  await mkdir(join(folder, to));
  for (const file of await readdir(join(source, from))) await copyFile(join(source, from, file), join(folder, to, file));
}

/**
 * Makes `folder` a copy of the module with its dependencies in `vendor/` and the graft among them, and returns it. Go checks
 * dependencies against go.sum when it fetches them; it lets nobody lay files over its own module cache.
 */
async function graftedSource(
  go: string,
  program: Program,
  { from, onto }: NonNullable<Program['graft']>,
  moduleDirectory: string,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  await cp(moduleDirectory, folder, { recursive: true });
  const vendored = await run(go, ['mod', 'vendor'], { cwd: folder, env: environment, signal });
  if (vendored.exitCode !== 0) throw buildFailure(program, 'go mod vendor', vendored);
  await cp(join(folder, from), join(folder, 'vendor', onto), { recursive: true });
  return folder;
}

function buildFailure(program: Program, command: string, result: CommandResult): Failure {
  const how = result.exitCode === null ? 'was killed (out of memory?)' : `ended with exit code ${result.exitCode}`;
  return new Failure(
    'failed',
    `${program.name} ${program.version} could not be built: \`${command}\` in ${join('toolchain', program.module)} ${how}.\n${result.tail}`,
    {
      hint: 'If modules could not be fetched, check the network and GOPROXY, then run again: what is built already is kept.',
    },
  );
}
