/** Takes a release back to a former revision, through Pulumi: its state, Helm's records and the cluster agree afterwards. */
import { readLive } from '../cluster/live-objects.ts';
import { markAs } from '../cluster/pending-release.ts';
import { removeObject } from '../cluster/removal.ts';
import type { Outcome } from '../deploy/outcome.ts';
import type { Progress } from '../deploy/steps.ts';
import { objectKey, objectText } from '../kubernetes/object-id.ts';
import { isOurs } from '../plan/departure.ts';
import type { PlacedObject } from '../plan/facts.ts';
import type { Scope } from '../plan/placed.ts';
import { broughtByFailed } from '../plan/revisions.ts';
import { outcomeJson } from '../report/outcome/json.ts';
import { outcomeLines } from '../report/outcome/terminal.ts';
import { planLines } from '../report/plan/terminal.ts';
import { progressView } from '../report/progress.ts';
import { hookNote } from '../report/rollback.ts';
import { closingLine } from '../report/summary.ts';
import type { DesiredRelease, DesiredStack } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { apply } from './apply.ts';
import { confirmed } from './confirmation.ts';
import { failureOf } from './failure-of.ts';
import { formerRelease, type FormerRelease } from './former-release.ts';
import { type FreeStackOptions, onFreeStack } from './free-stack.ts';
import { livePlan, type LivePlan } from './live-plan.ts';
import { limitsOf, type LimitOptions } from './plan-limits.ts';
import { chosenReleases } from './running-releases.ts';
import { type Io, openSession, type Session, type StackOptions } from './session.ts';
import { refuse } from './up.ts';
import { tellFailure } from './told-failure.ts';

export interface RollbackOptions extends StackOptions, LimitOptions, FreeStackOptions {
  /** Number of the revision; by default the last one that was whole before the newest. */
  readonly to?: number | undefined;
  readonly yes: boolean;
  readonly timeout?: number | undefined;
}

export async function rollback(name: string, options: RollbackOptions, io: Io): Promise<number> {
  const { terminal } = io;
  const outcome = io.redactor.redactData(await rolledBack(name, options, io));
  if (options.json) terminal.out(JSON.stringify(outcomeJson(outcome), null, 2));
  else for (const line of outcomeLines(outcome, terminal)) terminal.out(line);
  if (outcome.failure === null) {
    if (!options.json) {
      terminal.out(terminal.style('bold', closingLine('Rolled back', outcome.stack, outcome)));
      terminal.note(
        'The stack file still says what was rolled back: revert it, or the next `up` goes forward again',
      );
    }
    return 0;
  }
  const { code, message, hint } = outcome.failure;
  const failure = new Failure(code, message, hint === null ? {} : { hint });
  tellFailure(failure, io);
  return failure.exitCode;
}

/** Throws a `Failure` if nothing was begun. */
async function rolledBack(name: string, options: RollbackOptions, io: Io): Promise<Outcome> {
  const { terminal } = io;
  const began = performance.now();
  const limits = limitsOf(options);
  const planning = progressView(terminal, { planning: true });
  let show: (progress: Progress) => void = (progress) => planning.show(progress);
  try {
    const now = openSession(options, io, (progress) => show(progress));
    const [release] = chosenReleases(now, [name]);
    if (release === undefined) throw new Failure('configuration', `there is no release "${name}"`);
    await now.requireCluster();
    const former = await formerRelease(now, release, { ...options, to: options.to ?? null }, io);
    const session = now.instead((stack) => withRelease(stack, former));
    return await onFreeStack(session, options, io, async () => {
      const manner = { target: [release.key], alone: true, refresh: true };
      const fromNewest = new Set(former.fromFailed ? [release.key] : []);
      const check = options.check !== false;
      const planned = await livePlan(session, { ...manner, check, limits, fromNewest }, io);
      planning.stop();
      const left = await leftByFailed(session, planned, former, release.key);
      tell(planned, former, left, release.key, io);
      refuse(planned.plan);
      await confirmed(
        { yes: options.yes, word: release.key, what: `the rollback of ${release.key} was not confirmed` },
        io,
      );
      try {
        await startFromNewest(session, release, former);
        const onBegin = (listener: typeof show): void => {
          show = listener;
        };
        const outcome = await apply(session, planned, { parallel: null, onBegin }, io);
        const problems = outcome.failure === null ? await clearAway(session, planned, left, io) : [];
        if (outcome.failure === null) await keepFailed(session, release, former);
        const seconds = (performance.now() - began) / 1000;
        return { ...outcome, ...leftoverFailure(outcome, problems), operation: 'rollback', seconds };
      } finally {
        session.close();
      }
    });
  } finally {
    planning.stop();
  }
}

