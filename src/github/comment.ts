/** One comment for a stack and its directory in a pull request: found again, changed in place, never twice. */
import type { KeyObject } from 'node:crypto';
import { at, numberAt, textAt, type Data } from '../kubernetes/data.ts';
import { accountIn } from './answer.ts';
import type { GithubClient } from './client.ts';
import { fits, limitsFrom, type TextLimit } from './fit.ts';
import { GithubError } from './github-error.ts';
import { hashOf, isOf, isSameMatter, markerLine, payloadOf, type CommentIdentity } from './marker.ts';
import { markedComments, type MarkedComment } from './marked-comments.ts';
import { repositoryPath } from './repository.ts';
import { signatureOf } from './signature.ts';

export interface CommentRequest {
  readonly repository: string; // acme/shop
  readonly number: number; // of the pull request
  /** Its stack is empty if nobody knows it: a stack file that cannot be read does not tell. */
  readonly identity: CommentIdentity;
  /** Its text, within the limit. The first line is the verdict. */
  readonly body: (limit: TextLimit) => string;
  /** Default: 65,000, which all servers take. */
  readonly characters?: number;
  /** Of the plan; null if there is none. */
  readonly digest: string | null;
  /** That was previewed: the head of the pull request, not the merge commit that a workflow checks out. */
  readonly commit: string | null;
  /** Null: it cannot be an approval. */
  readonly key: KeyObject | null;
}

export type CommentOutcome =
  | { readonly kind: 'created' | 'updated' | 'unchanged'; readonly url: string }
  /** Only worth a warning: what the job has to say is in its summary, and its result stays what it is. */
  | { readonly kind: 'not-posted'; readonly reason: string; readonly hint: string | null };

const defaultCharacters = 65_000;
const mostBytes = 262_144; // measured by others on github.com: one byte more is a 422
const tries = 3;
const firstPauseMilliseconds = 2000;
const mostSuperseded = 10; // in one run

/** Throws only when cancelled. */
export async function upsertComment(client: GithubClient, request: CommentRequest): Promise<CommentOutcome> {
  const { characters = defaultCharacters } = request;
  try {
    const named = await withKnownStack(client, request);
    for (const limit of limitsFrom({ characters, bytes: mostBytes })) {
      const body = composed(named, limit);
      const outcome = body === null ? null : await placed(client, named, body);
      if (outcome !== null) return outcome;
    }
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return { kind: 'not-posted', reason: error.message, hint: error.hint };
  }
  return {
    kind: 'not-posted',
    reason: `the comment is too long for GitHub, even when made for a sixteenth of ${characters} characters`,
    hint: 'read the report in the job summary, or allow fewer characters',
  };
}

/** The only stack that our comments of the directory are about: what was said of it holds no longer. */
async function withKnownStack(client: GithubClient, request: CommentRequest): Promise<CommentRequest> {
  const { repository, number, identity } = request;
  if (identity.stack !== '') return request;
  const [self, found] = await Promise.all([
    client.viewer(),
    markedComments(
      client,
      repository,
      number,
      ({ content }) => content.directory === identity.directory && isSameMatter(content, identity),
    ),
  ]);
  const ours = found.filter(({ author }) => self !== null && author?.id === self.id);
  const stacks = new Set(ours.map(({ marker }) => marker.content.stack).filter((stack) => stack !== ''));
  const [stack = ''] = stacks.size === 1 ? stacks : [];
  return { ...request, identity: { ...identity, stack } };
}

/** With its marker; null if it does not fit. */
function composed(request: CommentRequest, limit: TextLimit): string | null {
  const { body, identity, digest, commit, key, repository, number } = request;
  const withMarker = (text: string): string => {
    const payload = payloadOf({ ...identity, digest, commit, text: hashOf(text) });
    const signature = key === null ? null : signatureOf(key, { repository, number }, payload);
    return `${text}\n\n${markerLine(payload, signature)}`;
  };
  const taken = Buffer.byteLength(withMarker('')); // ASCII
  // A lone surrogate would come back as another character than the one that was hashed.
  const left = (all: number): number => Math.max(0, all - taken);
  const text = body({ characters: left(limit.characters), bytes: left(limit.bytes) })
    .toWellFormed()
    .trim();
  const whole = withMarker(text);
  return fits(whole, limit) ? whole : null;
}

/** Null if it is too long for this server. */
async function placed(
  client: GithubClient,
  request: CommentRequest,
  body: string,
): Promise<CommentOutcome | null> {
  const { repository, number, identity } = request;
  let unsure: GithubError | null = null;
  for (let writes = 0; ; writes++) {
    const [self, found] = await Promise.all([
      client.viewer(),
      markedComments(
        client,
        repository,
        number,
        (marker) => isOf(marker, identity) || isOf(marker, { ...identity, stack: '' }),
      ),
    ]);
    // If nobody tells who we are, only what we have just posted is known to be ours. One that did not know its stack gives way to one that does.
    const ours = found
      .filter(({ author, body: has }) => (self === null ? same(has, body) : author?.id === self.id))
      .toSorted((a, b) => Number(isOf(a.marker, identity)) - Number(isOf(b.marker, identity)));
    const current = ours.at(-1);
    if (current === undefined && unsure !== null && writes >= tries) throw unsure;
    try {
      if (current !== undefined) {
        const isSame = same(current.body, body);
        if (!isSame) await rewrite(client, request, current, body);
        if (self !== null) await supersede(client, request, ours.slice(0, -1), current.url);
        return { kind: isSame ? (unsure === null ? 'unchanged' : 'created') : 'updated', url: current.url };
      }
      const path = `${repositoryPath(repository)}/issues/${number}/comments`;
      const created = await client.write('POST', path, { body });
      const url = textAt(created, 'html_url') ?? '';
      if (self === null) await supersede(client, request, byAuthorOf(created, found), url);
      return { kind: 'created', url };
    } catch (error) {
      if (!(error instanceof GithubError)) throw error;
      if (error.kind === 'too-long') return null;
      // Without an answer it may have been posted, and what is gone was deleted while we looked: look again.
      const isUnsure = error.kind === (current === undefined ? 'no-answer' : 'gone');
      if (!isUnsure || !(await client.pause(firstPauseMilliseconds * 2 ** writes))) throw error;
      unsure = error;
    }
  }
}

const same = (a: string, b: string): boolean => a.replaceAll('\r\n', '\n').trim() === b;

const byAuthorOf = (created: Data, found: readonly MarkedComment[]): MarkedComment[] => {
  const self = accountIn(at(created, 'user'));
  const id = numberAt(created, 'id');
  return found.filter(({ author, id: other }) => author?.id === self?.id && self !== null && other !== id);
};

const rewrite = (
  client: GithubClient,
  { repository }: CommentRequest,
  { id }: MarkedComment,
  body: string,
): Promise<Data> => client.write('PATCH', `${repositoryPath(repository)}/issues/comments/${id}`, { body });

/**
 * Two jobs that ran at the same time left two comments. The newest goes on; an older one, which may still be green, becomes a pointer to it without a marker, so
 * that it is written only once. GitHub keeps its text in the edit history.
 */
async function supersede(
  client: GithubClient,
  request: CommentRequest,
  older: readonly MarkedComment[],
  url: string,
): Promise<void> {
  for (const comment of older.slice(-mostSuperseded)) {
    try {
      await rewrite(client, request, comment, `Superseded by [the comment that is kept up to date](${url}).`);
    } catch (error) {
      if (!(error instanceof GithubError)) throw error;
      return; // the report is posted; the next run tries again
    }
  }
}
