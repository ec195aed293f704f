import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../src/stack/failure.ts';
import { cacheFolder } from '../src/stack/cache-folder.ts';
import { cacheKey, publish, toolchainDirectory } from './cache.ts';
import { run, type CommandResult } from './command.ts';
import { findOnPath } from './installed.ts';

/** The oldest Python that the pinned packages run on. */
const oldest = { major: 3, minor: 10 };
const installHint =
  'Install Python 3 with its venv module (Debian, Ubuntu: `apt-get install python3-venv`), then run again.';

export interface PythonOptions {
  onProgress?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * The Python of a virtual environment that holds moto (AWS Secrets Manager, STS and S3 for tests): `<it> -m moto.server`.
 * Throws Failure if this machine can't have it.
 */
export async function ensureMoto(options: PythonOptions = {}): Promise<string> {
  const what = 'moto (AWS for tests)';
  return join(await ensurePackages('moto', what, 'moto', [], options), 'bin', 'python');
}

/** The program zizmor, which judges the security of workflows. Throws Failure if this machine can't have it. */
export async function ensureZizmor(options: PythonOptions = {}): Promise<string> {
  const how = ['--require-hashes', '--only-binary', ':all:'];
  return join(await ensurePackages('zizmor', 'zizmor', 'workflows', how, options), 'bin', 'zizmor');
}

/** The folder of a virtual environment, made once from the requirements in `toolchain/<pins>`, in the same cache as the programs. */
async function ensurePackages(
  name: string,
  what: string,
  pins: string,
  how: readonly string[],
  { onProgress, signal }: PythonOptions,
): Promise<string> {
  const requirements = join(toolchainDirectory(), pins, 'requirements.txt');
  const key = cacheKey([readFileSync(requirements, 'utf8'), process.platform, process.arch]);
  const folder = join(cacheFolder(), name, key);
  // A link to the machine's Python: it dangles once that Python is gone, and then the environment is made anew.
  if (existsSync(join(folder, 'bin', 'python'))) return folder;
  const base = await findPython(signal);
  onProgress?.(`installing ${what} into a virtual environment`);
  const started = Date.now();
  await rm(folder, { recursive: true, force: true });
  await publish(folder, async (staging) => {
    const made = await run(base, ['-m', 'venv', staging], { signal });
    if (made.exitCode !== 0) throw pythonFailure(name, `${base} -m venv`, made, installHint);
    // Not the `pip` script: its first line names the staging folder, which is about to be renamed.
    const pip = ['-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '--no-deps', ...how];
    const installed = await run(join(staging, 'bin', 'python'), [...pip, '-r', requirements], { signal });
    if (installed.exitCode !== 0) {
      throw pythonFailure(
        name,
        'pip install',
        installed,
        'Check the network and the package index that pip uses, then run again.',
      );
    }
  });
  onProgress?.(`installed ${name} in ${Math.round((Date.now() - started) / 1000)} s`);
  return folder;
}

async function findPython(signal?: AbortSignal): Promise<string> {
  const python = findOnPath('python3');
  const wanted = `${oldest.major}.${oldest.minor}`;
  if (python === null)
    throw new Failure('configuration', `There is no Python 3 (${wanted} or newer).`, { hint: installHint });
  const asked = await run(python, ['-c', 'import sys; print(*sys.version_info[:2])'], { signal });
  const [major = 0, minor = 0] = asked.stdout.trim().split(' ').map(Number);
  if (major !== oldest.major || minor < oldest.minor) {
    throw new Failure(
      'configuration',
      `Python ${major}.${minor} (${python}) is too old: ${wanted} or newer is needed.`,
      {
        hint: installHint,
      },
    );
  }
  return python;
}

function pythonFailure(name: string, command: string, result: CommandResult, hint: string): Failure {
  return new Failure(
    'failed',
    `${name} could not be installed: \`${command}\` ended with exit code ${result.exitCode}.\n${result.tail}`,
    {
      hint,
    },
  );
}
