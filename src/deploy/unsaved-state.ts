/** What an operation has done while its state could not be saved: told with the failure, and with a copy of the state as it was before. */
import { shortStackName } from '../stack/choice.ts';
import { Failure } from '../stack/failure.ts';
import { names } from './cancelled.ts';
import { checkpointOf } from './checkpoint/files.ts';
import { type Checkpoint, isBroken } from './checkpoint/parse.ts';
import { SeenStates } from './checkpoint/seen.ts';
import type { StatePlace } from './noted-run.ts';
import { stateStore, type StateStore } from './state-store.ts';
import { type Progress, reached } from './steps.ts';
import { storeFailure } from './store-failure.ts';

export interface EndedOperation extends StatePlace {
  readonly environment: NodeJS.ProcessEnv;
  /** As it was before; null if there was none. */
  readonly before: Checkpoint | null;
  readonly progress: readonly Progress[];
}

/** Of an operation whose state is not as far as the cluster is. */
export class UnsavedState extends Failure {}

/** The failure as it was, if steps have not begun or what they did is saved: a store that has to be asked for that is asked. */
export async function withUnsaved(failure: Failure, ended: EndedOperation): Promise<Failure> {
  const { done, failed, running } = reached(ended.progress);
  if (done.length + failed.length + running.length === 0) return failure;
  const trouble = await storeTrouble(ended);
  if (trouble === null) return failure;
  const { stack } = ended;
  const told = [
    trouble.message,
    `not all that was done since is in the state of stack "${stack}"`,
    ...(done.length === 0 ? [] : [`done in the cluster: ${names(done)}`]),
    ...(failed.length + running.length === 0
      ? []
      : [`how far these got is not known: ${names([...failed, ...running])}`]),
  ];
  const copy = exported(ended);
  const hint = [
    ...(trouble.hint === null ? [] : [trouble.hint]),
    `when the store answers again, \`k8s-deploy recover --stack ${stack}\` compares the state with the cluster, then run the command again`,
    ...(copy === null
      ? []
      : [
          `the state as it was before is kept in ${copy}, its secrets encrypted as they are in the store; should the store have lost it: \`pulumi stack import --stack ${stack} --file ${copy}\``,
        ]),
  ].join('\n');
  return new UnsavedState(trouble.code, told.join('\n'), { hint, cause: failure });
}

/** Null if what is in the store can be read and more can be written: then Pulumi has saved what it knew. */
async function storeTrouble(ended: EndedOperation): Promise<Failure | null> {
  try {
    const store = await stateStore(ended.backend);
    if (store === null) return null;
    const name = { project: ended.project, stack: shortStackName(ended.stack) };
    const current = await checkpointOf(store, name);
    const read = current?.read ?? null;
    if (read !== null && isBroken(read)) {
      return new Failure('failed', `the state was not written whole: ${read.problems.join('; ')}`, {
        hint: `\`k8s-deploy backend restore --stack ${ended.stack}\` puts the newest whole copy back`,
      });
    }
    await requireRoom(store, current?.bytes.length ?? 0);
    return unfinishedThough(ended, read?.deployment ?? null);
  } catch (error) {
    return storeFailure(error, ended.backend);
  }
}

/** Pulumi writes the whole state each time. */
async function requireRoom(store: StateStore, bytes: number): Promise<void> {
  const path = `.k8s-deploy/trials/${process.pid}-${Date.now()}`;
  try {
    await store.write(path, Buffer.alloc(bytes, ' '));
  } finally {
    await store.remove(path);
  }
}

/** A step that has come to its end, and is still pending in the state: what came of it could not be saved at the time. */
function unfinishedThough(
  { before, progress, stack }: EndedOperation,
  deployment: Checkpoint['deployment'],
): Failure | null {
  const urns = (of: Checkpoint['deployment']): string[] =>
    (of?.pending_operations ?? []).map(({ resource }) => resource.urn);
  const known = urns(before?.deployment ?? null);
  const pending = new Set(urns(deployment).filter((urn) => !known.includes(urn)));
  const { done, failed } = reached(progress);
  if (![...done, ...failed].some(({ step }) => pending.has(step.urn))) return null;
  return new Failure('failed', `the state of stack "${stack}" could not be saved in time`);
}

/** In the form that `pulumi stack import` takes; null if there is nothing to keep or no place for it. */
function exported({ before, backend, project, stack, environment }: EndedOperation): string | null {
  if (before === null || before.deployment === null) return null;
  try {
    const seen = new SeenStates(backend, { project, stack: shortStackName(stack) }, environment);
    const content = JSON.stringify({ version: before.version, deployment: before.deployment });
    return seen.keep(`export-${before.sha256.slice(0, 16)}.json`, content);
  } catch {
    return null;
  }
}
