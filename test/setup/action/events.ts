/** Events that start a workflow, as GitHub sends them: the fields that matter, among many others. */
import { mallory, type Comment, type Pull, type User } from '../github-server.ts';

export interface WorkflowEvent {
  readonly name: string; // GITHUB_EVENT_NAME
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ref: string; // GITHUB_REF
  /** Of pull requests; GITHUB_HEAD_REF and GITHUB_BASE_REF. */
  readonly head?: string;
  readonly base?: string;
  /** GITHUB_SHA. Default: what is checked out. */
  readonly sha?: string;
}

const repository = { id: 100, full_name: 'acme/shop', default_branch: 'main', fork: false };
const main = 'refs/heads/main';
const account = ({ id, login, isBot }: User): object => ({ id, login, type: isBot ? 'Bot' : 'User' });
const somebody: User = { id: 1, login: 'somebody', isBot: false };

const described = ({ number, head }: Pull, fork: boolean): object => ({
  number,
  state: 'open',
  title: 'A change',
  user: account(fork ? mallory : somebody),
  head: {
    ref: 'topic',
    sha: head,
    repo: fork ? { id: 666, full_name: 'mallory/shop', fork: true } : repository,
  },
  base: { ref: 'main', sha: 'b2'.repeat(20), repo: repository },
});

/** `fork`: it comes from somebody else's repository. */
export const pullRequest = (pull: Pull, { fork = false } = {}): WorkflowEvent => ({
  name: 'pull_request',
  payload: { action: 'synchronize', number: pull.number, pull_request: described(pull, fork), repository },
  ref: `refs/pull/${pull.number}/merge`,
  head: 'topic',
  base: 'main',
});

/** Runs in the context of the base, whose commit `sha` is. */
export const pullRequestTarget = (pull: Pull, sha: string): WorkflowEvent => ({
  ...pullRequest(pull, { fork: true }),
  name: 'pull_request_target',
  ref: main,
  sha,
});

/** `ref`: refs/heads/main, a tag, another branch. */
export const push = (sha: string, ref = main): WorkflowEvent => ({
  name: 'push',
  payload: { ref, after: sha, repository },
  ref,
  sha,
});

export const mergeGroup = ({ number, head }: Pull): WorkflowEvent => {
  const ref = `refs/heads/gh-readonly-queue/main/pr-${number}-${head}`;
  return {
    name: 'merge_group',
    payload: {
      action: 'checks_requested',
      merge_group: { head_ref: ref, head_sha: head, base_ref: main },
      repository,
    },
    ref,
  };
};

export const schedule: WorkflowEvent = {
  name: 'schedule',
  payload: { schedule: '0 4 * * *', repository },
  ref: main,
};

export const dispatch = (ref = main): WorkflowEvent => ({
  name: 'workflow_dispatch',
  payload: { inputs: {}, ref, repository },
  ref,
});

/** Runs in the context of the default branch. `on`: `issue` if it is none of a pull request. */
export const commented = (
  { number }: Pull,
  { id, author, body, createdAt }: Comment,
  {
    action = 'created',
    on = 'pull request',
  }: { action?: 'created' | 'edited'; on?: 'issue' | 'pull request' } = {},
): WorkflowEvent => ({
  name: 'issue_comment',
  payload: {
    action,
    issue: {
      number,
      state: 'open',
      ...(on === 'issue'
        ? {}
        : { pull_request: { url: `https://api.github.com/repos/acme/shop/pulls/${number}` } }),
    },
    comment: {
      id,
      node_id: `IC_${id}`,
      html_url: `https://github.com/acme/shop/pull/${number}#issuecomment-${id}`,
      body,
      user: author === null ? null : account(author),
      author_association: 'NONE',
      created_at: new Date(createdAt).toISOString(),
    },
    sender: author === null ? null : account(author),
    repository,
  },
  ref: main,
});
