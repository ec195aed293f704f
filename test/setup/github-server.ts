/**
 * GitHub's API as far as comments and approvals need it, as its documentation and recorded answers have it: pages by Link, etags, the hourly and the
 * secondary limit, permissions, locked and deleted pull requests, too long bodies, edits; what collaborators may do, when
 * branches were pushed, which environment a job runs in. Faults can be put in front of any request.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';

export interface User {
  readonly id: number;
  readonly login: string; // as REST has it: github-actions[bot]
  readonly isBot: boolean;
}

export const actionsBot: User = { id: 41898282, login: 'github-actions[bot]', isBot: true };
export const mallory: User = { id: 666, login: 'mallory', isBot: false };

/** What an account may do in the repository; maintainers have `write` and triagers `read`, in the words of older roles. */
export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

interface Push {
  readonly ref: string; // refs/heads/topic
  readonly after: string;
  readonly at: number;
}

export interface Comment {
  readonly id: number;
  readonly author: User | null;
  body: string;
  readonly createdAt: number;
  edited: { readonly by: User; readonly at: number } | null;
}

export interface Issue {
  readonly number: number;
  readonly author: User;
  title: string;
  body: string;
  state: 'open' | 'closed';
  reason: string | null;
  readonly isPull: boolean;
}

export interface Pull {
  readonly number: number;
  head: string;
  /** Others that belong to it. */
  commits: string[];
  mergeCommit: string | null;
  mergedAt: number | null;
  locked: boolean;
  /** What GitHub answers to everything about it. */
  gone: 404 | 410 | null;
  comments: Comment[];
}

export interface Recorded {
  readonly method: string;
  readonly path: string; // with its query
  readonly at: number;
  readonly authorization: string | null;
  readonly body: string;
  readonly status: number | 'reset';
}

/** `accept`: whether it is done before the fault strikes. */
export interface Fault {
  readonly on: RegExp; // against `POST /repos/…`
  readonly accept: boolean;
  readonly answer: 'reset' | FaultAnswer;
  /** What happens meanwhile. */
  readonly meanwhile?: () => void;
}
interface FaultAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the identity token of a job says, besides what is the same for all. */
interface JobIdentity {
  readonly environment: string | null;
  readonly event: string;
  readonly ref: string;
  readonly run: string;
}

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const graphqlLogin = ({ login, isBot }: User): string => (isBot ? login.replace(/\[bot\]$/, '') : login);
const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

export class GithubServer {
  readonly repository = 'acme/shop';
  readonly token = 'ghs_canary0123456789abcdefghijklmnop';
  readonly identityToken = 'runner_canary0123456789abcdefghij';
  readonly requests: Recorded[] = [];
  readonly pulls = new Map<number, Pull>();
  readonly issues: Issue[] = [];
  issuesAreDisabled = false;
  /** By login; everybody else may read what is public. */
  readonly roles = new Map<string, Role>();
  /** Oldest first. */
  readonly pushes: Push[] = [];
  /** Each strikes once, the first that fits. */
  readonly faults: Fault[] = [];
  user: User = actionsBot;
  /** Of the token, for pull requests. */
  permission: 'read' | 'write' = 'write';
  /** Whether GraphQL tells who the viewer is. */
  hasViewer = true;
  mostCharacters = 65_536;
  /** Of the hourly limit; what is asked with an etag that still holds is free. */
  remaining = 1000;
  resetAt: number;
  readonly #now: () => number;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #identity: JobIdentity | null = null;
  #lastWrite = -Infinity;
  #nextId = 1;

  private constructor(now: () => number) {
    this.#now = now;
    this.resetAt = now() + 3_600_000;
  }

