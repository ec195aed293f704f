/** What a preview leaves in GitHub: one comment on the pull request, the job's summary, and outputs for later steps. */
import { resolve } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import { upsertComment } from '../github/comment.ts';
import { writeOutputs, type StepOutputs } from '../github/outputs.ts';
import { appendSummary } from '../github/summary.ts';
import { failureMarkdown, planMarkdown } from '../report/plan/markdown.ts';
import { marks } from '../report/marks.ts';
import { shortStackName } from '../stack/choice.ts';
import { Failure } from '../stack/failure.ts';
import { stackNames } from '../stack/load.ts';
import { approvalKey, githubJob, type GithubJob } from './github-job.ts';
import { stackPlace } from './plan-place.ts';
import type { PlanReport } from './plan-reports.ts';
import type { Io, StackOptions } from './session.ts';

export interface PublicationOptions extends Pick<StackOptions, 'cwd' | 'stack'> {
  /** Characters that the comment may have. */
  readonly commentLimit?: number | undefined;
}

export interface Publication {
  plan(plan: Plan, reports: readonly PlanReport[]): Promise<void>;
  /** Also of a run that failed: a comment of the run before would say that all is well. */
  failure(failure: Failure): Promise<void>;
}

/** For the comment of a cancelled run: the runner ends us 7.5 s after its first signal, and a person does not wait so long. */
const cancelledMilliseconds = 1_200;

interface Limit {
  readonly characters: number;
  readonly bytes: number;
}

/** Throws a `Failure` (configuration) where there is no pull request to write to. */
export function openPublication(options: PublicationOptions, io: Io): Publication {
  const job = githubJob('--comment', io);
  const directory = resolve(options.cwd); // before the process moves
  const place = stackPlace(directory);
  const write = async (
    stack: string,
    text: (limit: Limit) => string,
    about: {
      readonly digest: string | null;
      readonly outputs: StepOutputs;
      readonly client: GithubJob['client'];
    },
  ): Promise<void> => {
    const redacted = (limit: Limit): string => io.redactor.redact(text(limit));
    // First what does not have to wait for anybody.
    if (job.summaryFile !== null) {
      const outcome = appendSummary(job.summaryFile, redacted);
      if (outcome.kind === 'not-written')
        warn(io, `the summary of the job was not written: ${outcome.reason}`, null);
    }
    const leave = (outputs: StepOutputs): void => {
      const notes = job.outputFile === null ? [] : writeOutputs(job.outputFile, outputs);
      for (const note of notes) warn(io, note, null);
    };
    leave(about.outputs);
    const { client, digest } = about;
    const url = await comment({ ...job, client }, { stack, ...place }, redacted, digest, options, io);
    if (url !== null) leave({ 'comment-url': url });
  };
  const failed = async ({ code, message, hint }: Failure, client: GithubJob['client']): Promise<void> => {
    const { redact } = io.redactor; // before Markdown escapes what is in it
    const redacted = new Failure(code, redact(message), hint === null ? {} : { hint: redact(hint) });
    const stack = options.stack === undefined ? onlyStack(directory) : shortStackName(options.stack);
    const about = { project: '', stack, ...place, command: 'preview' };
    await write(stack, (limit) => failureMarkdown(redacted, about, { limit, runUrl: job.runUrl }), {
      client,
      digest: null,
      outputs: { verdict: code === 'cancelled' ? 'cancelled' : 'failed' },
    });
  };
  // Begun with the wish to end: what runs takes its own time for that.
  let lastWord: Promise<void> | null = null;
  const onCancel = (): void => {
    const cancelled = new Failure('cancelled', 'cancelled: nothing was changed');
    lastWord = failed(cancelled, hurriedClient(io)).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      warn(io, 'the comment is as it was: it could not be changed in time', null);
    });
  };
  io.signal.addEventListener('abort', onCancel, { once: true });
  return {
    async plan(plan, reports) {
      const file = (format: PlanReport['format']): string | undefined =>
        reports.find((report) => report.format === format)?.file;
      const [report, json] = [file('html') ?? file('markdown'), file('json')];
      await write(
        plan.stack,
        (limit) => planMarkdown(plan, { limit, runUrl: job.runUrl, reportPath: report ?? null }),
        {
          client: job.client,
          digest: plan.tier === 'live' ? plan.digest : null,
          outputs: {
            digest: plan.digest,
            verdict: plan.verdict.outcome,
            'has-changes': plan.verdict.outcome !== 'no-changes',
            ...(report === undefined ? {} : { 'report-path': report }),
            ...(json === undefined ? {} : { 'plan-path': json }),
          },
        },
      );
      io.signal.removeEventListener('abort', onCancel); // it is done
    },
    failure: async (failure) => await (lastWord ?? failed(failure, job.client)),
  };
}

/** For a run that was cancelled: its own signal would stop every request. A second wish to end does. */
const hurriedClient = (io: Io): GithubJob['client'] =>
  githubJob('--comment', {
    ...io,
    signal: AbortSignal.any([io.force, AbortSignal.timeout(cancelledMilliseconds)]),
  }).client;

/** The address of the comment; null if there is none. Never a reason to fail. */
async function comment(
  { client, repository, pullRequest }: GithubJob,
  identity: { readonly stack: string; readonly directory: string },
  body: (limit: Limit) => string,
  digest: string | null,
  { commentLimit }: PublicationOptions,
  io: Io,
): Promise<string | null> {
  // Without its head, as in a merge queue, a comment would take the place of one that somebody has approved.
  if (pullRequest === null || pullRequest.headSha === null) {
    warn(
      io,
      'no comment: this run is not about the head of a pull request',
      'run it on the event pull_request; the summary of the job has the report',
    );
    return null;
  }
  const outcome = await upsertComment(client, {
    repository,
    number: pullRequest.number,
    identity,
    body,
    ...(commentLimit === undefined ? {} : { characters: commentLimit }),
    digest,
    commit: pullRequest.headSha,
    key: await approvalKey(repository, io), // also where there is no digest, so that it can be told from a forged one
  });
  if (outcome.kind !== 'not-posted') {
    io.terminal.note(io.terminal.style('dim', `comment ${outcome.kind}: ${outcome.url}`));
    return outcome.url;
  }
  warn(io, `no comment: ${outcome.reason}`, outcome.hint);
  return null;
}

function warn({ terminal }: Io, text: string, hint: string | null): void {
  terminal.note(`${terminal.style('yellow', marks.warning)} ${text}${hint === null ? '' : `\n  ${hint}`}`);
}

/** For a stack file that cannot be read, too. */
function onlyStack(directory: string): string {
  try {
    const names = stackNames(directory);
    return names.length === 1 ? (names[0] ?? '') : '';
  } catch {
    return '';
  }
}
