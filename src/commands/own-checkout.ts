/** In a workflow: refuses to run what a stranger's pull request may have written, where the job has the repository's secrets. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { githubContext } from '../github/context.ts';
import type { PullRequest } from '../github/event.ts';
import { isPrivileged, refuseForeignHead } from '../github/foreign-head.ts';

/** Throws a `Failure` (findings). `directory`: whose checkout is asked for its commit; `vetted`: whose head may be run all the same. */
export async function requireOwnCheckout(
  directory: string,
  environment: NodeJS.ProcessEnv,
  vetted: PullRequest | null,
): Promise<void> {
  const context = githubContext(environment);
  if (context === null || !isPrivileged(context.event)) return;
  refuseForeignHead(context, await checkedOut(resolve(directory)), vetted?.headSha ?? null);
}

/** The commit; null outside a git repository. */
export async function checkedOut(directory: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: directory });
    return stdout.trim();
  } catch {
    return null;
  }
}
