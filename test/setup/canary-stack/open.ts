/** The stack of the acceptance test, ready to be worked with as an operator and as a workflow do, with everything captured that it leaves. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { known, type Canary } from '../canaries.ts';
import { Captured } from '../captured.ts';
import { GithubServer } from '../github-server.ts';
import { must, setConfig } from '../open-example.ts';
import { operatorEnvironment, testPlane } from '../plane-environment.ts';
import { execute, type Ran } from '../stack-copy.ts';
import { otherFiles, stackFile, type StackChoice } from './stack-files.ts';
import { credentials, sources, inValues, weak } from './planted.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const entry = process.env['K8S_DEPLOY_TEST_ENTRY'] ?? join(root, 'src/cli.ts');

export interface CanaryStack {
  readonly folder: string; // holds all that follows
  readonly directory: string; // of the stack
  readonly state: string;
  /** Reports are written here. */
  readonly reports: string;
  /** TMPDIR of all programs. */
  readonly temporary: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Variables of a job of a pull request, with a step of its own. */
  job(step: string): NodeJS.ProcessEnv;
  readonly captured: Captured;
  /** Of the plane, in its kubeconfig. */
  readonly ofPlane: readonly Canary[];
  readonly github: GithubServer;
  write(files: Readonly<Record<string, string>>): void;
  choose(choice: StackChoice): void;
  /** `k8s-deploy ARGS`; what it prints is captured under `place`. */
  run(place: string, args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ran>;
  close(): Promise<void>;
}

export async function openCanaryStack(first: StackChoice): Promise<CanaryStack> {
  const plane = testPlane();
  const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-canaries-'));
  const [directory, state, reports, temporary] = ['stack', 'state', 'reports', 'tmp'].map((name) => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  }) as [string, string, string, string];
  const environment: NodeJS.ProcessEnv = {
    ...(await operatorEnvironment(plane)),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_HOME: join(folder, 'home'),
    PULUMI_CONFIG_PASSPHRASE: credentials.passphrase.secret,
    PULUMI_ACCESS_TOKEN: credentials.pulumiToken.secret,
    SOME_DATABASE: credentials.databaseUrl.secret,
    TMPDIR: temporary,
    CANARY_SPECIAL: sources.environmentSpecial.secret,
    CANARY_URL: sources.environmentUrl.secret,
    CANARY_BASE64: sources.environmentBase64.secret,
    CANARY_TWICE: sources.environmentTwice.secret,
    CANARY_LONG: sources.environmentLong.secret,
    CANARY_PULL: sources.pullCredentials.secret,
    CANARY_REGISTRY_PASSWORD: sources.registryPassword.secret,
    CANARY_LEGACY: inValues.legacyToken.secret,
    ...weak,
  };
  const github = await GithubServer.start(Date.now);
  const head = 'c'.repeat(40);
  github.addPull(7, head);
  writeFileSync(
    join(folder, 'event.json'),
    JSON.stringify({
      pull_request: {
        number: 7,
        head: { ref: 'topic', sha: head, repo: { id: 1 } },
        base: { ref: 'main', sha: 'd'.repeat(40), repo: { id: 1 } },
      },
      repository: { id: 1, default_branch: 'main' },
    }),
  );
  const captured = new Captured();
  const stack: CanaryStack = {
    folder,
    directory,
    state,
    reports,
    temporary,
    environment,
    captured,
    github,
    ofPlane: planeSecrets(plane.kubeconfig).concat(
      known('token of the job', github.token),
      known('AWS secret key', plane.s3.secretAccessKey),
    ),
    job: (step) => ({
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: join(folder, 'event.json'),
      GITHUB_REPOSITORY: github.repository,
      GITHUB_SHA: 'e'.repeat(40),
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_RUN_ID: '17',
      GITHUB_API_URL: github.url,
      GITHUB_TOKEN: github.token,
      GH_TOKEN: credentials.githubToken.secret,
      K8S_DEPLOY_APPROVAL_KEY: credentials.approvalKey.secret,
      GITHUB_STEP_SUMMARY: join(reports, `${step}.summary`),
      GITHUB_OUTPUT: join(reports, `${step}.outputs`),
      ACTIONS_STEP_DEBUG: 'true',
      RUNNER_DEBUG: '1',
    }),
    write(files) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, file)), { recursive: true });
        writeFileSync(join(directory, file), text);
      }
    },
    choose: (choice) => stack.write({ 'deploy.yaml': stackFile(choice) }),
    async run(place, args, more = {}) {
      const all = [entry, ...args, '--stack', 'dev', '-C', directory];
      const ran = await execute(process.execPath, all, { ...environment, ...more }, folder);
      captured.put(`${place} > stdout`, ran.stdout);
      captured.put(`${place} > stderr`, ran.stderr);
      return ran;
    },
    async close() {
      await github.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  stack.write(otherFiles);
  stack.choose(first);
  const pulumi = async (args: readonly string[]): Promise<Ran> =>
    await must(execute('pulumi', [...args, '--non-interactive'], environment, directory));
  await setConfig(
    { pulumi },
    {
      word: sources.configWord.secret,
      document: sources.configDocument.secret,
      lines: sources.configLines.secret,
    },
  );
  return stack;
}

/** Tokens of a kubeconfig, and keys as it writes them. */
function planeSecrets(kubeconfig: string): Canary[] {
  const text = readFileSync(kubeconfig, 'utf8');
  return [...text.matchAll(/\b(token|password|client-key-data): (\S+)/g)].map(([, name, secret = '']) =>
    known(`kubeconfig: ${name}`, secret),
  );
}
