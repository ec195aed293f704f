/** Events that run with the secrets of the repository although anybody can cause them: there, nothing of a pull request may be run. */
import { Failure } from '../stack/failure.ts';
import type { GithubContext } from './context.ts';

/** https://docs.github.com/actions/reference/security: "privileged" triggers that others can cause. */
const privileged: ReadonlySet<string> = new Set(['pull_request_target', 'issue_comment', 'workflow_run']);

export const isPrivileged = (event: string): boolean => privileged.has(event);

/**
 * Throws a `Failure` (`findings`) if what is checked out may come from a pull request: if it is not the commit that GitHub runs the workflow of. `checkedOut`: the
 * commit of the working tree that holds the stack directory; null if it has none, and then nobody knows where it comes from. `vetted`: the head that somebody
 * who may write has asked for.
 */
export function refuseForeignHead(
  { event, sha, pullRequest }: GithubContext,
  checkedOut: string | null,
  vetted: string | null = null,
): void {
  if (!isPrivileged(event)) return;
  const commit = checkedOut?.toLowerCase();
  if (commit !== undefined && (commit === sha.toLowerCase() || commit === vetted?.toLowerCase())) return;
  const isHead = checkedOut !== null && checkedOut === pullRequest?.headSha;
  const what =
    checkedOut === null
      ? 'the stack directory is in no git checkout'
      : `commit ${checkedOut} is checked out${isHead ? `, the head of pull request #${pullRequest.number}` : ''}`;
  throw new Failure(
    'findings',
    `${event} runs with the secrets of the repository, and ${what}: its programs, charts and stack file could send them anywhere. Nothing was run`,
    {
      hint: `preview with the event pull_request, where forks get no secrets; or check out ${sha}, which is what the workflow itself comes from (actions/checkout without \`ref\`)`,
    },
  );
}
