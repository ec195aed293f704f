/** Removes a stack from the cluster: says first what goes and what stays, and afterwards takes away what Helm leaves behind of hooks. */
import { removeObject } from '../cluster/removal.ts';
import { readReleases } from '../cluster/release-records.ts';
import type { StateResource } from '../deploy/state-resources.ts';
import { stepLog, type StepLog } from '../deploy/step-log.ts';
import { isReleaseStep, type Progress } from '../deploy/steps.ts';
import { departure, type Departure, type Leftover } from '../plan/departure.ts';
import { destroyJson } from '../report/departure/json.ts';
import { departureLines, removalLines, type Removal } from '../report/departure/terminal.ts';
import { outcomeMarkdown } from '../report/outcome/markdown.ts';
import { progressView, type ProgressView } from '../report/progress.ts';
import { closingLine } from '../report/summary.ts';
import { Failure } from '../stack/failure.ts';
import { confirmed } from './confirmation.ts';
import { departing, leftoversOf, type Departing } from './departing.ts';
import { destroyedOutcome } from './destroyed-outcome.ts';
import { failureOf } from './failure-of.ts';
import { type FreeStackOptions, onFreeStack } from './free-stack.ts';
import { type Io, openSession, type Session, type StackOptions } from './session.ts';
import { learnReleases } from './written-secrets.ts';
import { tellFailure } from './told-failure.ts';

export interface DestroyOptions extends StackOptions, FreeStackOptions {
  readonly yes: boolean;
  /** The stack's namespaces go with all that is in them. */
  readonly deleteNamespaces: boolean;
}

/** State buckets stay, and so does whatever holds data or belongs to others. */
export async function destroy(options: DestroyOptions, io: Io): Promise<number> {
  const { terminal } = io;
  const began = performance.now();
  const log = stepLog();
  const view = progressView(terminal, { planning: false });
  const session = openSession(options, io, (progress: Progress) => {
    view.show(progress);
    log.note(progress);
  });
  try {
    requireUnprotected(session);
    await session.requireCluster();
    return await onFreeStack(
      session,
      options,
      io,
      async () => await destroyed(session, { began, log, view, options }, io),
    );
  } finally {
    view.stop();
    session.close();
  }
}

interface Work {
  /** By the clock of `performance.now()`. */
  readonly began: number;
  readonly log: StepLog;
  readonly view: ProgressView;
  readonly options: DestroyOptions;
}

async function destroyed(session: Session, { began, log, view, options }: Work, io: Io): Promise<number> {
  const { terminal } = io;
  const connection = session.connection();
  const resources = await session.deployment.resources();
  requireUnprotectedResources(resources, session);
  const known = await departing(connection, resources);
  learnReleases(known.histories.values(), io.redactor); // the stack file may have other values by now
  const leaves = departure({ ...known.facts, deleteNamespaces: options.deleteNamespaces });
  for (const line of departureLines(session.stack, leaves, known.gaps, terminal)) terminal.note(line);
  const { project, stack } = session.stack;
  const what = `destroy removes everything of ${project}/${stack} and was not confirmed`;
  await confirmed({ yes: options.yes, word: stack, what }, io);

  let failure: Failure | null = null;
  io.step?.begun(stack);
  try {
    await session.deployment.destroy(keptUrns(resources, leaves));
  } catch (error) {
    failure = failureOf(error, io.signal);
  }
  view.stop();
  if (failure !== null && log.outcomes([], false).length === 0) throw failure;
  const removals = failure?.code === 'cancelled' ? [] : await clearAway(session, known, leaves, log, io);
  failure ??= removalFailure(removals);
  const seconds = (performance.now() - began) / 1000;
  const outcome = io.redactor.redactData(
    destroyedOutcome(session, { log, resources, failure, seconds, gaps: known.gaps }),
  );
  io.step?.summary((limit) =>
    io.redactor.redact(outcomeMarkdown(outcome, { limit, runUrl: io.step?.runUrl ?? null })),
  );
  io.step?.outputs({
    result: outcome.result,
    'has-changes': outcome.steps.length > 0,
    counts: JSON.stringify(outcome.counts),
  });
  if (options.json) {
    const told = destroyJson(outcome, leaves, removals);
    terminal.out(JSON.stringify(io.redactor.redactData(told), null, 2));
  } else {
    for (const line of removalLines(removals, terminal)) terminal.out(line);
    if (failure === null)
      terminal.out(
        terminal.style('bold', closingLine('Destroyed', session.stack.stack, { ...outcome, seconds })),
      );
  }
  if (failure === null) return 0;
  tellFailure(failure, io);
  return failure.exitCode;
}

function requireUnprotected({ loaded, stack }: Session): void {
  if (!loaded.document.protect) return;
  throw new Failure('findings', `stack "${stack.stack}" is protected (protect: true): it is not destroyed`, {
    hint: 'if that is meant, set protect: false for it in deploy.yaml first, and have that reviewed; nothing was changed',
  });
}

/** Pulumi would refuse too, after it has begun. */
function requireUnprotectedResources(resources: readonly StateResource[], { stack }: Session): void {
  const those = resources.filter(({ isProtected }) => isProtected);
  if (those.length === 0) return;
  const names = those.map(({ type, name }) => `${type.slice(type.lastIndexOf(':') + 1)} ${name}`).join(', ');
  throw new Failure('findings', `protected in the state of stack "${stack.stack}": ${names}`, {
    hint: those.map(({ urn }) => `pulumi state unprotect '${urn}' --stack ${stack.stack}`).join('\n'),
  });
}

function keptUrns(resources: readonly StateResource[], { keptNamespaces }: Departure): string[] {
  return resources
    .filter(({ type, name }) => type === 'kubernetes:core/v1:Namespace' && keptNamespaces.includes(name))
    .map(({ urn }) => urn);
}

/** What Helm has left of releases that are gone. What cannot be removed is told, and stops nothing. */
async function clearAway(
  session: Session,
  known: Departing,
  { keptNamespaces }: Departure,
  log: StepLog,
  io: Io,
): Promise<Removal[]> {
  const connection = session.connection();
  const isDone = new Set(
    log
      .outcomes([], false)
      .flatMap(({ step, state }) => (isReleaseStep(step) && state === 'done' ? [step.name] : [])),
  );
  const gone = known.facts.releases.filter(({ key }) => isDone.has(key));
  const left = await readReleases(connection, gone);
  const leftovers = await leftoversOf(
    connection,
    known,
    gone.filter(({ key }) => !left.releases.has(key)),
  );
  const own = new Set(known.facts.namespaces.keys());
  // What is in a namespace that goes, goes with it.
  const those = leftovers.filter(
    ({ object: { namespace } }) =>
      namespace === null || !own.has(namespace) || keptNamespaces.includes(namespace),
  );
  return await Promise.all(
    those.map(async ({ object, release, why }: Leftover): Promise<Removal> => {
      try {
        await removeObject(connection, known.discovery, object);
        return { object, release, why, problem: null };
      } catch (error) {
        return { object, release, why, problem: failureOf(error, io.signal).message };
      }
    }),
  );
}

function removalFailure(removals: readonly Removal[]): Failure | null {
  const problems = removals.flatMap(({ problem }) => problem ?? []);
  if (problems.length === 0) return null;
  return new Failure('failed', `left of hooks, and not removed:\n${problems.join('\n')}`, {
    hint: 'remove them by hand: Helm does not know them any more',
  });
}
