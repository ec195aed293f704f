/** What the merged pull request of a commit approved: the digest in our own comment, if nobody can have changed it since it was read. */
import type { KeyObject } from 'node:crypto';
import { at, textAt, type Data } from '../kubernetes/data.ts';
import { Failure } from '../stack/failure.ts';
import { quoted } from '../stack/problem.ts';
import { accountIn, type Account } from './answer.ts';
import type { GithubClient } from './client.ts';
import { hashOf, isOf, markerIn, type CommentIdentity } from './marker.ts';
import { markedComments, type MarkedComment } from './marked-comments.ts';
import { mergedPullRequest, type MergedPullRequest } from './merged-pull-request.ts';
import { isSigned } from './signature.ts';

export interface ApprovalRequest {
  readonly repository: string; // acme/shop
  readonly sha: string; // the commit that is applied
  readonly identity: CommentIdentity;
  /** Null: there is no secret to check signatures with. */
  readonly key: KeyObject | null;
}

export interface Approval {
  readonly digest: string;
  readonly commentUrl: string;
  readonly pullRequest: number;
}

const otherwise =
  'preview the change in a new pull request; or approve it in a protected environment and pass what was read with --expect-digest';

/** Throws a `Failure`: `configuration` if the jobs are not set up for it, `findings` if it is not approved. */
export async function approvedDigest(client: GithubClient, request: ApprovalRequest): Promise<Approval> {
  const { repository, sha, identity, key } = request;
  if (key === null)
    throw new Failure(
      'configuration',
      'an approval in a pull request cannot be checked: there is no secret to check its signature with',
      {
        hint: 'set K8S_DEPLOY_APPROVAL_KEY to the same random text in the job that previews and in this one (openssl rand -hex 32)',
      },
    );
  const self = await client.viewer();
  if (self === null)
    throw new Failure(
      'configuration',
      'GitHub does not tell whose token this is, so our own comments cannot be told from others',
      {
        hint: `use github.token, or a token that may ask GraphQL for its viewer; ${otherwise}`,
      },
    );
  const merged = await mergedPullRequest(client, repository, sha);
  const found = await markedComments(client, repository, merged.number, (marker) => isOf(marker, identity));
  const comment = ownComment(found, self, merged, identity);
  const stands = await standing(client, comment);
  const digest = checked(stands, { comment, self, merged, request, key });
  return { digest, commentUrl: comment.url, pullRequest: merged.number };
}

function ownComment(
  found: readonly MarkedComment[],
  self: Account,
  merged: MergedPullRequest,
  { stack, directory }: CommentIdentity,
): MarkedComment {
  const comment = found.findLast(({ author }) => author?.id === self.id);
  if (comment !== undefined) return comment;
  const what = `the preview of stack ${quoted(stack)} in ${quoted(directory)}`;
  const authors = [...new Set(found.map(({ author }) => author?.login ?? 'a deleted account'))];
  if (authors.length === 0)
    throw refused(
      `pull request #${merged.number} has no comment with ${what}`,
      `preview it in pull requests with --comment; ${otherwise}`,
    );
  throw new Failure(
    'configuration',
    `in pull request #${merged.number} ${what} was written by ${authors.map(quoted).join(', ')}, and this token belongs to ${quoted(self.login)}`,
    { hint: `use a token of the same account in the job that previews and in this one; ${otherwise}` },
  );
}

/** The text together with who changed it last, from one answer: between two it could change. */
interface Standing {
  readonly body: string;
  /** Null if it was never edited. */
  readonly edited: { readonly by: Account | null; readonly login: string } | null;
  /** When it became what it is; milliseconds since 1970. */
  readonly since: number;
}

const standingQuery = `query ($node: ID!) { node(id: $node) { ... on IssueComment {
  body createdAt lastEditedAt editor { login ... on User { databaseId } ... on Bot { databaseId } } } } }`;

async function standing(client: GithubClient, { node }: MarkedComment): Promise<Standing> {
  const data: Data = at(await client.query(standingQuery, { node }), 'node') ?? null;
  const editedAt = textAt(data, 'lastEditedAt');
  const editor = at(data, 'editor');
  return {
    body: textAt(data, 'body') ?? '',
    edited:
      editedAt === undefined
        ? null
        : { by: accountIn(editor), login: textAt(editor, 'login') ?? 'a deleted account' },
    since: Date.parse(editedAt ?? textAt(data, 'createdAt') ?? ''),
  };
}

function checked(
  { body, edited, since }: Standing,
  context: {
    readonly comment: MarkedComment;
    readonly self: Account;
    readonly merged: MergedPullRequest;
    readonly request: ApprovalRequest;
    readonly key: KeyObject;
  },
): string {
  const { comment, self, merged, key } = context;
  const { repository, identity } = context.request;
  const name = `the comment ${comment.url}`;
  const marker = markerIn(body);
  if (marker === null || !isOf(marker, identity))
    throw refused(`${name} is no longer what it was a moment ago`, 'run the job again');
  if (edited !== null && edited.by?.id !== self.id)
    throw refused(
      `${name} was edited by ${quoted(edited.login)}: what it shows may not be what was previewed`,
      otherwise,
    );
  if (!isSigned(key, { repository, number: merged.number }, marker.payload, marker.signature))
    throw refused(
      marker.signature === null
        ? `${name} is not signed: the job that previewed had no secret to sign with`
        : `the signature of ${name} does not fit`,
      `both jobs need the same K8S_DEPLOY_APPROVAL_KEY (or else the same Pulumi passphrase), and a renamed repository a new preview; ${otherwise}`,
    );
  if (!marker.isLast || hashOf(marker.above) !== marker.content.text)
    throw refused(`the text of ${name} is not the one that was signed`, otherwise);
  if (marker.content.commit !== merged.head)
    throw refused(
      `${name} is about commit ${marker.content.commit ?? 'unknown'}, and pull request #${merged.number} was merged at ${merged.head}`,
      `let the preview finish before merging: make it a required check; ${otherwise}`,
    );
  // Not `since > mergedAt`: a time that cannot be read refuses as well.
  if (!(since <= merged.mergedAt))
    throw refused(
      `${name} was written after the pull request was merged, so nobody approved what it says`,
      `let the preview finish before merging: make it a required check; ${otherwise}`,
    );
  if (marker.content.digest === null)
    throw refused(`${name} has no digest: the last preview before the merge did not succeed`, otherwise);
  return marker.content.digest;
}

const refused = (message: string, hint: string): Failure => new Failure('findings', message, { hint });
