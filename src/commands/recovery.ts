/** Carries out the decision about a recovery. What is found, decided and done is plain data, for every output about it. */
import type { ReleaseRecord } from '../cluster/helm-record.ts';
import { markFailed } from '../cluster/pending-release.ts';
import type { ReleaseHistory } from '../cluster/release-records.ts';
import { killAll } from '../deploy/process-session.ts';
import { idOf, type Settlement } from '../deploy/pending-operations.ts';
import { decide, type Action, type Decision } from '../deploy/recovery/decision.ts';
import type { Done, Recovery } from '../deploy/recovery/recovery.ts';
import type { FoundRelease, Situation } from '../deploy/recovery/situation.ts';
import { askCluster, settle } from '../deploy/settling.ts';
import { removeNotes, unlock } from '../deploy/state-inspection.ts';
import { objectKey, objectText } from '../kubernetes/object-id.ts';
import { placed, type Placed } from '../plan/placed.ts';
import { appliedObjects } from '../render/applied-objects.ts';
import { Failure, type FailureCode } from '../stack/failure.ts';
import { type Answers, noAnswers, requireFitting } from './recovery-answers.ts';
import type { Io } from './session.ts';
import { recordKey, stackSituation, type Recoverable, type StackSituation } from './stack-situation.ts';

export interface RecoveryOptions {
  /** Only finds out and decides. */
  readonly dryRun?: boolean;
  readonly answers?: Answers;
}

/** Also for the post step of the Action. Rejects with a `Failure` only if nobody could find out how the stack stands. */
export async function recoverStack(
  session: Recoverable,
  { dryRun = false, answers = noAnswers }: RecoveryOptions,
  io: Io,
): Promise<Recovery> {
  const found = await stackSituation(session, { thorough: true, answers }, io);
  requireFitting(answers, found.situation.operations);
  return await recovered(session, found, { dryRun }, io);
}

/** Of a situation that has just been looked at. */
export async function recovered(
  session: Recoverable,
  found: StackSituation,
  { dryRun }: { readonly dryRun: boolean },
  io: Io,
): Promise<Recovery> {
  const { situation, gaps } = found;
  const decision = decide(situation);
  const stopped = found.failure ?? stopFailure(situation, decision);
  const base = { situation, decision, isDryRun: dryRun, gaps };
  if (dryRun) return { ...base, done: [], failure: stopped };
  const done: Done[] = [];
  try {
    await carryOut(session, found, decision, io, (item) => done.push(item));
    const { place } = session.deployment;
    if (stopped === null && place.backend.kind !== 'cloud') await removeNotes(place, found.pastNotes);
    return { ...base, done, failure: stopped };
  } catch (error) {
    if (error instanceof Failure) return { ...base, done, failure: error };
    throw error;
  }
}

async function carryOut(
  session: Recoverable,
  found: StackSituation,
  { actions }: Decision,
  io: Io,
  tell: (done: Done) => void,
): Promise<void> {
  const { deployment } = session;
  const settlements: (readonly [Action, Settlement])[] = [];
  const asked: (readonly [Action, string])[] = [];
  for (const action of actions) {
    if (io.signal.aborted)
      throw new Failure('cancelled', 'cancelled: what is not said to be done was not begun');
    switch (action.kind) {
      case 'unlock':
        killAll(action.orphans);
        await unlock(deployment.place, action.lock.holder);
        tell({ action, notes: [] });
        break;
      case 'mark-failed':
        tell({ action, notes: await markedFailed(session, found, action) });
        break;
      case 'refresh': {
        const settlement = settlementOf(action);
        if (settlement === null) asked.push([action, action.operation.urn]);
        else settlements.push([action, settlement]);
      }
    }
  }
  if (settlements.length > 0)
    await settle(
      deployment,
      settlements.map(([, each]) => each),
    );
  for (const [action] of settlements) tell({ action, notes: [] });
  if (asked.length > 0)
    await askCluster(
      deployment,
      asked.map(([, urn]) => urn),
    );
  for (const [action] of asked) tell({ action, notes: [] });
}

/** Null: Pulumi asks the cluster. */
function settlementOf({ operation, how }: Extract<Action, { kind: 'refresh' }>): Settlement | null {
  const { urn, stands, fieldManager } = operation;
  switch (how) {
    case 'adopt':
      return stands.as === 'elsewhere'
        ? { how: 'forget', urn }
        : { how, urn, id: idOf(stands), fieldManager };
    case 'forget':
    case 'reapply':
      return { how, urn };
    case 'ask':
      return null;
  }
}

async function markedFailed(
  { connection }: Recoverable,
  { records }: StackSituation,
  { release }: Extract<Action, { kind: 'mark-failed' }>,
): Promise<string[]> {
  const { name, namespace, status, runOver } = release;
  const why = runOver ? 'the run that did this is over' : 'nobody can be at work on it any more';
  const marking = await markFailed(
    connection(),
    release,
    `${status} was broken off: ${why} (k8s-deploy recover)`,
  );
  const what = `release ${name} in namespace ${namespace}`;
  switch (marking.result) {
    case 'marked': {
      const history = records.get(recordKey(release));
      return history === undefined ? [] : leftNotes(release, history);
    }
    case 'gone':
      throw new Failure('locked', `${what} has changed meanwhile: somebody is at work on it`, {
        hint: 'wait for that to end, then run this again',
      });
    case 'refused':
      throw new Failure('failed', `${what} cannot be marked as failed: ${marking.why}`, {
        hint: `end it with \`helm ${status === 'pending-install' ? 'uninstall' : 'rollback'} ${name} --namespace ${namespace}\``,
      });
  }
}

/**
 * Helm compares a new revision with the last good one, and not with one that was broken off: what only the latter has brought, objects and fields, stays in
 * the cluster unless the next one has it, too.
 */
function leftNotes({ name, namespace, revision }: FoundRelease, history: ReleaseHistory): string[] {
  const begun = changedBy(history, namespace);
  if (begun.length === 0) return [];
  return [
    `revision ${revision} may have changed ${begun.join(', ')}: if the next \`up\` wants anything else than that revision did, go back first with \`helm rollback ${name} --namespace ${namespace}\`; Helm would leave in the cluster what only that revision brought`,
  ];
}

function changedBy({ latest, applied }: ReleaseHistory, namespace: string): string[] {
  if (applied === null) return [];
  const objects = ({ manifest }: ReleaseRecord): Placed['objects'] =>
    placed(appliedObjects({ manifest, hooks: [] }, new Map()), namespace, () => null).objects;
  const before = new Map(objects(applied).map(({ id, hash }) => [objectKey(id), hash]));
  return objects(latest).flatMap(({ id, hash }) =>
    before.get(objectKey(id)) === hash ? [] : objectText(id),
  );
}

function stopFailure({ stack }: Situation, { stops }: Decision): Failure | null {
  if (stops.length === 0) return null;
  const code: FailureCode = stops.some(({ about }) => about.kind === 'lock') ? 'locked' : 'failed';
  const commands = [...new Set(stops.flatMap((stop) => stop.commands))];
  return new Failure(
    code,
    `stack "${stack}" is not free for the next run: ${stops.length === 1 ? 'one thing has' : `${stops.length} things have`} to be settled first`,
    {
      hint: commands.map((command) => `\`${command}\``).join('\n'),
    },
  );
}
