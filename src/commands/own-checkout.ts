/** In a workflow: refuses to run what a stranger's pull request may have written, where the job has the repository's secrets. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { githubContext } from '../github/context.ts';
import { refuseForeignHead } from '../github/foreign-head.ts';

/** Throws a `Failure` (findings). `directory`: whose checkout is asked for its commit. */
export async function requireOwnCheckout(directory: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const context = githubContext(environment);
  if (context !== null) refuseForeignHead(context, await checkedOut(resolve(directory)));
}

/** Null outside a git repository. */
async function checkedOut(directory: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: directory });
    return stdout.trim();
  } catch {
    return null;
  }
}
