/** Where a comment of ours goes, and what is said where it cannot go anywhere. */
import { upsertComment } from '../github/comment.ts';
import type { PullRequest } from '../github/event.ts';
import type { TextLimit } from '../github/fit.ts';
import type { CommentIdentity } from '../github/marker.ts';
import { mergedPullRequest } from '../github/merged-pull-request.ts';
import { marks } from '../report/marks.ts';
import { Failure } from '../stack/failure.ts';
import { approvalKey, type GithubJob } from './github-job.ts';
import type { Io } from './session.ts';

/** A pull request with its last commit, if it is known. */
type Commented = Pick<PullRequest, 'number' | 'headSha'>;

/** That was merged as the commit which is applied, as an approval finds it; null if there is none: then the summary has the report. */
export async function appliedPullRequest(
  { client, repository, sha, pullRequest }: GithubJob,
  io: Io,
): Promise<Commented | null> {
  // A comment that asked for it is on a pull request, and another may have been merged since.
  if (pullRequest !== null && pullRequest.headSha !== null) return pullRequest;
  try {
    const { number, head } = await mergedPullRequest(client, repository, sha);
    return { number, headSha: head };
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'cancelled') throw error;
    io.terminal.note(
      io.terminal.style('dim', `no comment: ${error.message}; the summary of the job has the report`),
    );
    return null;
  }
}

/** The address of the comment; null if there is none. Never a reason to fail. */
export async function comment(
  {
    client,
    repository,
    pullRequest,
  }: Pick<GithubJob, 'client' | 'repository'> & { readonly pullRequest: Commented | null },
  identity: CommentIdentity,
  body: (limit: TextLimit) => string,
  { digest, commentLimit }: { readonly digest: string | null; readonly commentLimit?: number | undefined },
  io: Io,
): Promise<string | null> {
  // Without its head, as in a merge queue, a comment would take the place of one that somebody has approved.
  if (pullRequest === null || pullRequest.headSha === null) {
    warn(
      io,
      'no comment: this run is not about the head of a pull request',
      'run it on the event pull_request; the summary of the job has the report',
    );
    return null;
  }
  const outcome = await upsertComment(client, {
    repository,
    number: pullRequest.number,
    identity,
    body,
    ...(commentLimit === undefined ? {} : { characters: commentLimit }),
    digest,
    commit: pullRequest.headSha,
    key: await approvalKey(repository, io), // also where there is no digest, so that it can be told from a forged one
  });
  if (outcome.kind !== 'not-posted') {
    io.terminal.note(io.terminal.style('dim', `comment ${outcome.kind}: ${outcome.url}`));
    return outcome.url;
  }
  warn(io, `no comment: ${outcome.reason}`, outcome.hint);
  return null;
}

export function warn({ terminal }: Io, text: string, hint: string | null): void {
  terminal.note(`${terminal.style('yellow', marks.warning)} ${text}${hint === null ? '' : `\n  ${hint}`}`);
}
