/** What a preview and an `up` leave in GitHub: the job's summary and outputs for later steps, and one comment each on the pull request, if one is wanted. */
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../deploy/outcome.ts';
import type { Plan } from '../plan/plan.ts';
import type { TextLimit } from '../github/fit.ts';
import { openJobFiles } from '../github/job-files.ts';
import type { StepOutputs } from '../github/outputs.ts';
import { outcomeMarkdown } from '../report/outcome/markdown.ts';
import { planCounts } from '../report/plan/counts.ts';
import { failureMarkdown, planMarkdown } from '../report/plan/markdown.ts';
import { shortStackName } from '../stack/choice.ts';
import { Failure } from '../stack/failure.ts';
import { readStackFile } from '../stack/load.ts';
import { appliedPullRequest, comment, warn } from './posted-comment.ts';
import { githubJob, type GithubJob } from './github-job.ts';
import { stackPlace } from './plan-place.ts';
import type { PlanReport } from './plan-reports.ts';
import type { Io, StackOptions } from './session.ts';
import { redactedFailure } from './told-failure.ts';

export interface PublicationOptions extends Pick<StackOptions, 'cwd' | 'stack'> {
  /** Whether it is posted on the pull request as well. */
  readonly comment: boolean;
  /** Characters that the comment may have. */
  readonly commentLimit?: number | undefined;
}

export interface Publication {
  /** `manner`: options of the preview that its `up` needs as well. */
  plan(plan: Plan, reports: readonly PlanReport[], manner: readonly string[]): Promise<void>;
  /** From here on a wish to end no longer means that nothing was changed. */
  begun(): void;
  outcome(outcome: Outcome): Promise<void>;
  /** What was found after a run that was cut off. `standing`: a sentence on how the stack stands. */
  leftBehind(failure: Failure, standing: string): Promise<void>;
  /** Also of a run that failed: a comment of the run before would say that all is well. */
  failure(failure: Failure): Promise<void>;
}

/** For the comment of a cancelled run: the runner ends us 7.5 s after its first signal, and a person does not wait so long. */
const cancelledMilliseconds = 1_200;
/** For what came of it, once it has ended. The comment has just been written then, and GitHub takes one write a second. */
const outcomeMilliseconds = 4_000;
const betweenWrites = 1_100;

