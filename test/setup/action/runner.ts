/**
 * GitHub's runner for one step: it starts `main` of action.yml with exactly the environment and files that a runner gives, reads what the step leaves, and
 * starts `post` afterwards. Nothing of the environment of the tests is inherited, and nothing but loopback can be reached.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { GithubServer, type Pull } from '../github-server.ts';
import { entryOf } from './action-file.ts';
import { outsideProxy } from './outside-proxy.ts';
import { type Step, stepEnvironment } from './step-environment.ts';
import { keysAndValues, textOf } from './step-files.ts';
import { annotationLine, stepLog, type StepLog } from './step-log.ts';

const hook = pathToFileURL(join(import.meta.dirname, 'loopback-only.ts'));

export interface StepRan {
  readonly exitCode: number;
  /** Every line of both streams, commands too. */
  readonly raw: string;
  readonly log: StepLog;
  /** A line each: `error deploy/deploy.yaml:12 title: message`. */
  readonly annotations: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  /** Empty if nothing was written. */
  readonly summary: string;
  /** What the post step is given as STATE_…. */
  readonly state: Readonly<Record<string, string>>;
  /** What was asked of GitHub, a line each: `PATCH /repos/acme/shop/issues/comments/1 200`. */
  readonly requests: string;
}

export interface RunningStep {
  readonly child: ChildProcess;
  /** All that it has printed until now. */
  text(): string;
  /** As a cancelled job: SIGINT, 7.5 s later SIGTERM, 2.5 s later SIGKILL; as soon as it has ended, that is all. */
  cancel(): Promise<StepRan>;
  readonly ended: Promise<StepRan>;
  /** `post` of the same step, with the state that it has left until then. */
  post(): Promise<StepRan>;
}

export interface Runner {
  readonly github: GithubServer;
  readonly pull: Pull;
  /** RUNNER_TEMP */
  readonly temp: string;
  /** HOME of whoever runs it, empty at first. */
  readonly home: string;
  /** Of GitHub's clock, a minute later than for the last job. */
  now(): number;
  start(step: Step): RunningStep;
  close(): Promise<void>;
}

const number = 7;

/** Of a job in a repository that is checked out in `workspace`. `head`: the last commit of pull request 7. */
export async function openRunner(workspace: string, head: string): Promise<Runner> {
  if (!process.version.startsWith('v24.'))
    throw new Error(`the Action runs under Node.js 24, this is ${process.version}`);
  const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-runner-'));
  const [temp, home, tools, files] = ['_temp', 'home', 'tools', '_files'].map((name) => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  }) as [string, string, string, string];
  let runs = 0;
  let later = 0;
  // Minutes pass between jobs and seconds before a post step, so that the limit of writes a second does not bring them into each other's way.
  const now = (): number => Date.now() + later;
  const github = await GithubServer.start(now);
  const proxy = await outsideProxy();
  const record = join(folder, 'outside');

  const run = (which: 'main' | 'post', environment: NodeJS.ProcessEnv): Omit<RunningStep, 'post'> => {
    const from = github.requests.length;
    const child = spawn(process.execPath, ['--import', `${hook.href}?record=${record}`, entryOf(which)], {
      cwd: workspace,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => printed.push(line));
    const ended = (async (): Promise<StepRan> => {
      const [code] = (await once(child, 'close')) as [number | null];
      const outside = [...proxy.asked, ...textOf(record).split('\n')].filter((line) => line !== '');
      if (outside.length > 0) throw new Error(`not only loopback was asked for: ${outside.join(', ')}`);
      const log = stepLog(printed);
      return {
        exitCode: code ?? -1,
        raw: printed.join('\n'),
        log,
        annotations: log.annotations.map(annotationLine),
        outputs: keysAndValues(environment['GITHUB_OUTPUT'] ?? ''),
        summary: textOf(environment['GITHUB_STEP_SUMMARY'] ?? ''),
        state: keysAndValues(environment['GITHUB_STATE'] ?? ''),
        requests: github.requests
          .slice(from)
          .map(({ method, path, status }) => `${method} ${steady(path)} ${status}`)
          .join('\n'),
      };
    })();
    return {
      child,
      text: () => printed.join('\n'),
      ended,
      async cancel() {
        const signals: [NodeJS.Signals, number][] = [
          ['SIGINT', 7_500],
          ['SIGTERM', 2_500],
          ['SIGKILL', 0],
        ];
        for (const [signal, patience] of signals) {
          child.kill(signal);
          if (signal !== 'SIGKILL' && (await endsWithin(child, patience))) break;
        }
        return await ended;
      },
    };
  };

  const start: Runner['start'] = (step) => {
    runs += 1;
    later += 60_000;
    const environment = stepEnvironment(step, {
      run: runs,
      workspace,
      github,
      folders: { temp, home, tools, files },
      proxy: proxy.environment,
    });
    return {
      ...run('main', environment),
      async post() {
        later += 5_000;
        const state = Object.entries(keysAndValues(environment['GITHUB_STATE'] ?? ''));
        // The runner empties the files for it, and goes on adding to the same summary of the job.
        for (const name of ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'])
          writeFileSync(environment[name] ?? '', '');
        const own = Object.fromEntries(state.map(([name, text]) => [`STATE_${name}`, text]));
        return await run('post', { ...environment, ...own }).ended;
      },
    };
  };
  return {
    github,
    pull: github.addPull(number, head),
    temp,
    home,
    now() {
      later += 60_000;
      return now();
    },
    start,
    async close() {
      await Promise.all([github.stop(), proxy.close()]);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Commits differ from run to run. */
const steady = (path: string): string => path.replaceAll(/[0-9a-f]{40}/g, 'SHA');

async function endsWithin(child: ChildProcess, milliseconds: number): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return true;
  const stop = AbortSignal.timeout(milliseconds);
  return await once(child, 'exit', { signal: stop }).then(
    () => true,
    () => false,
  );
}
