/** `k8s-deploy check` in a folder of its own, run as a user runs it, in an environment that has next to nothing. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CheckResult } from '../../src/contract/finding.ts';
import { cacheFolder } from '../../src/stack/cache-folder.ts';
import { execute, type Ran } from './stack-copy.ts';

const root = join(import.meta.dirname, '..', '..');
export const entry = process.env['K8S_DEPLOY_TEST_ENTRY'] ?? join(root, 'src/cli.ts');

export interface Checked {
  readonly directory: string;
  /** `k8s-deploy ARGS` in the directory. */
  run(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ran>;
  /** `k8s-deploy check ARGS --json`, read; fails if it printed none. */
  json(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ran & { result: CheckResult }>;
  write(files: Readonly<Record<string, string>>): void;
  read(file: string): string;
  /** Paths of all files in it, sorted, without those below `.k8s-deploy`. */
  files(): string[];
  remove(): void;
}

/** No cluster, no cloud account, no Pulumi, no configuration of the user; PATH has Helm and the renderer. */
export const bareEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  K8S_DEPLOY_CACHE: cacheFolder(),
});

/** In a new folder. */
export function checkedFolder(files: Readonly<Record<string, string>>): Checked {
  const directory = mkdtempSync(join(tmpdir(), 'k8s-deploy-check-'));
  const checked = checkedAt(directory, () => rmSync(directory, { recursive: true, force: true }));
  checked.write(files);
  return checked;
}

/** In a folder that is there, such as a `LocalExample`. */
export function checkedAt(directory: string, remove: () => void): Checked {
  const run: Checked['run'] = async (args, environment = {}) =>
    await execute(process.execPath, [entry, ...args], { ...bareEnvironment(), ...environment }, directory);
  return {
    directory,
    run,
    async json(args, environment) {
      const ran = await run(['check', ...args, '--json'], environment);
      const printed = ran.stdout.startsWith('{')
        ? (JSON.parse(ran.stdout) as CheckResult | { error: unknown })
        : null;
      if (printed === null || 'error' in printed)
        throw new Error(`exit code ${ran.exitCode}\n${ran.stdout}${ran.stderr}`);
      return { ...ran, result: printed };
    },
    write(files) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, file)), { recursive: true });
        writeFileSync(join(directory, file), text);
      }
    },
    read: (file) => readFileSync(join(directory, file), 'utf8'),
    files: () =>
      readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((each) => each.isFile())
        .map((each) => join(each.parentPath, each.name).slice(directory.length + 1))
        .filter((file) => !file.startsWith('.k8s-deploy/'))
        .toSorted(),
    remove,
  };
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where a text that is there once starts. */
export function placeOf(text: string, wanted: string): Place {
  const [before = '', after, ...more] = text.split(wanted);
  if (after === undefined || more.length > 0) throw new Error(`${wanted} is not there once`);
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
