/** The pull request that a commit on the main branch comes from. */
import { numberAt, textAt, type Data } from '../kubernetes/data.ts';
import { Failure } from '../stack/failure.ts';
import type { GithubClient } from './client.ts';
import { repositoryPath } from './repository.ts';

export interface MergedPullRequest {
  readonly number: number;
  /** Its last commit; GitHub does not move it after the merge. */
  readonly head: string;
  readonly mergedAt: number; // milliseconds since 1970
}

interface Candidate extends MergedPullRequest {
  readonly mergeCommit: string;
}

/** Throws a `Failure` (`findings`) if there is none, or more than one. */
export async function mergedPullRequest(
  client: GithubClient,
  repository: string,
  sha: string,
): Promise<MergedPullRequest> {
  const merged: Candidate[] = [];
  const open: number[] = [];
  for await (const data of client.items(
    `${repositoryPath(repository)}/commits/${encodeURIComponent(sha)}/pulls`,
  )) {
    const candidate = candidateIn(data);
    if (candidate !== null) merged.push(candidate);
    else open.push(numberAt(data, 'number') ?? 0);
  }
  // Squashed, rebased and merged ones all have it. The head itself is on the main branch after a fast-forward by hand.
  const byMerge = merged.filter(({ mergeCommit }) => mergeCommit === sha);
  const fitting = byMerge.length > 0 ? byMerge : merged.filter(({ head }) => head === sha);
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return only;
  throw new Failure('findings', refusal(sha, fitting, merged, open), {
    hint: 'apply the commit that the merge of a previewed pull request made; or approve it in a protected environment and pass what was read with --expect-digest',
  });
}

function refusal(
  sha: string,
  fitting: readonly Candidate[],
  merged: readonly Candidate[],
  open: readonly number[],
): string {
  const list = (numbers: readonly number[]): string => numbers.map((number) => `#${number}`).join(', ');
  const start = `commit ${sha} was not approved in a pull request`;
  if (fitting.length > 1)
    return `${start}: it is that of several (${list(fitting.map(({ number }) => number))})`;
  if (merged.length > 0)
    return `${start}: it is part of ${list(merged.map(({ number }) => number))}, but not the commit that was made by merging`;
  if (open.length > 0) return `${start}: ${list(open)} is not merged`;
  return `${start}: it comes from none`;
}

function candidateIn(data: Data): Candidate | null {
  const mergedAt = textAt(data, 'merged_at');
  const head = textAt(data, 'head', 'sha');
  const number = numberAt(data, 'number');
  if (mergedAt === undefined || head === undefined || number === undefined) return null;
  return {
    number,
    head,
    mergedAt: Date.parse(mergedAt),
    mergeCommit: textAt(data, 'merge_commit_sha') ?? '',
  };
}
