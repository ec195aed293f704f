/** Stops a run whose state is not the one that was left: what would be planned from it would be wrong, and what would be written would bury the damage. */
import { Failure } from '../../stack/failure.ts';
import { shortStackName } from '../../stack/choice.ts';
import type { Backend } from '../backend.ts';
import { stateStore, type StateStore } from '../state-store.ts';
import { storeFailure } from '../store-failure.ts';
import { acceptedHash } from './acceptance.ts';
import {
  checkpointOf,
  type Copy,
  copyAt,
  formerPath,
  historyOf,
  newestWhole,
  wholeCopy,
  type WholeCopy,
} from './files.ts';
import { type Checkpoint, isBroken, type StackName } from './parse.ts';
import { SeenStates } from './seen.ts';
import { type Evidence, judged, type Seen, type Verdict } from './verdict.ts';

export interface StateQuestion {
  readonly backend: Backend;
  readonly project: string;
  readonly stack: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The checkpoint, and null for a stack that was never made or a backend that keeps its files to itself. Throws a `Failure` if it is truncated, altered,
 * older than the last one seen, or gone; and if the store refuses or does not answer. Writes nothing into the store.
 */
export async function requireWholeState(question: StateQuestion): Promise<Checkpoint | null> {
  const { backend, environment } = question;
  const name: StackName = { project: question.project, stack: shortStackName(question.stack) };
  const seen = new SeenStates(backend, name, environment);
  try {
    const store = await stateStore(backend);
    if (store === null) return null;
    const { verdict, current } = await examined(store, name, seen);
    if (verdict.as === 'new') return null;
    if (verdict.as === 'whole' && current !== null && !isBroken(current.read)) {
      seen.note(current.read);
      return current.read;
    }
    const best = await newestWhole(store, name, current?.path ?? checkpointPath(name));
    throw refusal(verdict, { name, current, seen, best, stack: question.stack });
  } catch (error) {
    throw storeFailure(error, backend);
  }
}

/** Where Pulumi puts it, unless it packs it. */
export const checkpointPath = ({ project, stack }: StackName): string =>
  `.pulumi/stacks/${project}/${stack}.json`;

interface Examined {
  readonly verdict: Verdict;
  readonly current: Copy | null;
}

/** History first: what another run leaves meanwhile makes the checkpoint newer than that, never older. */
async function examined(store: StateStore, name: StackName, seen: SeenStates): Promise<Examined> {
  const here = seen.last();
  const last = await lastOperation(store, name);
  const current = await checkpointOf(store, name);
  if (current === null && last === null) seen.forget();
  const evidence: Evidence = {
    current: current?.read ?? null,
    left: last,
    here,
    formerTime: null,
    accepted: null,
    isLastOfStore: false,
  };
  const verdict = judged(evidence);
  if (current === null || verdict.as === 'whole' || verdict.as === 'new') return { verdict, current };
  // Only now what speaks for it: nobody waits for it in a run that has nothing to fear.
  const former = await copyAt(store, formerPath(current), name);
  return {
    current,
    verdict: judged({
      ...evidence,
      formerTime: former === null ? null : (wholeCopy(former)?.time ?? null),
      accepted: await acceptedHash(store, name),
      isLastOfStore: await isLastOfStore(store, name, current),
    }),
  };
}

/** What the last operation left; the newest that is whole. */
async function lastOperation(store: StateStore, name: StackName): Promise<Seen | null> {
  for (const { path } of (await historyOf(store, name)).toReversed()) {
    const copy = await copyAt(store, path, name);
    const whole = copy === null ? null : wholeCopy(copy);
    if (whole !== null) return { sha256: whole.read.sha256, time: whole.time, where: path };
  }
  return null;
}

async function isLastOfStore(store: StateStore, name: StackName, current: Copy): Promise<boolean> {
  const [last, ...before] = (await historyOf(store, name)).toSorted(
    (a, b) => b.modified.getTime() - a.modified.getTime(),
  );
  if (last === undefined || last.bytes !== current.bytes.length) return false;
  if (before.some(({ modified }) => modified.getTime() === last.modified.getTime())) return false; // copied all at once
  return (await copyAt(store, last.path, name))?.bytes.equals(current.bytes) ?? false;
}

interface Refused {
  readonly name: StackName;
  readonly stack: string;
  readonly current: Copy | null;
  readonly seen: SeenStates;
  readonly best: WholeCopy | null;
}

function refusal(verdict: Verdict, { name, stack, current, seen, best }: Refused): Failure {
  const path = current?.path ?? checkpointPath(name);
  const kept =
    current === null
      ? []
      : [`a copy of it is kept in ${seen.keep(`${current.read.sha256.slice(0, 16)}.json`, current.bytes)}`];
  const back =
    best === null
      ? 'the store has no whole copy: put one back from a backup of the store or an older version of the object with `k8s-deploy backend restore --from FILE`'
      : `the newest whole copy is ${best.path}, of ${when(best.time)}, with ${count(best.read)}: \`k8s-deploy backend restore --stack ${stack}\` puts it back`;
  const hint = [
    'nothing was run, and nothing was written to the store',
    ...kept,
    back,
    ...(verdict.as === 'older' || verdict.as === 'altered'
      ? [`if it is right as it is: \`k8s-deploy backend restore --stack ${stack} --accept\``]
      : []),
  ].join('\n');
  return new Failure('failed', `the state of stack "${stack}" ${reason(verdict, path, current)}`, { hint });
}

function reason(verdict: Verdict, path: string, current: Copy | null): string {
  switch (verdict.as) {
    case 'broken':
      return `is damaged: ${path} (${current?.bytes.length ?? 0} bytes): ${verdict.problems.join('; ')}`;
    case 'missing':
      return `is gone: there is no ${path}, but ${verdict.than.where} has the one of ${when(verdict.than.time)}`;
    case 'older':
      return `is older than the last one seen: ${path} is of ${timeOf(current)}, ${verdict.than.where} has seen the one of ${when(verdict.than.time)}`;
    case 'altered':
      return `was altered: ${path} is not what was left at ${when(verdict.than.time)} (${verdict.than.where}), and no command of Pulumi has written it`;
    case 'whole':
    case 'new':
      return 'is whole';
  }
}

const when = (time: number): string => new Date(time / 1000).toISOString();

function timeOf(current: Copy | null): string {
  const time = current === null || isBroken(current.read) ? null : current.read.time;
  return time === null ? 'no time, it was never applied' : when(time);
}

function count({ deployment }: Checkpoint): string {
  const resources = deployment?.resources?.length ?? 0;
  return `${resources} ${resources === 1 ? 'resource' : 'resources'}`;
}
