/** Brings about what the stack file says, if it is what was reviewed and nothing speaks against it; shows it live and looks at what came of it. */
import type { Outcome } from '../deploy/outcome.ts';
import type { Progress } from '../deploy/steps.ts';
import type { Plan } from '../plan/plan.ts';
import { outcomeJson } from '../report/outcome/json.ts';
import { outcomeLines } from '../report/outcome/terminal.ts';
import { planLines } from '../report/plan/terminal.ts';
import { progressView } from '../report/progress.ts';
import { closingLine } from '../report/summary.ts';
import { Failure } from '../stack/failure.ts';
import { apply } from './apply.ts';
import { expectedDigest, requireSensible, type ExpectationOptions } from './expected-digest.ts';
import { failureOf } from './failure-of.ts';
import { type FreeStackOptions, onFreeStack } from './free-stack.ts';
import { livePlan } from './live-plan.ts';
import { openPublication, type Publication, type PublicationOptions } from './publication.ts';
import { limitsOf, type LimitOptions } from './plan-limits.ts';
import type { MannerOptions } from './planned-work.ts';
import { type Io, openSession, type StackOptions } from './session.ts';
import { leaveAppliedOutputs } from './stack-outputs.ts';
import { tellFailure } from './told-failure.ts';

export interface UpOptions
  extends
    StackOptions,
    LimitOptions,
    ExpectationOptions,
    MannerOptions,
    PublicationOptions,
    FreeStackOptions {
  /** Of steps at once. */
  readonly parallel?: number | undefined;
}

export async function up(options: UpOptions, io: Io): Promise<number> {
  const { terminal } = io;
  const publication = openPublication(options, io, 'up');
  const outcome = await published(publication, io, async () =>
    io.redactor.redactData(await applied(options, io, () => publication?.begun())),
  );
  if (options.json) terminal.out(JSON.stringify(outcomeJson(outcome), null, 2));
  else for (const line of outcomeLines(outcome, terminal)) terminal.out(line);
  if (outcome.failure === null) {
    if (!options.json) terminal.out(terminal.style('bold', closingLine('Applied', outcome.stack, outcome)));
    return 0;
  }
  const { code, message, hint } = outcome.failure;
  const failure = new Failure(code, message, hint === null ? {} : { hint });
  tellFailure(failure, io);
  return failure.exitCode;
}

async function published(
  publication: Publication | null,
  { signal }: Io,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  let outcome: Outcome;
  try {
    outcome = await work();
  } catch (error) {
    await publication?.failure(failureOf(error, signal));
    throw error;
  }
  await publication?.outcome(outcome);
  return outcome;
}

/** Throws a `Failure` if nothing was begun. */
async function applied(options: UpOptions, io: Io, onBegin: () => void): Promise<Outcome> {
  const { terminal } = io;
  const began = performance.now();
  const limits = limitsOf(options);
  requireSensible(options);
  const planning = progressView(terminal, { planning: true });
  let show: (progress: Progress) => void = (progress) => planning.show(progress);
  try {
    const session = openSession(options, io, (progress) => show(progress));
    return await onFreeStack(session, options, io, async () => {
      show = (progress) => planning.show(progress); // again, if it was begun in vain
      const expected = await expectedDigest(options, session, io); // nothing is worked out that nobody has approved
      const planned = await livePlan(session, { ...options, check: options.check !== false, limits }, io);
      planning.stop();
      for (const line of planLines(io.redactor.redactData(planned.plan), terminal, {
        verbose: false,
        next: false,
      }))
        terminal.note(line);
      refuse(planned.plan);
      if (expected !== null && expected.digest !== planned.plan.digest)
        throw changedSince(expected, planned.plan);
      try {
        const onBeginning = (listener: typeof show): void => {
          show = listener;
          io.step?.begun(session.stack.stack);
          onBegin();
        };
        const how = { parallel: options.parallel ?? null, onBegin: onBeginning };
        const outcome = await apply(session, planned, how, io);
        if (outcome.failure === null) await leaveAppliedOutputs(session.deployment, io);
        return { ...outcome, seconds: (performance.now() - began) / 1000 };
      } finally {
        session.close();
      }
    });
  } finally {
    planning.stop();
  }
}

/** Throws a `Failure` (findings) if the plan may not be applied. */
export function refuse({ verdict }: Plan): void {
  if (verdict.outcome !== 'refused') return;
  throw new Failure('findings', `refused: ${verdict.reasons.join('; ')}`, {
    hint: 'mend what is found; a finding may be waived in a contract file with a reason, a limit raised, and --no-check leaves the gate out; nothing was changed',
  });
}

function changedSince(expected: { readonly digest: string; readonly from: string }, plan: Plan): Failure {
  return new Failure(
    'findings',
    `this is not what was reviewed: ${expected.from} has ${expected.digest}, and now it would be ${plan.digest}`,
    {
      hint: 'the commit, the configuration, a chart or the cluster has changed since: preview again and have it reviewed again; nothing was changed',
    },
  );
}