/** As `helm rollback` does: compared with the last deployed revision, what the failed one has set would stay. */
async function startFromNewest(
  session: Session,
  { name, namespace }: DesiredRelease,
  { fromFailed, deployed }: FormerRelease,
): Promise<void> {
  if (!fromFailed) return;
  for (const revision of deployed) {
    const known = { namespace, name, revision, status: 'deployed' };
    const marking = await markAs(session.connection(), known, 'superseded');
    if (marking.result === 'marked') continue;
    const why = marking.result === 'refused' ? marking.why : 'somebody else has changed it meanwhile';
    throw new Failure('failed', `Helm's record of revision ${revision} of ${name} cannot be marked: ${why}`, {
      hint: `without that, Helm would leave in place what the failed revision has brought; \`helm rollback ${name} --namespace ${namespace}\` and then \`k8s-deploy up --refresh\` is the way without it`,
    });
  }
}

/** Helm has superseded it like one that was whole, and nobody is to go back to it by mistake. What comes of this is seen in `helm history` alone. */
async function keepFailed(
  session: Session,
  { name, namespace }: DesiredRelease,
  { fromFailed, newest }: FormerRelease,
): Promise<void> {
  if (!fromFailed) return;
  await markAs(session.connection(), { namespace, name, revision: newest, status: 'superseded' }, 'failed');
}

const withRelease = (stack: DesiredStack, { release }: FormerRelease): DesiredStack => ({
  ...stack,
  releases: stack.releases.map((each) => (each.key === release.key ? release : each)),
});

function tell(
  { plan, work }: LivePlan,
  { revision, chart }: FormerRelease,
  left: readonly PlacedObject[],
  key: string,
  { terminal, redactor }: Io,
): void {
  const from = {
    kept: 'as it was deployed',
    published: 'as it is published',
    record: "from Helm's record of that revision",
  }[chart.from];
  terminal.note(
    `Release ${key} goes back to revision ${revision}: chart ${chart.name} ${chart.version}, ${from}`,
  );
  for (const line of planLines(redactor.redactData(plan), terminal, { verbose: false, next: false }))
    terminal.note(line);
  const hooks = (work.releases.get(key)?.after.hooks ?? []).map(({ id, rendered }) => ({
    object: id,
    events: rendered.hook?.events ?? [],
  }));
  const note = hookNote(hooks);
  if (note !== null) terminal.note(`${terminal.style('yellow', '!')} ${note}`);
  for (const { id } of left)
    terminal.note(
      `  ${terminal.style('red', '-')} ${objectText(id)}: only a failed revision brought it, and Helm does not know it any more`,
    );
}

/** Still there, and of this release. */
async function leftByFailed(
  session: Session,
  { work }: LivePlan,
  former: FormerRelease,
  key: string,
): Promise<PlacedObject[]> {
  const release = work.releases.get(key);
  if (release === undefined) return [];
  const scope: Scope = (apiVersion, kind) => work.discovery.resourceOf(apiVersion, kind)?.namespaced ?? null;
  const brought = broughtByFailed(await former.failed(scope), release.before.objects, release.after.objects);
  const { live } = await readLive(
    session.connection(),
    work.discovery,
    brought.map(({ id }) => ({ id, applied: null })),
  );
  return brought.filter(({ id, manifest }) => {
    const found = live.get(objectKey(id))?.live ?? null;
    return found !== null && isOurs({ why: 'failed-revision', manifest }, found, release);
  });
}

/** What could not be removed, a line each. */
async function clearAway(
  session: Session,
  { work }: LivePlan,
  left: readonly PlacedObject[],
  { signal }: Io,
): Promise<string[]> {
  const problems = await Promise.all(
    left.map(async ({ id }) => {
      try {
        await removeObject(session.connection(), work.discovery, id);
        return [];
      } catch (error) {
        return [failureOf(error, signal).message];
      }
    }),
  );
  return problems.flat();
}

const leftoverFailure = (
  { failure }: Pick<Outcome, 'failure'>,
  problems: readonly string[],
): Partial<Outcome> =>
  failure !== null || problems.length === 0
    ? {}
    : {
        result: 'failed',
        failure: {
          code: 'failed',
          message: `it is rolled back, but what a failed revision brought is still there:\n${problems.join('\n')}`,
          hint: 'remove it by hand: Helm does not know it any more',
        },
      };