/** Null if nothing is to be left. Throws a `Failure` (configuration) if a comment is wanted outside of a workflow. */
export function openPublication(
  options: PublicationOptions,
  io: Io,
  command: 'preview' | 'up' = 'preview',
): Publication | null {
  const job = options.comment ? githubJob('--comment', io) : null;
  const files = io.step ?? (job === null ? null : openJobFiles(job, (text) => warn(io, text, null)));
  if (files === null) return null;
  const { runUrl } = files;
  const directory = resolve(options.cwd); // before the process moves
  const place = stackPlace(directory);
  const write = async (
    stack: string,
    text: (limit: TextLimit) => string,
    about: {
      readonly digest: string | null;
      readonly outputs: StepOutputs;
      readonly client: GithubJob['client'] | null;
    },
  ): Promise<void> => {
    const redacted = (limit: TextLimit): string => io.redactor.redact(text(limit));
    // First what does not have to wait for anybody.
    files.summary(redacted);
    files.outputs(about.outputs);
    const { client, digest } = about;
    if (job === null || client === null) return;
    const identity = { stack, ...place, about: command === 'up' ? ('outcome' as const) : ('plan' as const) };
    const pullRequest = command === 'up' ? await appliedPullRequest({ ...job, client }, io) : job.pullRequest;
    if (command === 'up' && pullRequest === null) return; // it was said why
    const url = await comment(
      { ...job, client, pullRequest },
      identity,
      redacted,
      { digest, ...options },
      io,
    );
    if (url !== null) files.outputs({ 'comment-url': url });
  };
  const failed = async (
    failure: Failure,
    client: GithubJob['client'] | null,
    standing = hasBegun ? beingEnded : 'Nothing was changed.',
  ): Promise<void> => {
    const redacted = redactedFailure(failure, io);
    const stack = options.stack === undefined ? onlyStack(directory) : shortStackName(options.stack);
    const about = {
      project: '',
      stack,
      ...place,
      command,
      ...(command === 'up' ? { standing } : {}),
    };
    await write(stack, (limit) => failureMarkdown(redacted, about, { limit, runUrl }), {
      client,
      digest: null,
      outputs: {
        [command === 'up' ? 'result' : 'verdict']: failure.code === 'cancelled' ? 'cancelled' : 'failed',
      },
    });
  };
  const unlessInTime = (error: unknown): void => {
    if (!(error instanceof Failure)) throw error;
    warn(io, 'the comment is as it was: it could not be changed in time', null);
  };
  let hasBegun = false;
  // Begun with the wish to end: what runs takes its own time for that.
  let lastWord: Promise<void> | null = null;
  const onCancel = (): void => {
    const cancelled = new Failure('cancelled', hasBegun ? 'cancelled' : 'cancelled: nothing was changed');
    const client = job === null ? null : hurriedClient(io, cancelledMilliseconds);
    lastWord = failed(cancelled, client).catch(unlessInTime);
  };
  io.signal.addEventListener('abort', onCancel, { once: true });
  return {
    async plan(plan, reports, manner) {
      const file = (format: PlanReport['format']): string | undefined =>
        reports.find((report) => report.format === format)?.file;
      const [report, json] = [file('html') ?? file('markdown'), file('json')];
      await write(
        plan.stack,
        (limit) => planMarkdown(plan, { limit, runUrl, reportPath: report ?? null, manner }),
        {
          client: job?.client ?? null,
          digest: plan.tier === 'live' ? plan.digest : null,
          outputs: {
            digest: plan.digest,
            verdict: plan.verdict.outcome,
            'has-changes': plan.verdict.outcome !== 'no-changes',
            counts: JSON.stringify(planCounts(plan)),
            ...(report === undefined ? {} : { 'report-path': report }),
            ...(json === undefined ? {} : { 'plan-path': json }),
          },
        },
      );
      io.signal.removeEventListener('abort', onCancel); // it is done
    },
    begun() {
      hasBegun = true;
    },
    async outcome(outcome) {
      if (lastWord !== null) {
        await lastWord;
        await sleep(betweenWrites, undefined, { signal: io.force }).catch(() => undefined);
      }
      const done = write(outcome.stack, (limit) => outcomeMarkdown(outcome, { limit, runUrl }), {
        client:
          job === null || !io.signal.aborted ? (job?.client ?? null) : hurriedClient(io, outcomeMilliseconds),
        digest: null, // what came of a plan approves none
        outputs: {
          result: outcome.result,
          ...(outcome.digest === null ? {} : { digest: outcome.digest }),
          'has-changes': outcome.steps.length > 0,
          counts: JSON.stringify(outcome.counts),
        },
      });
      await done.catch(unlessInTime);
      io.signal.removeEventListener('abort', onCancel);
    },
    leftBehind: async (failure, standing) => await failed(failure, job?.client ?? null, standing),
    failure: async (failure) => await (lastWord ?? failed(failure, job?.client ?? null)),
  };
}

const beingEnded = 'What was begun is being brought to an end; the log of the run tells how far it got.';

/** For a run that was cancelled: its own signal would stop every request. A second wish to end does. */
const hurriedClient = (io: Io, milliseconds: number): GithubJob['client'] =>
  githubJob('--comment', {
    ...io,
    signal: AbortSignal.any([io.force, AbortSignal.timeout(milliseconds)]),
  }).client;

/** For a stack file that cannot be read, too. */
function onlyStack(directory: string): string {
  try {
    const { names } = readStackFile(directory);
    return names.length === 1 ? (names[0] ?? '') : '';
  } catch {
    return '';
  }
}
