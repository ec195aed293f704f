/** The workflow that runs us, by its environment. Nothing here asks GitHub. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { isMap, textAt, type Data } from '../kubernetes/data.ts';
import { Failure } from '../stack/failure.ts';
import { quoted } from '../stack/problem.ts';
import { commentOf, pullRequestOf, type EventComment, type PullRequest } from './event.ts';

export interface GithubContext {
  readonly event: string; // pull_request
  readonly repository: string; // acme/shop
  /** That the event is about: of a pull request the merge commit, of `pull_request_target` the base. */
  readonly sha: string;
  readonly ref: string; // refs/heads/main, refs/pull/7/merge
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** For people: the log of this attempt. */
  readonly runUrl: string;
  readonly pullRequest: PullRequest | null;
  /** Of the repository, without refs/heads/; null if the event does not tell. */
  readonly defaultBranch: string | null;
  /** That caused the event; null if it is about none. */
  readonly comment: EventComment | null;
  /** Null: nothing can be asked or posted. */
  readonly token: string | null;
  readonly summaryFile: string | null;
  readonly outputFile: string | null;
}

const mostEventBytes = 32 * 1024 * 1024; // GitHub sends no more than 25 MB

/** Null outside GitHub Actions. Throws one `Failure` (`configuration`) with all that is wrong. */
export function githubContext(environment: NodeJS.ProcessEnv): GithubContext | null {
  if (environment['GITHUB_ACTIONS'] !== 'true') return null;
  const problems: string[] = [];
  const set = (name: string): string | null => environment[name]?.trim() || null;
  const matching = (name: string, pattern: RegExp, expected: string): string => {
    const value = set(name);
    if (value !== null && pattern.test(value)) return value;
    problems.push(`${name}: expected ${expected}, found ${value === null ? 'nothing' : quoted(value)}`);
    return '';
  };
  const address = (name: string, usual: string): string => {
    const value = set(name) ?? usual;
    if (isSafe(value)) return value.replace(/\/+$/, '');
    problems.push(`${name}: expected an https address without a user or a query, found ${quoted(value)}`);
    return usual;
  };

  const event = matching(
    'GITHUB_EVENT_NAME',
    /^[a-z_]{1,100}$/,
    'the name of an event, such as pull_request',
  );
  const repository = matching('GITHUB_REPOSITORY', /^[\w.-]{1,100}\/[\w.-]{1,100}$/, 'OWNER/NAME');
  const sha = matching('GITHUB_SHA', /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'the hash of a commit');
  const run = matching('GITHUB_RUN_ID', /^\d{1,20}$/, 'a number');
  const attempt =
    set('GITHUB_RUN_ATTEMPT') === null ? '1' : matching('GITHUB_RUN_ATTEMPT', /^\d{1,10}$/, 'a number');
  const ref = set('GITHUB_REF') ?? '';
  const apiUrl = address('GITHUB_API_URL', 'https://api.github.com');
  const graphqlUrl = address('GITHUB_GRAPHQL_URL', graphqlOf(apiUrl));
  const serverUrl = address('GITHUB_SERVER_URL', 'https://github.com');
  if (new URL(graphqlUrl).origin !== new URL(apiUrl).origin)
    problems.push(`GITHUB_GRAPHQL_URL: expected the host of GITHUB_API_URL, found ${quoted(graphqlUrl)}`);
  const payload = eventPayload(set('GITHUB_EVENT_PATH'), problems);
  if (problems.length > 0)
    throw new Failure(
      'configuration',
      `the environment of the workflow is not as GitHub makes it:\n${problems.join('\n')}`,
      {
        hint: 'leave the variables GITHUB_… as they are; outside GitHub Actions unset GITHUB_ACTIONS',
      },
    );
  return {
    event,
    repository,
    sha,
    ref,
    apiUrl,
    graphqlUrl,
    runUrl: `${serverUrl}/${repository}/actions/runs/${run}/attempts/${attempt}`,
    pullRequest: pullRequestOf(event, payload, ref),
    defaultBranch: textAt(payload, 'repository', 'default_branch') ?? null,
    comment: commentOf(event, payload),
    token: set('GITHUB_TOKEN') ?? set('GH_TOKEN'),
    summaryFile: set('GITHUB_STEP_SUMMARY'),
    outputFile: set('GITHUB_OUTPUT'),
  };
}

/** Unencrypted only to this machine. */
function isSafe(address: string): boolean {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return false;
  return (
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname))
  );
}

/** https://api.github.com/graphql; of GitHub Enterprise Server https://HOST/api/v3 and https://HOST/api/graphql. */
const graphqlOf = (apiUrl: string): string => `${apiUrl.replace(/\/v3$/, '')}/graphql`;

function eventPayload(file: string | null, problems: string[]): Data {
  if (file === null) {
    problems.push('GITHUB_EVENT_PATH: expected the file of the event, found nothing');
    return null;
  }
  try {
    const payload = JSON.parse(boundedFile(file)) as Data;
    if (isMap(payload)) return payload;
    problems.push('GITHUB_EVENT_PATH: the file of the event holds no JSON object');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Not the parser's message: it quotes what it finds.
    const reason = error instanceof SyntaxError ? 'it is not JSON' : (code ?? message);
    problems.push(`GITHUB_EVENT_PATH: the file of the event cannot be read (${reason})`);
  }
  return null;
}

function boundedFile(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw new Error('it is not a file');
    if (status.size > mostEventBytes)
      throw new Error(`it is longer than ${mostEventBytes / 1024 / 1024} MiB`);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}
