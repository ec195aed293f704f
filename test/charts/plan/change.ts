/** A change to a stack in a repository, previewed against the branch that it started from, by somebody who has nothing but the checkout. */
import { join } from 'node:path';
import type { PlanDocument } from '../../plane/plan/plan-document.ts';
import { bareEnvironment, entry } from '../../setup/checked.ts';
import type { GitRepository } from '../../setup/git-repository.ts';
import { execute, type Ran } from '../../setup/stack-copy.ts';

export interface Change {
  /** `k8s-deploy preview --base main ARGS` of the stack, in the stack directory. */
  preview(args?: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ran>;
  /** The same with `--json`, read; throws if it printed no plan. */
  plan(args?: readonly string[]): Promise<Ran & { readonly plan: PlanDocument }>;
}

/** `directory`: the stack directory, relative to the root of the repository. `stack` is not named if it is null. */
export function changeIn(
  repository: Pick<GitRepository, 'root'>,
  directory: string,
  stack: string | null = 'dev',
): Change {
  const preview: Change['preview'] = async (args = [], environment = {}) =>
    await execute(
      process.execPath,
      [entry, 'preview', '--base', 'main', ...(stack === null ? [] : ['--stack', stack]), ...args],
      { ...bareEnvironment(), ...environment },
      join(repository.root, directory),
    );
  return {
    preview,
    async plan(args = []) {
      const ran = await preview([...args, '--json']);
      const printed = ran.stdout.startsWith('{')
        ? (JSON.parse(ran.stdout) as PlanDocument | { error: unknown })
        : null;
      if (printed === null || 'error' in printed)
        throw new Error(`exit code ${ran.exitCode}\n${ran.stdout}${ran.stderr}`);
      return { ...ran, plan: printed };
    },
  };
}