  static async start(now: () => number): Promise<GithubServer> {
    const server = new GithubServer(now);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  addPull(number: number, head: string): Pull {
    const pull: Pull = {
      number,
      head,
      commits: [],
      mergeCommit: null,
      mergedAt: null,
      locked: false,
      gone: null,
      comments: [],
    };
    this.pulls.set(number, pull);
    return pull;
  }

  addComment(pull: Pull, author: User | null, body: string): Comment {
    const comment: Comment = {
      id: this.#nextId++,
      author,
      body,
      createdAt: this.#now(),
      edited: null,
    };
    pull.comments.push(comment);
    return comment;
  }

  addIssue(author: User, title: string, body: string, isPull = false): Issue {
    const number = this.issues.length + 1;
    const issue: Issue = { number, author, title, body, state: 'open', reason: null, isPull };
    this.issues.push(issue);
    return issue;
  }

  /** Requests that were answered, as `POST /repos/… 201`. */
  log(method?: string): string[] {
    return this.requests
      .filter((request) => method === undefined || request.method === method)
      .map((request) => `${request.method} ${request.path} ${request.status}`);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = request;
    const body = await textOf(request);
    const index = this.faults.findIndex(({ on }) => on.test(`${method} ${path}`));
    const [fault] = index === -1 ? [] : this.faults.splice(index, 1);
    fault?.meanwhile?.();
    const reply = fault === undefined || fault.accept ? this.#answer(method, path, body, request) : null;
    const answer = fault?.answer ?? reply ?? { status: 500 };
    const note = (status: number | 'reset'): void => {
      const authorization = request.headers.authorization ?? null;
      this.requests.push({ method, path, at: this.#now(), authorization, body, status });
    };
    if (answer === 'reset') {
      note('reset');
      request.socket.destroy();
      return;
    }
    const content = answer.body === undefined ? '' : JSON.stringify(answer.body);
    const etag = `W/"${createHash('sha256').update(content).digest('hex')}"`;
    const isSame = method === 'GET' && answer.status === 200 && request.headers['if-none-match'] === etag;
    if (!isSame) this.remaining--;
    const status = isSame ? 304 : answer.status;
    note(status);
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': String(Math.max(0, this.remaining)),
      'x-ratelimit-reset': String(Math.ceil(this.resetAt / 1000)),
      ...(method === 'GET' && answer.status === 200 ? { etag } : {}),
      ...answer.headers,
    });
    response.end(isSame ? undefined : content);
  }

  /** The variables by which the job, if it may, asks for a token that says who it is. */
  identify(job: JobIdentity): NodeJS.ProcessEnv {
    this.#identity = job;
    return {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${this.url}/identity?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: this.identityToken,
    };
  }

  #answer(method: string, path: string, body: string, request: IncomingMessage): Reply {
    if (path.startsWith('/identity?')) return this.#identified(path, request);
    if (request.headers.authorization !== `Bearer ${this.token}`)
      return {
        status: 401,
        body: { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest' },
      };
    if (this.#now() >= this.resetAt) {
      this.remaining = 1000;
      this.resetAt = this.#now() + 3_600_000;
    }
    if (this.remaining <= 0)
      return {
        status: 403,
        body: {
          message: 'API rate limit exceeded for installation ID 1. If you reach out to GitHub Support …',
        },
      };
    const url = new URL(path, this.url);
    if (method === 'POST' && url.pathname === '/graphql')
      return this.#graphql(JSON.parse(body) as GraphqlRequest);
    if (method !== 'GET') {
      const since = this.#now() - this.#lastWrite;
      this.#lastWrite = this.#now();
      if (since < 1000) return secondaryLimit();
    }
    return this.#rest(method, url, body);
  }

  #rest(method: string, url: URL, body: string): Reply {
    const rest = url.pathname.slice(`/repos/${this.repository}`.length);
    if (!url.pathname.startsWith(`/repos/${this.repository}/`)) return notFound;
    const told = method === 'GET' ? this.#told(url, rest) : null;
    if (told !== null) return told;
    const [, listed] = /^\/issues\/(\d+)\/comments$/.exec(rest) ?? [];
    const [, changed] = /^\/issues\/comments\/(\d+)$/.exec(rest) ?? [];
    const [, commit] = /^\/commits\/(\w+)\/pulls$/.exec(rest) ?? [];
    if (method === 'GET' && commit !== undefined) return this.#page(url, this.#pullsOf(commit));
    const [, issue] = /^\/issues(?:\/(\d+))?$/.exec(rest) ?? [];
    if (rest === '/issues' || issue !== undefined) return this.#issues(method, url, body, Number(issue ?? 0));
    const pull =
      listed === undefined
        ? [...this.pulls.values()].find(({ comments }) => comments.some(({ id }) => id === Number(changed)))
        : this.pulls.get(Number(listed));
    if (pull === undefined) return notFound;
    if (pull.gone === 404) return notFound;
    if (pull.gone === 410) return { status: 410, body: { message: 'This issue was deleted' } };
    if (method === 'GET')
      return this.#page(
        url,
        pull.comments.map((comment) => this.#comment(pull, comment)),
      );
    if (this.permission === 'read') return forbidden;
    const text = (JSON.parse(body) as { body: string }).body;
    if (method === 'POST' && pull.locked)
      return {
        status: 403,
        body: {
          message: 'Unable to create comment because issue is locked.',
          documentation_url: 'https://docs.github.com/articles/locking-conversations/',
        },
      };
    if (text.length > this.mostCharacters) return this.#tooLong();
    if (method === 'POST')
      return { status: 201, body: this.#comment(pull, this.addComment(pull, this.user, text)) };
    const comment = pull.comments.find(({ id }) => id === Number(changed));
    if (comment === undefined) return notFound;
    comment.body = text;
    comment.edited = { by: this.user, at: this.#now() };
    return { status: 200, body: this.#comment(pull, comment) };
  }

  /** A JSON web token of OpenID Connect, with a signature that nobody can check. */
  #identified(path: string, request: IncomingMessage): Reply {
    if (request.headers.authorization !== `Bearer ${this.identityToken}` || this.#identity === null)
      return { status: 401, body: { message: 'Unauthorized' } };
    const { environment, event, ref, run } = this.#identity;
    const seconds = Math.floor(this.#now() / 1000);
    const claims = {
      iss: 'https://token.actions.githubusercontent.com',
      aud: new URL(path, this.url).searchParams.get('audience') ?? 'https://github.com/acme',
      sub: `repo:${this.repository}:${environment === null ? `ref:${ref}` : `environment:${environment}`}`,
      repository: this.repository,
      event_name: event,
      ref,
      run_id: run,
      run_attempt: '1',
      iat: seconds,
      exp: seconds + 300,
      ...(environment === null ? {} : { environment }),
    };
    const [header, payload] = [{ typ: 'JWT', alg: 'RS256', kid: '1' }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    return { status: 200, body: { count: 1, value: `${header}.${payload}.c2lnbmVk` } };
  }

  /** What is only read: who may do what, what was pushed when, pull requests. Null: it is something else. */
  #told(url: URL, rest: string): Reply | null {
    const [, login] = /^\/collaborators\/([\w.[\]-]+)\/permission$/.exec(decodeURIComponent(rest)) ?? [];
    if (login !== undefined) return this.#permissionOf(login);
    if (rest === '/activity') return this.#page(url, this.#activity(url.searchParams.get('ref')));
    const [, number] = /^\/pulls\/(\d+)$/.exec(rest) ?? [];
    if (number === undefined) return null;
    const pull = this.pulls.get(Number(number));
    return pull === undefined ? notFound : { status: 200, body: this.#pull(pull) };
  }

  #permissionOf(login: string): Reply {
    const role = this.roles.get(login) ?? 'read';
    const permission = { maintain: 'write', triage: 'read' }[role as string] ?? role;
    return { status: 200, body: { permission, role_name: role, user: { login, type: 'User' } } };
  }

  /** Newest first. */
  #activity(ref: string | null): object[] {
    return this.pushes
      .filter((push) => push.ref === ref)
      .toReversed()
      .map(({ after, at }, index) => ({
        id: this.pushes.length - index,
        before: '0'.repeat(40),
        after,
        ref,
        timestamp: iso(at),
        activity_type: 'push',
      }));
  }

  /** Open ones, newest first; a pull request is an issue, too. */
  #issues(method: string, url: URL, text: string, number: number): Reply {
    if (this.issuesAreDisabled)
      return { status: 410, body: { message: 'Issues has been disabled in this repository.' } };
    if (method === 'GET') {
      const open = this.issues.filter(({ state }) => state === 'open').toReversed();
      return this.#page(
        url,
        open.map((issue) => this.#issue(issue)),
      );
    }
    if (this.permission === 'read')
      return { ...forbidden, headers: { 'x-accepted-github-permissions': 'issues=write' } };
    const given = JSON.parse(text) as Partial<Issue> & { state_reason?: string };
    if ((given.body ?? '').length > this.mostCharacters) return this.#tooLong();
    if (method === 'POST') {
      const issue = this.addIssue(this.user, given.title ?? '', given.body ?? '');
      return { status: 201, body: this.#issue(issue) };
    }
    const issue = this.issues.find((each) => each.number === number);
    if (issue === undefined) return notFound;
    Object.assign(issue, {
      title: given.title ?? issue.title,
      body: given.body ?? issue.body,
      state: given.state ?? issue.state,
      reason: given.state_reason ?? issue.reason,
    });
    return { status: 200, body: this.#issue(issue) };
  }

  #issue({ number, author, title, body, state, reason, isPull }: Issue): Record<string, unknown> {
    return {
      number,
      title,
      body,
      state,
      state_reason: reason,
      html_url: `https://github.com/${this.repository}/issues/${number}`,
      user: { id: author.id, login: author.login, type: author.isBot ? 'Bot' : 'User' },
      ...(isPull ? { pull_request: { url: '' } } : {}),
    };
  }

  #tooLong(): Reply {
    const message = `Body is too long (maximum is ${this.mostCharacters} characters)`;
    return {
      status: 422,
      body: {
        message: 'Validation Failed',
        errors: [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }],
        documentation_url: 'https://docs.github.com/rest/issues/comments#create-an-issue-comment',
      },
    };
  }

  #comment({ number }: Pull, { id, author, body, createdAt, edited }: Comment): Record<string, unknown> {
    return {
      id,
      node_id: `IC_${id}`,
      html_url: `https://github.com/${this.repository}/pull/${number}#issuecomment-${id}`,
      body,
      user:
        author === null ? null : { id: author.id, login: author.login, type: author.isBot ? 'Bot' : 'User' },
      created_at: iso(createdAt),
      updated_at: iso(edited?.at ?? createdAt),
    };
  }

