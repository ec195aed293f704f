/** Exactly what a runner gives to a step of an Action: variables, and the files that they name. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GithubServer } from '../github-server.ts';
import { defaults } from './action-file.ts';
import type { WorkflowEvent } from './events.ts';
import { textOf } from './step-files.ts';

export interface Step {
  readonly event: WorkflowEvent;
  /** `with:`; what is not in it has the default of action.yml. */
  readonly with: Readonly<Record<string, string>>;
  /** `env:` of the job, which `with:` cannot replace: what the programs of others read. */
  readonly env?: NodeJS.ProcessEnv;
  /** With `permissions: {id-token: write}`: the environment that the job runs in, which its identity token names; null: none. */
  readonly identity?: { readonly environment: string | null };
  /** Somebody has switched debug logging on (ACTIONS_STEP_DEBUG): the runner says RUNNER_DEBUG. */
  readonly isDebug?: boolean;
}

interface StepPlace {
  readonly run: number;
  readonly workspace: string;
  readonly github: GithubServer;
  /** `files`: for those that the runner makes. */
  readonly folders: Readonly<Record<'temp' | 'home' | 'tools' | 'files', string>>;
  readonly proxy: NodeJS.ProcessEnv;
}

/** Nothing of the environment of the tests but PATH. */
export function stepEnvironment(
  { event, with: given, env = {}, identity, isDebug = false }: Step,
  { run, workspace, github, folders, proxy }: StepPlace,
): NodeJS.ProcessEnv {
  const file = (name: string): string => join(folders.files, `${run}-${name}`);
  writeFileSync(file('event.json'), JSON.stringify(event.payload));
  for (const name of ['output', 'summary', 'state', 'env', 'path']) writeFileSync(file(name), '');
  const all = { ...defaults(github.token), ...given };
  const named = Object.entries(all).map(([name, text]) => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    text,
  ]);
  const [owner = '', name = ''] = github.repository.split('/');
  return {
    PATH: process.env['PATH'],
    HOME: folders.home,
    LANG: 'C.UTF-8',
    CI: 'true',
    ...proxy,
    ...env,
    ...Object.fromEntries(named),
    GITHUB_ACTION: '__acme_k8s-deploy-action',
    GITHUB_ACTION_REF: 'v1',
    GITHUB_ACTION_REPOSITORY: 'acme/k8s-deploy-action',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'somebody',
    GITHUB_ACTOR_ID: '1',
    GITHUB_API_URL: github.url,
    GITHUB_BASE_REF: event.base ?? '',
    GITHUB_ENV: file('env'),
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: file('event.json'),
    GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
    GITHUB_HEAD_REF: event.head ?? '',
    GITHUB_JOB: 'deploy',
    GITHUB_OUTPUT: file('output'),
    GITHUB_PATH: file('path'),
    GITHUB_REF: event.ref,
    GITHUB_REF_NAME: event.ref.replace(/^refs\/[^/]+\//, ''),
    GITHUB_REF_PROTECTED: 'true',
    GITHUB_REF_TYPE: event.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REPOSITORY: github.repository,
    GITHUB_REPOSITORY_ID: '100',
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_REPOSITORY_OWNER_ID: '10',
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: String(run),
    GITHUB_RUN_NUMBER: String(run),
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: event.sha ?? checkedOut(workspace),
    GITHUB_STATE: file('state'),
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_TRIGGERING_ACTOR: 'somebody',
    GITHUB_WORKFLOW: 'deploy',
    GITHUB_WORKFLOW_REF: `${github.repository}/.github/workflows/deploy.yaml@${event.ref}`,
    GITHUB_WORKFLOW_SHA: event.sha ?? checkedOut(workspace),
    GITHUB_WORKSPACE: workspace,
    RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: name === '' ? 'runner' : `${name}-runner`,
    RUNNER_OS: process.platform === 'darwin' ? 'macOS' : 'Linux',
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: folders.tools,
    RUNNER_WORKSPACE: dirname(workspace),
    ...(isDebug ? { RUNNER_DEBUG: '1' } : {}),
    ...(identity === undefined
      ? {}
      : github.identify({ ...identity, event: event.name, ref: event.ref, run: String(run) })),
  };
}

const checkedOut = (workspace: string): string => {
  const head = textOf(join(workspace, '.git/HEAD')).trim();
  const ref = /^ref: (.+)$/.exec(head)?.[1];
  return ref === undefined ? head : textOf(join(workspace, '.git', ref)).trim();
};
