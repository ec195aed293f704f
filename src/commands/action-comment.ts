/** `/deploy preview` and `/deploy up` in a comment: who asks, what for, and whether what is checked out is what they mean. */
import { commentedPullRequest, mayWrite, wasPushedBefore } from '../github/action/commented-pull-request.ts';
import { askedBy } from '../github/action/deploy-comment.ts';
import type { ActionInputs } from '../github/action/inputs.ts';
import type { GithubContext } from '../github/context.ts';
import { Failure } from '../stack/failure.ts';
import { quoted } from '../stack/problem.ts';
import type { Wanted } from './action-preparation.ts';
import { githubClient } from './github-job.ts';
import { checkedOut } from './own-checkout.ts';
import type { Io } from './session.ts';

/** Null if there is nothing to do for this step, said in the log and nowhere else. Throws a `Failure` if it is not allowed. */
export async function wantedByComment(
  inputs: ActionInputs,
  context: GithubContext,
  directory: string,
  io: Io,
): Promise<Wanted | null> {
  const { event, repository, comment, pullRequest, sha } = context;
  if (event !== 'issue_comment')
    throw new Failure(
      'configuration',
      `command: comment runs on the event issue_comment, and this is ${event}`,
      {
        hint: '  on:\n    issue_comment:\n      types: [created]',
      },
    );
  const nothing = (why: string): null => {
    io.terminal.note(`nothing is run: ${why}`);
    return null;
  };
  const asked = askedBy(context, inputs.stack);
  if (asked.kind === 'ignored') return nothing(asked.why);
  if (comment === null || pullRequest === null) return nothing('the comment is not on a pull request');
  const client = githubClient('command: comment', context, { ...io, token: inputs.token });
  // Strangers learn nothing, and can make nobody's run fail.
  if (!(await mayWrite(client, repository, comment.author)))
    return nothing(`${quoted(comment.author)} has no write permission on ${repository}`);
  if (asked.kind === 'unclear')
    throw new Failure('configuration', `the comment cannot be understood: ${quoted(asked.found)}`, {
      hint: 'write `/deploy preview`, `/deploy preview STACK`, `/deploy up` or `/deploy up STACK` as its first line',
    });
  const { command, stack } = asked;
  const [commit, found] = await Promise.all([
    checkedOut(directory),
    commentedPullRequest(client, repository, pullRequest.number),
  ]);
  const what = `pull request #${found.number}`;
  if (command === 'up') {
    if (!found.isMerged)
      throw new Failure('findings', `${what} is not merged: up applies what is merged. Nothing was run`, {
        hint: '`/deploy preview` shows what it would change; merge it, then `/deploy up` applies it again if the first time failed',
      });
    return { command, stack, vetted: null };
  }
  if (commit === null || commit === sha) return { command, stack, vetted: null };
  if (found.isFork === true)
    throw new Failure(
      'findings',
      `the head of ${what} is in another repository: nothing of it is run here. Nothing was run`,
      {
        hint: 'preview it on the event pull_request, with `base: ${{ github.event.pull_request.base.sha }}`, which needs no secrets',
      },
    );
  if (commit !== found.headSha)
    throw new Failure(
      'findings',
      `commit ${commit} is checked out, and the head of ${what} is ${found.headSha ?? 'gone'}. Nothing was run`,
      {
        hint: 'somebody has pushed meanwhile: look at what is new, and comment again',
      },
    );
  if (!(await wasPushedBefore(client, repository, found, comment)))
    throw new Failure(
      'findings',
      `the head of ${what} was pushed after the comment, or GitHub does not tell when. Nothing was run`,
      {
        hint: 'look at what is new, and comment again',
      },
    );
  return { command, stack, vetted: found };
}
