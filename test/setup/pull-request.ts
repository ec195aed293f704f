/** Workflow jobs on a pull request, whose GitHub is a server of this process. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GithubServer, type Pull } from './github-server.ts';

export interface Job {
  readonly environment: NodeJS.ProcessEnv;
  /** Empty if nothing was written. */
  summary(): string;
  /** What later steps read; the last of each name. */
  outputs(): Readonly<Record<string, string>>;
}

export interface JobOptions {
  readonly event?: 'pull_request' | 'pull_request_target' | 'push' | 'schedule';
  /** That the event is about. */
  readonly sha?: string;
  readonly token?: string;
}

export interface PullRequest {
  readonly server: GithubServer;
  readonly pull: Pull;
  /** Of the next run, which has a number of its own. */
  job(options?: JobOptions): Job;
  /** Of all that is posted, the bodies. */
  comments(): string[];
  /** Some time later. */
  merge(commit: string): void;
  close(): Promise<void>;
}

const number = 7;

/** `head`: its last commit. */
export async function openPullRequest(head: string): Promise<PullRequest> {
  let runs = 0;
  // A minute passes between two jobs, so that the limit of writes a second does not bring them into each other's way.
  const now = (): number => Date.now() + runs * 60_000;
  const server = await GithubServer.start(now);
  const pull = server.addPull(number, head);
  const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-job-'));
  return {
    server,
    pull,
    job({ event = 'pull_request', sha = 'c3'.repeat(20), token = server.token } = {}) {
      runs += 1;
      const file = (name: string): string => join(folder, `${runs}-${name}`);
      const [payload, summary, outputs] = [file('event.json'), file('summary.md'), file('outputs')];
      writeFileSync(payload, JSON.stringify(payloadOf(event, sha, pull)));
      return {
        environment: {
          CI: 'true',
          GITHUB_ACTIONS: 'true',
          GITHUB_EVENT_NAME: event,
          GITHUB_EVENT_PATH: payload,
          GITHUB_REPOSITORY: server.repository,
          GITHUB_SHA: sha,
          GITHUB_REF: event === 'pull_request' ? `refs/pull/${number}/merge` : 'refs/heads/main',
          GITHUB_RUN_ID: String(runs),
          GITHUB_RUN_ATTEMPT: '1',
          GITHUB_SERVER_URL: 'https://github.com',
          GITHUB_API_URL: server.url,
          GITHUB_GRAPHQL_URL: `${server.url}/graphql`,
          GITHUB_TOKEN: token,
          GITHUB_STEP_SUMMARY: summary,
          GITHUB_OUTPUT: outputs,
        },
        summary: () => (existsSync(summary) ? readFileSync(summary, 'utf8') : ''),
        outputs: () => (existsSync(outputs) ? outputsIn(readFileSync(outputs, 'utf8')) : {}),
      };
    },
    comments: () => pull.comments.map(({ body }) => body),
    merge(commit) {
      runs += 1;
      pull.mergeCommit = commit;
      pull.mergedAt = now();
    },
    async close() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The fields that matter, as GitHub sends them among many others. */
const pullRequestEvent = ({ head }: Pull): object => ({
  action: 'synchronize',
  number,
  pull_request: {
    number,
    state: 'open',
    title: 'A change',
    user: { login: 'somebody', id: 1, type: 'User' },
    head: { ref: 'topic', sha: head, repo: { id: 100, full_name: 'acme/shop', fork: false } },
    base: { ref: 'main', sha: 'b2'.repeat(20), repo: { id: 100, full_name: 'acme/shop', fork: false } },
  },
  repository: { id: 100, full_name: 'acme/shop', default_branch: 'main' },
});

function payloadOf(event: NonNullable<JobOptions['event']>, sha: string, pull: Pull): object {
  if (event === 'push') return pushed(sha);
  return event === 'schedule' ? { schedule: '0 4 * * *' } : pullRequestEvent(pull);
}

const pushed = (sha: string): object => ({
  ref: 'refs/heads/main',
  after: sha,
  repository: { id: 100, full_name: 'acme/shop', default_branch: 'main' },
});

/** `NAME<<DELIMITER`, lines, `DELIMITER`, as the runner reads them. */
function outputsIn(text: string): Record<string, string> {
  const found = text.matchAll(/^([^\n<]+)<<(\S+)\n([^]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name = '', , value = '']) => [name, value]));
}
