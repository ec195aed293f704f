/**
 * One open issue for a stack and its directory: found again among all open ones by a hidden marker and its author, changed in place, closed when there is
 * nothing left. One that is closed stays so: the next time there is something to tell, that is another matter, and another issue.
 */
import { at, isMap, numberAt, textAt, type Data } from '../kubernetes/data.ts';
import { accountIn, type Account } from './answer.ts';
import type { GithubClient } from './client.ts';
import { limitsFrom, fits, type TextLimit } from './fit.ts';
import { GithubError } from './github-error.ts';
import { repositoryPath } from './repository.ts';

export interface IssueRequest {
  readonly repository: string; // acme/shop
  readonly identity: { readonly stack: string; readonly directory: string };
  readonly title: string;
  /** Its text, within the limit. */
  readonly body: (limit: TextLimit) => string;
  /** Whether there is anything to tell; else an open issue is closed with this text. */
  readonly isOpen: boolean;
}

export type IssueOutcome =
  | { readonly kind: 'opened' | 'updated' | 'unchanged' | 'closed'; readonly url: string }
  /** There is none, and none is needed. */
  | { readonly kind: 'none' }
  /** Only worth a warning: the result of the command stays what it is. */
  | { readonly kind: 'not-written'; readonly reason: string; readonly hint: string | null };

/** Of the body of an issue, as GitHub's error text has it; of bytes it was never measured to be stricter. */
const bodyLimit: TextLimit = { characters: 65_000, bytes: 262_144 };
const longestTitle = 200; // GitHub takes 256
const tries = 3;
const firstPauseMilliseconds = 2000;

/** Throws only when cancelled. */
export async function upsertIssue(client: GithubClient, request: IssueRequest): Promise<IssueOutcome> {
  try {
    for (const limit of limitsFrom(bodyLimit)) {
      const body = composed(request, limit);
      const outcome = body === null ? null : await placed(client, request, body);
      if (outcome !== null) return outcome;
    }
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return { kind: 'not-written', reason: error.message, hint: error.hint };
  }
  return {
    kind: 'not-written',
    reason: 'the text is too long for an issue, even a sixteenth of it',
    hint: null,
  };
}

const pattern = /^<!-- k8s-deploy:issue v1 ([\w-]{1,8000}) -->$/;

/** Base64url has no `>`, so that nothing in it can end the HTML comment. */
function markerLine({ stack, directory }: IssueRequest['identity']): string {
  const payload = Buffer.from(JSON.stringify({ directory, stack })).toString('base64url');
  return `<!-- k8s-deploy:issue v1 ${payload} -->`;
}

/** With its marker in the last line; null if it does not fit. */
function composed({ body, identity }: IssueRequest, limit: TextLimit): string | null {
  const end = `\n\n${markerLine(identity)}`;
  const left = { characters: limit.characters - end.length, bytes: limit.bytes - end.length }; // ASCII
  const whole = `${body(left).toWellFormed().trim()}${end}`;
  return fits(whole, limit) ? whole : null;
}

interface OpenIssue {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
}

/** Null if it is too long for this server. */
async function placed(
  client: GithubClient,
  request: IssueRequest,
  body: string,
): Promise<IssueOutcome | null> {
  const self = await client.viewer();
  if (self === null) {
    return {
      kind: 'not-written',
      reason: 'GitHub does not tell whose token it is, so that nobody knows which issue is ours',
      hint: 'use the token of the workflow, `github.token`, with the permission issues: write',
    };
  }
  let isUnsure = false;
  for (let writes = 0; ; writes++) {
    const [current, ...others] = await openIssues(client, request, self);
    try {
      if (current !== undefined) {
        const outcome = await changed(client, request, current, body);
        for (const other of others) await closeDuplicate(client, request, other, current);
        return isUnsure && outcome.kind === 'unchanged' ? { ...outcome, kind: 'opened' } : outcome;
      }
      if (!request.isOpen) return { kind: 'none' };
      const path = `${repositoryPath(request.repository)}/issues`;
      const created = await client.write('POST', path, { title: titleOf(request), body });
      return { kind: 'opened', url: textAt(created, 'html_url') ?? '' };
    } catch (error) {
      if (!(error instanceof GithubError)) throw error;
      if (error.kind === 'too-long') return null;
      // Without an answer it may have been opened, and what is gone was deleted while we looked: look again.
      const mayRetry = error.kind === (current === undefined ? 'no-answer' : 'gone') && writes < tries;
      if (!mayRetry || !(await client.pause(firstPauseMilliseconds * 2 ** writes))) throw error;
      isUnsure = true;
    }
  }
}

const titleOf = ({ title }: IssueRequest): string => title.slice(0, longestTitle).toWellFormed();

/** Oldest first, from all pages. Pull requests are issues, too. */
async function openIssues(
  client: GithubClient,
  { repository, identity }: IssueRequest,
  self: Account,
): Promise<OpenIssue[]> {
  const wanted = markerLine(identity);
  const found: OpenIssue[] = [];
  for await (const data of client.items(`${repositoryPath(repository)}/issues?state=open`)) {
    const issue = issueIn(data, self);
    if (issue !== null && lastMarker(issue.body) === wanted) found.push(issue);
  }
  return found.toSorted((a, b) => a.number - b.number);
}

function issueIn(data: Data, self: Account): OpenIssue | null {
  const number = numberAt(data, 'number');
  const isOurs = accountIn(at(data, 'user'))?.id === self.id && !isMap(at(data, 'pull_request'));
  if (number === undefined || !isOurs) return null;
  return {
    number,
    url: textAt(data, 'html_url') ?? '',
    title: textAt(data, 'title') ?? '',
    body: textAt(data, 'body') ?? '',
  };
}

/** Nothing that a chart puts into the text can stand in its place: the last one counts. */
const lastMarker = (body: string): string | undefined =>
  body.split(/\r?\n/).findLast((line) => pattern.test(line));

async function changed(
  client: GithubClient,
  request: IssueRequest,
  current: OpenIssue,
  body: string,
): Promise<IssueOutcome & { readonly url: string }> {
  const { url } = current;
  const title = titleOf(request);
  const isSame = current.title === title && current.body.replaceAll('\r\n', '\n').trim() === body;
  if (request.isOpen && isSame) return { kind: 'unchanged', url };
  const closing = request.isOpen ? {} : { state: 'closed', state_reason: 'completed' };
  await client.write('PATCH', pathOf(request, current), { title, body, ...closing });
  return { kind: request.isOpen ? 'updated' : 'closed', url };
}

/** Two jobs that ran at the same time opened two. The oldest goes on. */
const closeDuplicate = async (
  client: GithubClient,
  request: IssueRequest,
  duplicate: OpenIssue,
  { number }: OpenIssue,
): Promise<unknown> =>
  await client.write('PATCH', pathOf(request, duplicate), {
    body: `The same as #${number}, which is kept up to date.`,
    state: 'closed',
    state_reason: 'not_planned',
  });

const pathOf = ({ repository }: IssueRequest, { number }: OpenIssue): string =>
  `${repositoryPath(repository)}/issues/${number}`;
