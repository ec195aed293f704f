/** Puts a whole copy of a state in the place of one that is damaged, older or gone; or accepts the one that is there. */
import { existsSync, readFileSync } from 'node:fs';
import { shortStackName } from '../../stack/choice.ts';
import { Failure } from '../../stack/failure.ts';
import { lockHolders } from '../locks.ts';
import { stateStore, type StateStore } from '../state-store.ts';
import { storeFailure, storeName } from '../store-failure.ts';
import { accept } from './acceptance.ts';
import {
  candidates,
  checkpointOf,
  type Copy,
  copyAt,
  newestWhole,
  wholeCopy,
  type WholeCopy,
} from './files.ts';
import { type Checkpoint, isBroken, parseCheckpoint, type StackName } from './parse.ts';
import { checkpointPath, type StateQuestion } from './require.ts';
import { SeenStates } from './seen.ts';

/** Which one: the newest whole copy of the store, a file (of the store or of this machine), or the one that is there. */
export type Choice =
  | { readonly take: 'newest' }
  | { readonly take: 'file'; readonly path: string }
  | { readonly take: 'current' };

export interface Restored {
  /** Where it is from. */
  readonly from: string;
  readonly checkpoint: Checkpoint;
  /** Of this machine: what was there before; null if there was nothing, or it was left as it is. */
  readonly kept: string | null;
}

/** Rejects with a `Failure`: a locked stack, no whole copy, a store that does not answer. What was there is kept on this machine before anything is written. */
export async function restoreState(question: StateQuestion, choice: Choice): Promise<Restored> {
  const { backend, environment, project, stack } = question;
  const name: StackName = { project, stack: shortStackName(stack) };
  const seen = new SeenStates(backend, name, environment);
  const store = await stateStore(backend);
  if (store === null) {
    throw new Failure('configuration', `${storeName(backend)} keeps its files to itself`, {
      hint: 'put an older state back with its own history and `pulumi stack import`',
    });
  }
  try {
    await requireUnlocked(question, name);
    const current = await checkpointOf(store, name);
    const { path, bytes, read } = await chosen(store, name, current, choice);
    const kept =
      current === null || choice.take === 'current'
        ? null
        : seen.keep(`${current.read.sha256.slice(0, 16)}.json`, current.bytes);
    await accept(store, name, read.sha256); // first: an older one without it would be refused
    if (choice.take !== 'current') await put(store, name, current, bytes);
    seen.note(read);
    return { from: path, checkpoint: read, kept };
  } catch (error) {
    throw storeFailure(error, backend);
  }
}

/** Under the name of its packing; another one that was there would be taken by Pulumi if it were the newer one. */
async function put(
  store: StateStore,
  name: StackName,
  current: Copy | null,
  bytes: Uint8Array,
): Promise<void> {
  const path = checkpointPath(name) + packing(bytes);
  await store.write(path, bytes);
  if (current !== null && current.path !== path) await store.remove(current.path);
}

function packing(bytes: Uint8Array): string {
  if (bytes[0] === 0x1f) return '.gz';
  return bytes[0] === 0x28 ? '.zst' : '';
}

async function chosen(
  store: StateStore,
  name: StackName,
  current: Copy | null,
  choice: Choice,
): Promise<WholeCopy> {
  switch (choice.take) {
    case 'current': {
      if (current === null) throw new Failure('configuration', 'there is no state to accept');
      return whole(current);
    }
    case 'newest': {
      const newest = await newestWhole(store, name, current?.path ?? checkpointPath(name));
      if (newest !== null) return newest;
      throw new Failure('failed', 'the store has no whole copy of the state', {
        hint: 'name a file with --from FILE: from a backup of the store, or an older version of the object',
      });
    }
    case 'file': {
      const inStore = await copyAt(store, choice.path, name);
      if (inStore !== null) return whole(inStore);
      if (!existsSync(choice.path)) {
        const known = await candidates(store, name, current?.path ?? checkpointPath(name), 5);
        throw new Failure('configuration', `neither the store nor this machine has a file ${choice.path}`, {
          hint: `the store has:\n${known.join('\n')}`,
        });
      }
      const bytes = readFileSync(choice.path);
      return whole({ path: choice.path, bytes, read: parseCheckpoint(bytes, name) });
    }
  }
}

function whole(copy: Copy): WholeCopy {
  const found = wholeCopy(copy);
  if (found !== null) return found;
  const problems = isBroken(copy.read) ? copy.read.problems : ['it is of a stack that was never applied'];
  throw new Failure('configuration', `${copy.path} cannot be the state: ${problems.join('; ')}`, {
    hint: 'nothing was changed',
  });
}

async function requireUnlocked({ backend }: StateQuestion, { project, stack }: StackName): Promise<void> {
  const [holder] = await lockHolders(backend, project, stack);
  if (holder === undefined) return;
  throw new Failure(
    'locked',
    `stack "${stack}" is locked by ${holder.user}@${holder.host} (process ${holder.pid}) since ${holder.since}`,
    {
      hint: `its state is not touched while a run may be writing it: \`k8s-deploy recover --stack ${stack}\``,
    },
  );
}
