/** Where a self-managed backend keeps what it knows of a stack: the checkpoint, and the copies that Pulumi makes of it. */
import { type StateStore, type StoredFile } from '../state-store.ts';
import { type Broken, type Checkpoint, isBroken, parseCheckpoint, type StackName } from './parse.ts';

/** A file with what is in it. */
export interface Copy {
  readonly path: string;
  readonly bytes: Buffer;
  readonly read: Checkpoint | Broken;
}

/** A copy that may be put back. */
export interface WholeCopy extends Copy {
  readonly read: Checkpoint;
  /** Microseconds since 1970. */
  readonly time: number;
}

/** As Pulumi looks for it: plain or packed, the one that was written last. Null if the stack was never made. */
export async function checkpointOf(store: StateStore, name: StackName): Promise<Copy | null> {
  const { project, stack } = name;
  const folder = `.pulumi/stacks/${project}`;
  const names = ['', '.gz', '.zst'].map((packed) => `${folder}/${stack}.json${packed}`);
  const [file] = (await store.list(folder))
    .filter(({ path }) => names.includes(path))
    .toSorted((a, b) => b.modified.getTime() - a.modified.getTime());
  return file === undefined ? null : await copyAt(store, file.path, name);
}

export async function copyAt(store: StateStore, path: string, name: StackName): Promise<Copy | null> {
  const bytes = await store.bytes(path);
  return bytes === null ? null : { path, bytes, read: parseCheckpoint(bytes, name) };
}

/** The state before the last write: Pulumi copies what it overwrites. */
export const formerPath = ({ path }: Pick<Copy, 'path'>): string => `${path}.bak`;

/** What each operation left, oldest first: Pulumi copies the checkpoint when one has ended. */
export async function historyOf(store: StateStore, { project, stack }: StackName): Promise<StoredFile[]> {
  const files = await store.list(`.pulumi/history/${project}/${stack}`);
  return byNanoseconds(files.filter(({ path }) => /\.checkpoint\.json(\.gz|\.zst)?$/.test(path)));
}

/** Where whole ones may be, the newest of each kind first; at most `each` of a kind. */
export async function candidates(
  store: StateStore,
  name: StackName,
  current: string,
  each = 20,
): Promise<string[]> {
  const { project, stack } = name;
  const [history, backups] = await Promise.all([
    historyOf(store, name),
    store.list(`.pulumi/backups/${project}/${stack}`).then(byNanoseconds),
  ]);
  const newest = (files: readonly StoredFile[]): string[] =>
    files
      .toReversed()
      .slice(0, each)
      .map(({ path }) => path);
  return [...newest(history), formerPath({ path: current }), ...newest(backups)];
}

/** The newest whole copy; null if there is none. */
export async function newestWhole(
  store: StateStore,
  name: StackName,
  current: string,
): Promise<WholeCopy | null> {
  let best: WholeCopy | null = null;
  for (const path of await candidates(store, name, current)) {
    const copy = await copyAt(store, path, name);
    const whole = copy === null ? null : wholeCopy(copy);
    if (whole !== null && (best === null || whole.time > best.time)) best = whole;
  }
  return best;
}

/** Null for one that is broken, or of a stack that was never applied. */
export function wholeCopy(copy: Copy): WholeCopy | null {
  const { read } = copy;
  return isBroken(read) || read.time === null ? null : { ...copy, read, time: read.time };
}

/** `STACK-NANOSECONDS.checkpoint.json`, `STACK.NANOSECONDS.json` */
function byNanoseconds(files: readonly StoredFile[]): StoredFile[] {
  const of = ({ path }: StoredFile): bigint =>
    BigInt(/[.-](\d+)\.(?:checkpoint\.)?json/.exec(path)?.[1] ?? 0);
  return files.toSorted((a, b) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0));
}
