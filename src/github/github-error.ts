/** What may go wrong at GitHub's API, in closed kinds, with what to do. */
import { listAt, textAt } from '../kubernetes/data.ts';
import { Failure, type FailureCode } from '../stack/failure.ts';
import { quoted } from '../stack/problem.ts';
import { messageOf, type Answer } from './answer.ts';
import { neededPermission, workflowPermissions } from './permission.ts';

/** `no-answer`: broken off, timed out or 5xx; whether it was done is not known. */
export type GithubErrorKind =
  'authentication' | 'permission' | 'locked' | 'gone' | 'too-long' | 'rate-limited' | 'no-answer' | 'refused';

const codes: Readonly<Record<GithubErrorKind, FailureCode>> = {
  authentication: 'authentication',
  permission: 'authentication',
  locked: 'failed',
  gone: 'failed',
  'too-long': 'failed',
  'rate-limited': 'unreachable',
  'no-answer': 'unreachable',
  refused: 'failed',
};

export class GithubError extends Failure {
  readonly kind: GithubErrorKind;

  constructor(
    kind: GithubErrorKind,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(codes[kind], message, options);
    this.name = 'GithubError';
    this.kind = kind;
  }
}

/** GitHub tells these apart from other refusals only in prose: its API has one status and no code for them. */
const isLocked = (answer: Answer): boolean => answer.status === 403 && /\blocked\b/i.test(messageOf(answer));
const isForbidden = (answer: Answer): boolean =>
  answer.status === 403 && /^Resource not accessible by /i.test(messageOf(answer));

/** Waiting does not help. Its answer may come with the last of the hourly requests, and so look like a spent limit. */
export const isLasting = (answer: Answer): boolean => isLocked(answer) || isForbidden(answer);

/** `POST /repos/acme/shop/issues/7/comments`. */
export function errorOf(answer: Answer, request: string): GithubError {
  const { status } = answer;
  const words = messageOf(answer);
  const said = `GitHub answers ${status}${words === '' ? '' : ` (${quoted(words)})`} to ${request}`;
  if (status === 401)
    return new GithubError('authentication', said, {
      hint: 'the token is wrong or no longer valid: pass `github.token`, or make a new token',
    });
  if (isForbidden(answer)) {
    const permission = neededPermission(answer.headers);
    return new GithubError(
      'permission',
      `${said}: the token lacks the permission ${permission.name}: ${permission.level}`,
      {
        hint:
          `add to the job in the workflow:\n${workflowPermissions(permission)}\n` +
          'a pull request from a fork never gets more than read access; its report is in the job summary',
      },
    );
  }
  if (isLocked(answer))
    return new GithubError('locked', `${said}: the conversation is locked`, {
      hint: 'unlock the conversation of the pull request, or read the report in the job summary',
    });
  if (status === 404 || status === 410)
    return new GithubError('gone', said, {
      hint: 'it was deleted, or the token may not see it: a private repository answers 404 to a token without the permission',
    });
  if (isTooLong(answer)) return new GithubError('too-long', said);
  if (status >= 500)
    return new GithubError('no-answer', said, { hint: 'see githubstatus.com, and run the job again' });
  return new GithubError('refused', said);
}

function isTooLong(answer: Answer): boolean {
  if (answer.status === 413) return true;
  if (answer.status !== 422) return false;
  const texts = listAt(answer.data, 'errors').map((error) => textAt(error, 'message') ?? '');
  return [messageOf(answer), ...texts].some((text) => /\btoo long\b/i.test(text));
}
