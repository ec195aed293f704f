/** The ways to a preview and to an up that are measured side by side; each is one command. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyExample, type StackCopy } from '../test/setup/stack-copy.ts';
import type { Desired } from './desired.ts';
import { measured, type Command } from './measured.ts';
import type { PullRequestJob } from './pull-request.ts';

const root = join(import.meta.dirname, '..');

export interface Workshop {
  readonly folder: string;
  /** The folder of the bundle of the command line; `folder` has the one of `bare.ts`. */
  readonly bundled: string;
}

/** An example that is measured. */
export interface Place {
  readonly example: StackCopy;
  /** The command line. */
  readonly entry: string;
  readonly bare: string;
  /** For files of ours. */
  readonly folder: string;
}

export function openPlace(
  { folder, bundled }: Workshop,
  name: string,
  environment: NodeJS.ProcessEnv,
): Place {
  const own = join(folder, name);
  mkdirSync(own);
  const entry = join(bundled, 'cli.js');
  return {
    example: copyExample(name, environment, entry),
    entry,
    bare: join(folder, 'bare.js'),
    folder: own,
  };
}

type Operation = 'preview' | 'up';

/** `k8s-deploy preview` (or `up`) with everything it does by itself: gate, rendered diff, drift, digest. */
export const ours = (
  { example, entry }: Place,
  operation: Operation = 'preview',
  options: readonly string[] = [],
): Command => ({
  program: process.execPath,
  args: [entry, operation, '--stack', 'dev', '-C', example.directory, ...options],
  environment: example.environment,
  cwd: root,
});

/** And with the comment on the pull request and the summary of the job. */
export const oursWithComment = (place: Place, job: PullRequestJob): Command => {
  const plain = ours(place);
  return {
    ...plain,
    args: [...plain.args, '--comment'],
    environment: { ...plain.environment, ...job.environment() },
  };
};

/** The same `declare()` as an inline program of the Automation API, nothing around it, the charts there. */
export const bare = (
  { example, bare: program }: Place,
  desired: string,
  operation: Operation = 'preview',
): Command => ({
  program: process.execPath,
  args: [program, desired, operation],
  environment: example.environment,
  cwd: root,
});

/** What is there without us: release by release, `helm template` into `kubectl diff`. */
export function helmAndKubectl({ example, folder }: Place, { releases }: Desired): Command {
  mkdirSync(join(folder, 'values'), { recursive: true });
  const lines = releases.map(({ name, namespace, archive, values }) => {
    const file = join(folder, 'values', `${namespace}-${name}.json`);
    writeFileSync(file, JSON.stringify(values));
    // From 2 on it is an error, such as that of a namespace that is not there yet.
    return `helm template ${name} '${archive}' -n ${namespace} -f '${file}' | kubectl diff -n ${namespace} -f - >/dev/null || [ $? -eq 1 ] || echo failed: ${name}`;
  });
  return {
    program: 'sh',
    args: ['-c', `${lines.join('\n')}\ntrue`],
    environment: example.environment,
    cwd: root,
  };
}

/** What `bare` and `helmAndKubectl` are given; the charts are pulled with it. Also its file. */
export async function desiredOf({ example, folder }: Place): Promise<{ desired: Desired; file: string }> {
  const { stdout } = await measured({
    program: process.execPath,
    args: [join(root, 'bench/desired.ts'), example.directory, 'dev'],
    environment: example.environment,
    cwd: root,
  });
  const file = join(folder, 'desired.json');
  writeFileSync(file, stdout);
  return { desired: JSON.parse(stdout) as Desired, file };
}