  /** Of a commit on the default branch only merged ones; else open ones too. */
  #pullsOf(commit: string): Record<string, unknown>[] {
    return [...this.pulls.values()]
      .filter(({ head, mergeCommit, commits }) => [head, mergeCommit, ...commits].includes(commit))
      .map((pull) => this.#pull(pull));
  }

  #pull({ number, head, mergeCommit, mergedAt }: Pull): Record<string, unknown> {
    const repo = { id: 100, full_name: this.repository, fork: false };
    return {
      number,
      state: mergedAt === null ? 'open' : 'closed',
      merged: mergedAt !== null,
      merged_at: mergedAt === null ? null : iso(mergedAt),
      merge_commit_sha: mergeCommit,
      head: { sha: head, ref: 'topic', repo },
      base: { sha: 'b2'.repeat(20), ref: 'main', repo },
    };
  }

  #page(url: URL, items: readonly unknown[]): Reply {
    const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
    const page = Number(url.searchParams.get('page') ?? 1);
    const last = Math.max(1, Math.ceil(items.length / size));
    const link = (to: number, rel: string): string => {
      const address = new URL(url);
      address.searchParams.set('page', String(to));
      return `<${address.href}>; rel="${rel}"`;
    };
    const links = [
      ...(page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []),
      ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ];
    return {
      status: 200,
      body: items.slice((page - 1) * size, page * size),
      headers: links.length === 0 ? {} : { link: links.join(', ') },
    };
  }

  #graphql({ query, variables }: GraphqlRequest): Reply {
    if (/\bviewer\b/.test(query)) {
      if (!this.hasViewer)
        return {
          status: 200,
          body: { errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }] },
        };
      // The viewer is a User, and so has the login that REST has.
      return {
        status: 200,
        body: { data: { viewer: { login: this.user.login, databaseId: this.user.id } } },
      };
    }
    const comment = [...this.pulls.values()]
      .flatMap(({ comments }) => comments)
      .find(({ id }) => variables.node === `IC_${id}`);
    if (comment === undefined) {
      const message = `Could not resolve to a node with the global id of '${variables.node}'`;
      return {
        status: 200,
        body: { data: { node: null }, errors: [{ type: 'NOT_FOUND', path: ['node'], message }] },
      };
    }
    const { body, createdAt, edited } = comment;
    const node = {
      body,
      createdAt: iso(createdAt),
      lastEditedAt: edited === null ? null : iso(edited.at),
      editor: edited === null ? null : { login: graphqlLogin(edited.by), databaseId: edited.by.id },
    };
    return { status: 200, body: { data: { node } } };
  }
}

interface GraphqlRequest {
  readonly query: string;
  readonly variables: { readonly node?: string };
}

export const secondaryLimit = (headers: Readonly<Record<string, string>> = {}): FaultAnswer => ({
  status: 403,
  headers,
  body: {
    message:
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID 1.',
    documentation_url:
      'https://docs.github.com/free-pro-team@latest/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
  },
});

const notFound: Reply = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
};

const forbidden: Reply = {
  status: 403,
  headers: { 'x-accepted-github-permissions': 'issues=write; pull_requests=write' },
  body: {
    message: 'Resource not accessible by integration',
    documentation_url: 'https://docs.github.com/rest/issues/comments#create-an-issue-comment',
    status: '403',
  },
};
