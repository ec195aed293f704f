/** Before a stack is changed: nobody else is at it, and nothing is left over of a run that was broken off. */
import { decide, mayProceed, type Decision } from '../deploy/recovery/decision.ts';
import type { Situation } from '../deploy/recovery/situation.ts';
import { removeNotes } from '../deploy/state-inspection.ts';
import { recoveryLines } from '../report/recovery/terminal.ts';
import { holderText, operationText, releaseText } from '../report/recovery/wording.ts';
import { Failure } from '../stack/failure.ts';
import { recovered } from './recovery.ts';
import { noAnswers } from './recovery-answers.ts';
import type { Io } from './session.ts';
import { stackSituation, type Recoverable, type StackSituation } from './stack-situation.ts';

export interface FreeStackOptions {
  /** Recovers first what can be recovered without a person. */
  readonly recover?: boolean | undefined;
}

/**
 * Does `work` when the stack is free, and again from its start if somebody else has taken the stack in between: what was worked out before is not what is
 * there then. Waits for a lock as long as the deployment may. Rejects with a `Failure`: `locked`; `failed` if something else has to be settled first.
 */
export async function onFreeStack<T>(
  session: Recoverable,
  options: FreeStackOptions,
  io: Io,
  work: () => Promise<T>,
): Promise<T> {
  const { lock } = session.deployment;
  for (;;) {
    await requireFree(session, options, io);
    try {
      return await work();
    } catch (error) {
      if (!isLocked(error) || !lock.waits || !(await lock.free())) throw error;
    }
  }
}

const isLocked = (error: unknown): boolean => error instanceof Failure && error.code === 'locked';

async function requireFree(session: Recoverable, { recover }: FreeStackOptions, io: Io): Promise<void> {
  const { lock, place } = session.deployment;
  for (;;) {
    const found = await situationOf(session, io);
    if (found === null) return;
    const decision = decide(found.situation);
    if (mayProceed(decision)) return await removeNotes(place, found.pastNotes);
    const isHeld = decision.stops.some(({ about }) => about.kind === 'lock' || about.kind === 'store');
    if (isHeld && lock.waits && (await lock.free())) continue;
    if (found.failure !== null) throw found.failure;
    if (decision.stops.length > 0 || recover !== true) throw blocked(found, decision);
    const recovery = await recovered(session, found, { dryRun: false }, io);
    for (const line of recoveryLines(recovery, io.terminal, new Date())) io.terminal.note(line);
    if (recovery.failure !== null) throw recovery.failure;
    return;
  }
}

/** Null if the cluster does not answer: that is found again where everything else is prepared, and told with what else is wrong. */
async function situationOf(session: Recoverable, io: Io): Promise<StackSituation | null> {
  try {
    return await stackSituation(session, { thorough: false, answers: noAnswers }, io);
  } catch (error) {
    if (error instanceof Failure && clusterIsAway.has(error.code)) return null;
    throw error;
  }
}

const clusterIsAway: ReadonlySet<string> = new Set(['unreachable', 'authentication', 'configuration']);

function blocked({ situation }: StackSituation, decision: Decision): Failure {
  const { stack, locks } = situation;
  const hint = hintOf(situation, decision);
  if (locks.length > 0) {
    const holders = locks.map((lock) => `${holderText(lock, new Date())}; ${lock.run.why}`);
    return new Failure('locked', `stack "${stack}" is locked by ${holders.join(', and by ')}`, { hint });
  }
  const left = [...situation.releases.map(releaseText), ...situation.operations.map(operationText)];
  return new Failure('failed', `stack "${stack}" is not settled: ${left.join('; ')}`, { hint });
}

function hintOf({ stack }: Situation, { stops }: Decision): string {
  const recover = `\`k8s-deploy recover --stack ${stack}\``;
  if (stops.length === 0)
    return `${recover} settles it, and so does \`--recover\` before it goes on; nothing was changed`;
  const ways = stops.map(
    ({ reason, commands }) => `${reason}: ${commands.map((command) => `\`${command}\``).join(' or ')}`,
  );
  return [
    ...ways,
    `\`k8s-deploy recover --stack ${stack} --dry-run\` shows all of it; nothing was changed`,
  ].join('\n');
}
