/** Has Pulumi do what was planned, shows it live, and looks at what came of it. */
import {
  watchRollouts,
  type RolloutWatch,
  type SeenRollout,
  type WatchedObject,
} from '../cluster/watched-rollouts.ts';
import type { Outcome, StepOutcome } from '../deploy/outcome.ts';
import { stepLog, type StepLog } from '../deploy/step-log.ts';
import { isReleaseStep, type Progress } from '../deploy/steps.ts';
import { takesTime } from '../kubernetes/rollout.ts';
import type { Plan } from '../plan/plan.ts';
import { progressView } from '../report/progress.ts';
import { Failure } from '../stack/failure.ts';
import type { Trouble } from '../triage/trouble.ts';
import { mismatchFailure, namedFailure } from './apply-failure.ts';
import { outcomeOf } from './applied-outcome.ts';
import { failureOf } from './failure-of.ts';
import type { LivePlan } from './live-plan.ts';
import type { PlannedWork } from './planned-work.ts';
import { chartPaths, type Io, type Session } from './session.ts';
import { lookAfterwards, type Afterwards } from './verification.ts';

export interface ApplyOptions {
  /** Of steps at once; null: as many as Pulumi likes. */
  readonly parallel: number | null;
  /** Told before anything is done: who hears from now on what Pulumi does. */
  readonly onBegin: (listener: (progress: Progress) => void) => void;
}

/** Throws a `Failure` if nothing was begun; else the outcome has it. */
export async function apply(
  session: Session,
  planned: LivePlan,
  options: ApplyOptions,
  io: Io,
): Promise<Omit<Outcome, 'seconds'>> {
  const { plan, work } = planned;
  const log = stepLog();
  const lastSeen: LastSeen = new Map();
  let failure = isNothingToDo(plan, work)
    ? null
    : await done(session, planned, { ...options, log, lastSeen }, io);
  const steps = log.outcomes(plan.steps, failure?.code === 'cancelled');
  if (failure !== null && steps.every(({ state }) => state === 'not-begun')) throw failure;
  let afterwards: Afterwards | null = null;
  if (failure?.code !== 'cancelled') {
    try {
      afterwards = await lookAfterwards(session, planned, touchedBy(steps), io);
      failure ??= mismatchFailure(afterwards);
    } catch (error) {
      failure ??= unverified(failureOf(error, io.signal));
    }
  }
  const troubles = await failedTroubles(session, { steps, work, log }, io);
  if (failure !== null) failure = namedFailure(failure, { stack: session.stack, steps, troubles, lastSeen });
  return outcomeOf({ plan, work, log, steps, afterwards, troubles, failure });
}

/** Then Pulumi would look at all of it once more, to do nothing. What it has to refresh it has to write down. */
const isNothingToDo = (plan: Plan, { manner, hasOtherOutputs }: PlannedWork): boolean =>
  plan.verdict.outcome === 'no-changes' && !manner.refresh && !hasOtherOutputs;

/** By release: what was not ready when it was last looked at. */
type LastSeen = Map<string, SeenRollout>;

/** Null if all went well. */
async function done(
  session: Session,
  { plan, prepared, work }: LivePlan,
  { parallel, onBegin, log, lastSeen }: ApplyOptions & { readonly log: StepLog; readonly lastSeen: LastSeen },
  io: Io,
): Promise<Failure | null> {
  const view = progressView(io.terminal, { planning: false });
  const watch = watchRollouts({
    connection: session.connection(),
    discovery: work.discovery,
    objects: watchedObjects(plan, work),
    onChange(seen) {
      view.rollout(seen);
      if (seen.rollout.state !== 'ready') lastSeen.set(seen.release, seen);
    },
  });
  onBegin((progress) => {
    view.show(progress);
    log.note(progress);
    follow(watch, progress);
  });
  try {
    await session.deployment.up(chartPaths(prepared.charts), {
      ...work.manner,
      parallel,
      hooks: waitedHooks(plan),
    });
    return null;
  } catch (error) {
    return failureOf(error, io.signal);
  } finally {
    watch.stop();
    view.stop();
  }
}

/** What each release brings that takes time, and the hooks that it runs. */
const watchedObjects = (plan: Plan, work: PlannedWork): ReadonlyMap<string, readonly WatchedObject[]> =>
  new Map(
    plan.releases.map(({ key, hooks }) => [
      key,
      [
        ...(work.releases.get(key)?.after.objects ?? [])
          .filter(({ manifest }) => takesTime(manifest))
          .map(({ id }) => ({ object: id, isHook: false })),
        ...hooks
          .filter(({ object }) => takesTime({ kind: object.kind }))
          .map(({ object }) => ({ object, isHook: true })),
      ],
    ]),
  );

/** By release: how many hooks Helm waits for. */
const waitedHooks = ({ releases }: Plan): ReadonlyMap<string, number> =>
  new Map(
    releases.map(({ key, hooks }) => [
      key,
      hooks.filter(({ object }) => takesTime({ kind: object.kind })).length,
    ]),
  );

function follow(watch: RolloutWatch, progress: Progress): void {
  if (progress.at === 'message' || !isReleaseStep(progress.step)) return;
  if (progress.at === 'started') watch.begin(progress.step.name);
  else watch.end(progress.step.name);
}

const touchedBy = (steps: readonly StepOutcome[]): ReadonlyMap<string, StepOutcome['state']> =>
  new Map(
    steps.flatMap(({ step, state }) =>
      isReleaseStep(step) && state !== 'not-begun' ? [[step.name, state] as const] : [],
    ),
  );

/** Why each release failed, by its key. What was given up on a wish to end did not fail. */
async function failedTroubles(
  session: Session,
  {
    steps,
    work,
    log,
  }: { readonly steps: readonly StepOutcome[]; readonly work: PlannedWork; readonly log: StepLog },
  io: Io,
): Promise<ReadonlyMap<string, readonly Trouble[]>> {
  const failed = steps.flatMap(({ step, state, message }) => {
    const release = isReleaseStep(step) && state === 'failed' ? work.releases.get(step.name) : undefined;
    if (release === undefined) return [];
    const { key, name, namespace, after } = release;
    return [{ key, name, namespace, after, message, since: log.begunAt(step.urn) ?? new Date() }];
  });
  if (failed.length === 0) return new Map();
  return await (await import('./troubles.ts')).troublesOf(session.connection(), failed, io);
}

const unverified = ({ code, message, hint }: Failure): Failure =>
  new Failure(code, `it was applied, and what runs could not be looked at: ${message}`, {
    hint: `${hint === null ? '' : `${hint.replace(/; nothing was changed$/, '')}\n`}\`k8s-deploy preview\` tells whether it is as declared`,
  });
