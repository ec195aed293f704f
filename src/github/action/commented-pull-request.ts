/** A pull request on which somebody has asked for something, as GitHub has it now: who asks, and whether its head is the one that they have seen. */
import { at, numberAt, textAt, type Data } from '../../kubernetes/data.ts';
import type { GithubClient } from '../client.ts';
import type { EventComment, PullRequest } from '../event.ts';
import { GithubError } from '../github-error.ts';
import { repositoryPath } from '../repository.ts';

/** Of an account; what GitHub says of the author in the event is about membership, and no permission. */
export async function mayWrite(client: GithubClient, repository: string, author: string): Promise<boolean> {
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,100})(?:\[bot\])?$/.test(author)) return false;
  try {
    const path = `${repositoryPath(repository)}/collaborators/${encodeURIComponent(author)}/permission`;
    // Whoever may maintain has `write` here, whoever may triage has `read`.
    return ['write', 'admin'].includes(textAt(await client.get(path), 'permission') ?? '');
  } catch (error) {
    if (error instanceof GithubError && error.kind === 'gone') return false;
    throw error;
  }
}

export interface CommentedPullRequest extends PullRequest {
  readonly isMerged: boolean;
}

export async function commentedPullRequest(
  client: GithubClient,
  repository: string,
  number: number,
): Promise<CommentedPullRequest> {
  const data = await client.get(`${repositoryPath(repository)}/pulls/${number}`);
  const head = numberAt(data, 'head', 'repo', 'id');
  return {
    number,
    headRef: textAt(data, 'head', 'ref') ?? null,
    headSha: textAt(data, 'head', 'sha') ?? null,
    baseRef: textAt(data, 'base', 'ref') ?? null,
    baseSha: textAt(data, 'base', 'sha') ?? null,
    isFork: head === undefined || head !== numberAt(data, 'base', 'repo', 'id'),
    isMerged: at(data, 'merged') === true,
  };
}

/** Pushes to one branch that are looked through; who asks about a head with more since then asks again. */
const mostPushes = 100;

/**
 * Whether the head was there when the comment was written, by the time at which GitHub took the push: what a commit says of its own time is its author's
 * word. False if that cannot be found out.
 */
export async function wasPushedBefore(
  client: GithubClient,
  repository: string,
  { headRef, headSha }: Pick<PullRequest, 'headRef' | 'headSha'>,
  { createdAt }: Pick<EventComment, 'createdAt'>,
): Promise<boolean> {
  const written = Date.parse(createdAt);
  if (headRef === null || headSha === null || Number.isNaN(written)) return false;
  const path = `${repositoryPath(repository)}/activity?ref=${encodeURIComponent(`refs/heads/${headRef}`)}`;
  let seen = 0;
  for await (const push of client.items(path)) {
    if (textAt(push, 'after') === headSha) return timeOf(push) <= written;
    if (++seen === mostPushes) return false;
  }
  return false;
}

/** Never, if it does not tell: what is compared with it is then false. */
const timeOf = (push: Data): number => Date.parse(textAt(push, 'timestamp') ?? '');
