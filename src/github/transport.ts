/** One request to the API. The token goes to the API's own host and nowhere else, and never into an error. */
import type { Data } from '../kubernetes/data.ts';
import { Failure } from '../stack/failure.ts';
import type { Answer } from './answer.ts';
import { GithubError } from './github-error.ts';

export type Method = 'GET' | 'POST' | 'PATCH';

/** https://docs.github.com/rest/about-the-rest-api/api-versions: the oldest one, which all servers have. */
const apiVersion = '2022-11-28';
const answerMilliseconds = 30_000;
const answerBytes = 64 * 1024 * 1024; // 100 comments, the longest possible, fit in
const mostRedirects = 3; // a repository that was renamed
const redirects: ReadonlySet<number> = new Set([301, 302, 307, 308]);

export class Transport {
  readonly #base: URL;
  readonly #token: string;
  readonly #signal: AbortSignal;

  constructor(apiUrl: string, token: string, signal: AbortSignal) {
    this.#base = new URL(apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`);
    this.#token = token;
    this.#signal = signal;
  }

  /** An answer, whatever it says; or that there was none. Throws a `Failure` when cancelled, and a `GithubError` of the kind `refused` if it leads away. */
  async send(
    method: Method,
    path: string,
    { text, etag }: { readonly text?: string; readonly etag?: string },
  ): Promise<Answer | GithubError> {
    let url = this.#within(path, `${method} ${path}`);
    for (let redirected = 0; ; redirected++) {
      const answer = await this.#once(method, url, text, etag);
      const location = answer instanceof GithubError ? null : answer.headers.get('location');
      if (answer instanceof GithubError || !redirects.has(answer.status) || location === null) return answer;
      if (redirected === mostRedirects)
        throw new GithubError('refused', `GitHub redirects ${method} ${path} over and over`);
      url = this.#within(new URL(location, url).href, `${method} ${path}`);
    }
  }

  /** For messages: without the host, and without the query. */
  pathOf(path: string): string {
    return this.#within(path, path).pathname;
  }

  /** A server or a proxy may send back what it was sent. */
  withoutToken(text: string): string {
    return text.replaceAll(this.#token, '***');
  }

  #within(path: string, request: string): URL {
    const url = path.startsWith('/') ? new URL(path.slice(1), this.#base) : new URL(path);
    if (url.origin === this.#base.origin) return url;
    throw new GithubError(
      'refused',
      `${request} leads to ${url.origin}, and the token is only for ${this.#base.origin}`,
      {
        hint: 'if the API has moved there, set GITHUB_API_URL to it',
      },
    );
  }

  async #once(
    method: Method,
    url: URL,
    text: string | undefined,
    etag: string | undefined,
  ): Promise<Answer | GithubError> {
    const deadline = AbortSignal.timeout(answerMilliseconds);
    try {
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        signal: AbortSignal.any([this.#signal, deadline]),
        headers: {
          accept: 'application/vnd.github+json',
          authorization: `Bearer ${this.#token}`,
          'user-agent': 'k8s-deploy',
          'x-github-api-version': apiVersion,
          ...(text === undefined ? {} : { 'content-type': 'application/json' }),
          ...(etag === undefined ? {} : { 'if-none-match': etag }),
        },
        ...(text === undefined ? {} : { body: text }),
      });
      const body = await boundedText(response, `${method} ${url.pathname}`);
      return { status: response.status, headers: response.headers, data: this.#parsed(body) };
    } catch (error) {
      if (error instanceof GithubError) throw error;
      if (this.#signal.aborted)
        throw new Failure('cancelled', 'cancelled while GitHub was asked', { cause: error });
      const reason = deadline.aborted ? `no answer in ${answerMilliseconds / 1000} s` : causeOf(error);
      // Without the cause: libraries put requests, and so the token, into their errors.
      return new GithubError(
        'no-answer',
        this.withoutToken(`${method} ${url.pathname} at ${url.host} failed (${reason})`),
        {
          hint: 'check the network and a proxy, see githubstatus.com, and run the job again',
        },
      );
    }
  }

  #parsed(body: string): Data {
    try {
      return JSON.parse(this.withoutToken(body)) as Data;
    } catch {
      return null; // a page of a proxy; its status tells
    }
  }
}

async function boundedText(response: Response, request: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    const chunk = part as Uint8Array;
    bytes += chunk.length;
    if (bytes > answerBytes)
      throw new GithubError(
        'refused',
        `the answer to ${request} is longer than ${answerBytes / 1024 / 1024} MiB`,
      );
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString();
}

function causeOf(error: unknown): string {
  const { cause, message } = error as Error;
  if (!(cause instanceof Error)) return message;
  return (cause as NodeJS.ErrnoException).code ?? cause.message;
}
