/** GitHub's API: who asks, how often, and how long one waits for it. The only owner of retries. */
import { at, listAt, textAt, type Data } from '../kubernetes/data.ts';
import { accountIn, type Account, type Answer } from './answer.ts';
import { systemClock, type Clock } from './clock.ts';
import { KeptAnswers } from './kept-answers.ts';
import { errorOf, GithubError } from './github-error.ts';
import { askedWait, retryAfter } from './limits.ts';
import { nextPage } from './pages.ts';
import { Transport, type Method } from './transport.ts';
import { Waiting } from './waiting.ts';

export interface ClientOptions {
  readonly apiUrl: string; // https://api.github.com, https://HOST/api/v3
  readonly graphqlUrl: string;
  readonly token: string;
  readonly signal: AbortSignal;
  /** For all waiting together. Default: 3 minutes. */
  readonly budgetMilliseconds?: number;
  readonly clock?: Clock;
}

const defaultBudget = 180_000;
const betweenWrites = 1000; // "wait at least one second between each request" that writes
const retries = 3; // of what may be asked twice, when there is no answer
const firstRetryMilliseconds = 1000;
const mostPages = 100;

export class GithubClient {
  readonly #transport: Transport;
  readonly #waiting: Waiting;
  readonly #graphqlUrl: string;
  readonly #kept = new KeptAnswers();
  #writing: Promise<unknown> = Promise.resolve();
  #wrote = -Infinity;
  #viewer: Promise<Account | null> | undefined;

  constructor(options: ClientOptions) {
    const { clock = systemClock, budgetMilliseconds = defaultBudget } = options;
    this.#transport = new Transport(options.apiUrl, options.token, options.signal);
    this.#waiting = new Waiting(clock, budgetMilliseconds, options.signal);
    this.#graphqlUrl = options.graphqlUrl;
  }

  /** Unchanged since the last time, it costs nothing of the hourly limit. */
  async get(path: string): Promise<Data> {
    return (await this.#get(path)).data;
  }

  /** The items of a list, page by page. `key`: where the list stands in an answer that is more than that. */
  async *items(path: string, key?: string): AsyncGenerator<Data> {
    const separator = path.includes('?') ? '&' : '?';
    let page: string | null = `${path}${separator}per_page=100`;
    for (let count = 1; page !== null; count++) {
      if (count > mostPages)
        throw new GithubError('refused', `${path} has more than ${mostPages * 100} entries`);
      const answer: Answer = await this.#get(page);
      yield* listAt(answer.data, ...(key === undefined ? [] : [key]));
      page = nextPage(answer.headers);
    }
  }

  /**
   * Writes are made one by one. A POST without an answer is not repeated, since it may have been done: look first. It throws a `GithubError` of the kind
   * `no-answer`.
   */
  async write(method: Exclude<Method, 'GET'>, path: string, body: Data): Promise<Data> {
    const turn = this.#writing.then(() => this.#written(method, path, body));
    this.#writing = turn.catch(() => undefined);
    return (await turn).data;
  }

  /** A GraphQL query; not for mutations, since it may be asked again. */
  async query(text: string, variables: Data): Promise<Data> {
    const { data } = await this.#exchange(
      'POST',
      this.#graphqlUrl,
      { text: JSON.stringify({ query: text, variables }) },
      true,
    );
    const [error] = listAt(data, 'errors');
    if (error !== undefined) {
      const kind = textAt(error, 'type') === 'NOT_FOUND' ? 'gone' : 'refused';
      throw new GithubError(
        kind,
        this.#transport.withoutToken(`GitHub answers: ${textAt(error, 'message') ?? 'an error'}`),
      );
    }
    return at(data, 'data') ?? null;
  }

  /** Whose token it is; null if GitHub does not tell. REST knows it only of personal tokens, GraphQL of apps and of a workflow's own as well. */
  viewer(): Promise<Account | null> {
    this.#viewer ??= this.query('query { viewer { login databaseId } }', {}).then(
      (data) => accountIn(at(data, 'viewer')),
      (error: unknown) => {
        if (error instanceof GithubError && error.kind !== 'authentication' && error.kind !== 'rate-limited')
          return null;
        throw error;
      },
    );
    return this.#viewer;
  }

  /** Before a request that the caller tries again. False, at once, if there is no time left for that. */
  pause(milliseconds: number): Promise<boolean> {
    return this.#waiting.forRetry(milliseconds);
  }

  async #get(path: string): Promise<Answer> {
    const kept = this.#kept.of(path);
    const answer = await this.#exchange('GET', path, kept === null ? {} : { etag: kept.etag }, true);
    if (answer.status === 304 && kept !== null) return kept.answer;
    this.#kept.keep(path, answer);
    return answer;
  }

  async #written(method: Exclude<Method, 'GET'>, path: string, body: Data): Promise<Answer> {
    await this.#waiting.sleep(this.#wrote + betweenWrites - this.#waiting.clock.now());
    try {
      return await this.#exchange(method, path, { text: JSON.stringify(body) }, method !== 'POST');
    } finally {
      this.#wrote = this.#waiting.clock.now();
    }
  }

  /** `repeatable`: asking twice is the same as asking once. A limit is waited for in any case: nothing was done. */
  async #exchange(
    method: Method,
    path: string,
    content: { readonly text?: string; readonly etag?: string },
    repeatable: boolean,
  ): Promise<Answer> {
    const name = `${method} ${this.#transport.pathOf(path)}`;
    for (let limits = 0, failures = 0; ;) {
      const answer = await this.#transport.send(method, path, content);
      if (!(answer instanceof GithubError)) {
        const wait = askedWait(answer, this.#waiting.clock.now(), limits);
        if (wait !== null) {
          limits++;
          await this.#waiting.forLimit(Math.max(wait, 1000), name);
          continue;
        }
        if (answer.status < 400) return answer;
      }
      const error = answer instanceof GithubError ? answer : errorOf(answer, name);
      if (error.kind !== 'no-answer' || !repeatable || failures === retries) throw error;
      const asked =
        answer instanceof GithubError ? null : retryAfter(answer.headers, this.#waiting.clock.now());
      if (!(await this.#waiting.forRetry(Math.max(asked ?? 0, firstRetryMilliseconds * 2 ** failures))))
        throw error;
      failures++;
    }
  }
}
