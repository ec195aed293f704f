/** A workflow job on a pull request, whose GitHub is a server of this process. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GithubServer } from '../test/setup/github-server.ts';

export interface PullRequestJob {
  /** Of the next run, which has a number of its own: its comment is another one than that of the run before. */
  environment(): NodeJS.ProcessEnv;
  /** How many comments were written so far: created or changed. */
  written(): number;
  stop(): Promise<void>;
}

const head = 'a1'.repeat(20);
const number = 7;

export async function openPullRequest(folder: string): Promise<PullRequestJob> {
  mkdirSync(folder);
  const server = await GithubServer.start(Date.now);
  const { url, repository, token } = server;
  server.addPull(number, head);
  const event = join(folder, 'event.json');
  writeFileSync(
    event,
    JSON.stringify({
      pull_request: {
        number,
        head: { ref: 'topic', sha: head, repo: { id: 1 } },
        base: { ref: 'main', sha: 'b2'.repeat(20), repo: { id: 1 } },
      },
    }),
  );
  let run = 0;
  const next = (): string => {
    server.remaining = 1000; // an hour has passed
    return String(++run);
  };
  return {
    environment: () => ({
      GITHUB_RUN_ID: next(),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: event,
      GITHUB_REPOSITORY: repository,
      GITHUB_SHA: 'c3'.repeat(20),
      GITHUB_REF: `refs/pull/${number}/merge`,
      GITHUB_API_URL: url,
      GITHUB_GRAPHQL_URL: `${url}/graphql`,
      GITHUB_TOKEN: token,
      GITHUB_STEP_SUMMARY: join(folder, `summary-${run}.md`),
      GITHUB_OUTPUT: join(folder, `output-${run}`),
      K8S_DEPLOY_APPROVAL_KEY: '0123456789abcdef'.repeat(4), // as `openssl rand -hex 32` makes one
    }),
    written: () =>
      server.requests.filter(
        ({ method, path, status }) =>
          method !== 'GET' && path !== '/graphql' && [200, 201].includes(Number(status)),
      ).length,
    stop: async () => await server.stop(),
  };
}
