/** All that comes before the command of a step: what may be run is found out before anything is. */
import { argumentsOf } from '../github/action/arguments.ts';
import type { ActionCommand, ActionInputs } from '../github/action/inputs.ts';
import type { Mask } from '../github/action/masks.ts';
import { changes, requireAllowed, requireBase } from '../github/action/policy.ts';
import { openStep, type Step } from '../github/action/step.ts';
import { githubContext, type GithubContext } from '../github/context.ts';
import type { PullRequest } from '../github/event.ts';
import { openJobFiles } from '../github/job-files.ts';
import { Failure } from '../stack/failure.ts';
import { stepInputs } from './action-inputs.ts';
import { requireOwnCheckout } from './own-checkout.ts';
import { warn } from './posted-comment.ts';
import type { Io } from './session.ts';
import { stepCluster } from './step-cluster.ts';
import { useProxies } from './step-proxy.ts';
import { stepReports } from './step-reports.ts';
import { provideTools } from './step-tools.ts';

export interface PreparedStep {
  readonly step: Step;
  readonly command: Wanted['command'];
  readonly directory: string;
  /** Of the command line. */
  readonly args: readonly string[];
}

/** What is run: the input's, or what a comment asks for. */
export interface Wanted {
  readonly command: Exclude<ActionCommand, 'comment'>;
  readonly stack: string | null;
  readonly vetted: PullRequest | null;
}

interface Runner {
  readonly mask: Mask;
  /** To stdout. */
  readonly write: (text: string) => void;
}

/** Null if nothing is to be run, and that is no failure: it was said why. Throws a `Failure` if the inputs or the event forbid it; no program was started then. */
export async function prepareStep(
  given: NodeJS.ProcessEnv,
  { mask, write }: Runner,
  io: Io,
): Promise<PreparedStep | null> {
  const { environment, redactor } = io;
  const { inputs, directory } = stepInputs(given, environment['GITHUB_WORKSPACE'] || process.cwd());
  if (inputs.token !== null) redactor.learn(inputs.token, 'the input token');
  const context = githubContext(environment);
  if (context === null)
    throw new Failure('configuration', 'the Action runs in a GitHub workflow: GITHUB_ACTIONS is not set', {
      hint: 'elsewhere use the command line: npx k8s-deploy',
    });
  useProxies(environment);
  const wanted = await wantedBy(inputs, context, directory, io);
  if (wanted === null) return null;
  const { command, stack, vetted } = wanted;
  requireAllowed({ command, byComment: inputs.command === 'comment' }, context, inputs);
  requireBase(command, context, {
    ...inputs,
    kubeconfig: inputs.kubeconfig ?? environment['KUBECONFIG'] ?? null,
  });
  await requireOwnCheckout(directory, environment, vetted);
  if (inputs.environment !== null && changes(command, inputs)) {
    const { requireEnvironment } = await import('../github/action/job-environment.ts');
    await requireEnvironment(inputs.environment, context, { ...io, learn: redactor.learn });
  }
  const cluster = stepCluster(inputs, environment, mask);
  // Programs that we start inherit these.
  if (cluster.kubeconfig !== null) environment['KUBECONFIG'] = cluster.kubeconfig;
  if (inputs['backend-url'] !== null) environment['PULUMI_BACKEND_URL'] = inputs['backend-url'];
  await provideTools(command, inputs, io);
  const comments = inputs.comment && hasComment(command, context, vetted, io);
  const step = openStep({
    files: openJobFiles(context, (text) => warn(io, text, null)),
    inputs,
    vetted,
    state: {
      phase: 'planning',
      command,
      stack,
      directory,
      files: cluster.folder === null ? [] : [cluster.folder],
      kubeconfig: cluster.kubeconfig,
      comments,
      isTold: false,
    },
    mask,
    write,
  });
  const reports = stepReports(command, environment);
  return {
    step,
    command,
    directory,
    args: argumentsOf({ command, stack, directory, comments, reports }, inputs),
  };
}

async function wantedBy(
  inputs: ActionInputs,
  context: GithubContext,
  directory: string,
  io: Io,
): Promise<Wanted | null> {
  const { command, stack } = inputs;
  if (command === null) throw new Failure('configuration', 'the input command is missing');
  if (command !== 'comment') return { command, stack, vetted: null };
  const { wantedByComment } = await import('./action-comment.ts');
  return await wantedByComment(inputs, context, directory, io);
}

/** Whether there is a pull request whose head, or whose merge, this run is about; said where it is not obvious. */
function hasComment(
  command: Wanted['command'],
  { event, pullRequest }: GithubContext,
  vetted: PullRequest | null,
  { terminal }: Io,
): boolean {
  if (command === 'up') return event !== 'schedule';
  if (command !== 'preview') return false;
  if (event === 'pull_request' && pullRequest?.isFork === true) {
    terminal.note(
      'no comment: the token of a pull request from a fork may only read; the summary of the job has the report',
    );
    return false;
  }
  if (event === 'issue_comment' && vetted === null)
    terminal.note(
      'no comment: this is the plan of the branch that is checked out, not of the pull request; the summary of the job has the report',
    );
  return event === 'pull_request' || vetted !== null;
}
