/** The stack directory as another commit has it, in a folder of its own. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar';
import type { Base } from '../plan/plan.ts';
import { Failure } from '../stack/failure.ts';
import { quoted } from '../stack/problem.ts';

export interface BaseTree {
  readonly base: Base;
  /** Null if the commit has no such folder. */
  readonly directory: string | null;
  readonly gaps: readonly string[];
  remove(): void;
}

const timeoutMilliseconds = 60_000;

/**
 * What the branch started from: what the base has got since would show as taken back here. `ref`: a branch, tag or commit of the repository that
 * `directory` lies in. Throws a `Failure` (configuration).
 */
export async function openBaseTree(directory: string, ref: string, signal: AbortSignal): Promise<BaseTree> {
  const git = repository(resolve(directory), ref, signal);
  const tip = (await git('rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`)).trim();
  const common = await git('merge-base', tip, 'HEAD').then(
    (text) => text.trim(),
    () => null, // a shallow checkout, or branches that have nothing in common
  );
  const behind = common === null ? 0 : Number((await git('rev-list', '--count', `${common}..${tip}`)).trim());
  const prefix = (await git('rev-parse', '--show-prefix')).trim();
  const commit = common ?? tip;
  const base: Base = { ref, commit, behind };
  const gaps =
    common === null
      ? [
          `the checkout does not reach the commit at which it left ${ref}, so it is compared with ${ref} as it is now; check out with fetch-depth: 0`,
        ]
      : [];
  const isThere =
    prefix === '' ||
    (await git('ls-tree', '-d', '--full-tree', '--name-only', commit, '--', prefix.slice(0, -1))).trim() !==
      '';
  if (!isThere) return { base, directory: null, gaps, remove: () => undefined };

  const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-base-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const archive = join(folder, 'base.tar');
    const tree = join(folder, 'tree');
    mkdirSync(tree);
    const root = (await git('rev-parse', '--show-toplevel')).trim(); // from elsewhere it only takes what lies there
    await git('-C', root, 'archive', '--format=tar', `--output=${archive}`, `${commit}:${prefix}`);
    await extract({ file: archive, cwd: tree, strict: true });
    rmSync(archive);
    return { base, directory: existsSync(join(tree, 'deploy.yaml')) ? tree : null, gaps, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

type Git = (...args: string[]) => Promise<string>;

function repository(directory: string, ref: string, signal: AbortSignal): Git {
  return async (...args) => {
    try {
      const { stdout } = await promisify(execFile)('git', args, {
        cwd: directory,
        signal,
        timeout: timeoutMilliseconds,
      });
      return stdout;
    } catch (cause) {
      if (signal.aborted) throw new Failure('cancelled', 'cancelled while git was asked', { cause });
      throw new Failure(
        'configuration',
        `cannot compare ${directory} with ${quoted(ref)}: git ${args.find((each) => /^[a-z]/.test(each)) ?? ''} failed`,
        {
          cause,
          hint: 'name a commit or branch that the checkout has, and fetch it first; in a workflow, check out with fetch-depth: 0',
        },
      );
    }
  };
}
