/** A copy of an example in a folder of its own, with the command line run in it as a user would run it. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const limitMilliseconds = 150_000; // below the limit of a test

const root = join(import.meta.dirname, '..', '..');

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface StackCopy {
  readonly directory: string; // the stack directory
  readonly state: string; // folder of the file backend
  readonly environment: NodeJS.ProcessEnv;
  /** Runs `k8s-deploy ARGS -C <stack directory>`. `onText` sees its output as it comes. */
  run(
    args: readonly string[],
    options?: { environment?: NodeJS.ProcessEnv; onText?: (text: string) => void },
  ): Promise<Ran>;
  pulumi(args: readonly string[], options?: { environment?: NodeJS.ProcessEnv }): Promise<Ran>;
  /** Another program in the same environment. */
  node(args: readonly string[]): Promise<Ran>;
  remove(): void;
}

/** `entry`: the program, by default the bundle that the plane's setup made. */
export function copyExample(
  example: string,
  environment: NodeJS.ProcessEnv,
  entry = process.env['K8S_DEPLOY_TEST_ENTRY'] ?? join(root, 'src/cli.ts'),
): StackCopy {
  const folder = mkdtempSync(join(tmpdir(), `k8s-deploy-${example}-`));
  const directory = join(folder, 'stack');
  const state = join(folder, 'state');
  cpSync(join(root, 'examples', example), directory, { recursive: true });
  mkdirSync(state);
  const own = { ...environment, PULUMI_BACKEND_URL: `file://${state}`, PULUMI_HOME: join(folder, 'home') };
  return {
    directory,
    state,
    environment: own,
    run: (args, options = {}) =>
      execute(
        process.execPath,
        [entry, ...args, '-C', directory],
        { ...own, ...options.environment },
        root,
        options.onText,
      ),
    pulumi: (args, options = {}) =>
      execute('pulumi', [...args, '--non-interactive'], { ...own, ...options.environment }, directory),
    node: (args) => execute(process.execPath, args, own, root),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function execute(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  cwd: string,
  onText?: (text: string) => void,
): Promise<Ran> {
  const started = performance.now();
  const child = spawn(command, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const limit = setTimeout(() => child.kill('SIGTERM'), limitMilliseconds); // what it printed until then is in the result
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (part: string) => {
      text[name] += part;
      onText?.(part);
    });
  }
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  clearTimeout(limit);
  return { exitCode, ...text, seconds: (performance.now() - started) / 1000 };
}
