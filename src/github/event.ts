/** The event that started the workflow, as GitHub wrote it down: which pull request it is about. */
import { at, numberAt, textAt, type Data } from '../kubernetes/data.ts';

export interface PullRequest {
  readonly number: number;
  /** These four are null where the event does not tell: a comment, a merge queue. */
  readonly headRef: string | null; // topic
  readonly headSha: string | null;
  readonly baseRef: string | null; // main
  readonly baseSha: string | null;
  /** Its head is in another repository, or in one that is gone. Null where the event does not tell. */
  readonly isFork: boolean | null;
}

/** A comment on an issue or a pull request. */
export interface EventComment {
  /** `created`, `edited`, `deleted`. */
  readonly action: string;
  readonly body: string;
  readonly author: string; // octocat
  readonly createdAt: string; // 2026-11-21T12:00:00Z
}

/** Null if the event is none about a comment. */
export function commentOf(event: string, payload: Data): EventComment | null {
  if (event !== 'issue_comment') return null;
  return {
    action: textAt(payload, 'action') ?? '',
    body: textAt(payload, 'comment', 'body') ?? '',
    author: textAt(payload, 'comment', 'user', 'login') ?? '',
    createdAt: textAt(payload, 'comment', 'created_at') ?? '',
  };
}

const untold = { headRef: null, headSha: null, baseRef: null, baseSha: null } as const;

/** refs/heads/gh-readonly-queue/BASE/pr-7-SHA */
const queueRef = /^refs\/heads\/gh-readonly-queue\/.+\/pr-(\d{1,9})-[0-9a-f]+$/;

/** Null if it is about none. */
export function pullRequestOf(event: string, payload: Data, ref: string): PullRequest | null {
  switch (event) {
    case 'pull_request':
    case 'pull_request_target':
    case 'pull_request_review':
    case 'pull_request_review_comment':
      return described(at(payload, 'pull_request'));
    case 'issue_comment': {
      const number = numberAt(payload, 'issue', 'number');
      if (number === undefined || at(payload, 'issue', 'pull_request') === undefined) return null; // an issue
      return { number, ...untold, isFork: null };
    }
    case 'merge_group': {
      const [, number] = queueRef.exec(textAt(payload, 'merge_group', 'head_ref') ?? ref) ?? [];
      return number === undefined ? null : { number: Number(number), ...untold, isFork: false };
    }
    default:
      return null;
  }
}

function described(data: Data | undefined): PullRequest | null {
  const number = numberAt(data, 'number');
  if (number === undefined) return null;
  const headRepository = numberAt(data, 'head', 'repo', 'id');
  return {
    number,
    headRef: textAt(data, 'head', 'ref') ?? null,
    headSha: textAt(data, 'head', 'sha') ?? null,
    baseRef: textAt(data, 'base', 'ref') ?? null,
    baseSha: textAt(data, 'base', 'sha') ?? null,
    isFork: headRepository === undefined || headRepository !== numberAt(data, 'base', 'repo', 'id'),
  };
}
