/** What stands in the way of changing a stack: brings together what the store, the cluster, this machine and GitHub know. Reads only. */
import { setTimeout as sleep } from 'node:timers/promises';
import { discover } from '../cluster/discovery.ts';
import { readLive } from '../cluster/live-objects.ts';
import { readReleases, workedOn, type ReleaseHistory } from '../cluster/release-records.ts';
import { exportedOperations } from '../deploy/settling.ts';
import { inspectState } from '../deploy/state-inspection.ts';
import type { PendingOperation } from '../deploy/pending-operations.ts';
import { pendingRelease } from '../deploy/recovery/pending-release.ts';
import { noteOf } from '../deploy/recovery/run-state.ts';
import type { FoundOperation, FoundRelease, Situation } from '../deploy/recovery/situation.ts';
import type { RunNote } from '../deploy/run-note.ts';
import { listAt, textAt } from '../kubernetes/data.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import { Failure } from '../stack/failure.ts';
import { type Answers, answerTo } from './recovery-answers.ts';
import { runStates } from './run-evidence.ts';
import type { Io, Session } from './session.ts';
import { learnRecords } from './written-secrets.ts';

export type Recoverable = Pick<Session, 'stack' | 'deployment' | 'connection'>;

export interface StackSituation {
  readonly situation: Situation;
  /** Why the store does not answer; null if it does. */
  readonly failure: Failure | null;
  /** Of runs that are over: they prove nothing more when all is settled. */
  readonly pastNotes: readonly RunNote[];
  /** By `NAMESPACE/NAME`; of the pending releases only. */
  readonly records: ReadonlyMap<string, ReleaseHistory>;
  /** What could not be asked, and why. */
  readonly gaps: readonly string[];
}

export interface Looking {
  /** Pending operations of a backend that keeps no files are asked of Pulumi, too, which takes half a second. */
  readonly thorough: boolean;
  readonly answers: Answers;
}

const secondLook = 1_000;

/** Rejects with a `Failure` if the cluster does not answer, unless `thorough`: then it is a gap. */
export async function stackSituation(
  session: Recoverable,
  looking: Looking,
  io: Io,
): Promise<StackSituation> {
  const found = await look(session, looking, io);
  const { locks, operations, releases } = found.situation;
  if (locks.length > 0 || operations.length + releases.length === 0) return found;
  // The store and the cluster are not of one moment: a run that took or freed its lock just then looks as if it had left something.
  await pause(secondLook, io.signal);
  return await look(session, looking, io);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    throw new Failure('cancelled', 'cancelled: nothing was changed', { cause: error });
  }
}

async function look(session: Recoverable, { thorough, answers }: Looking, io: Io): Promise<StackSituation> {
  const { project, stack } = session.stack;
  const inspection = await inspectState(session.deployment.place);
  const empty = { locks: [], operations: [], releases: [] };
  if (inspection.store === 'silent') {
    const situation = { project, stack, store: 'silent', ...empty } as const;
    return { situation, failure: inspection.failure, pastNotes: [], records: new Map(), gaps: [] };
  }
  const stateOf = runStates(io);
  const { locks, notes, operations } =
    inspection.store === 'answered'
      ? inspection.found
      : { locks: [], notes: [], operations: thorough ? await exportedOperations(session.deployment) : [] };
  const held = await Promise.all(
    locks.map(async (holder) => {
      const note = noteOf(holder, notes);
      return { holder, note, run: await stateOf(note) };
    }),
  );
  const seen = await inCluster(session, operations, io).catch((error: unknown) => {
    if (!thorough || !(error instanceof Failure) || error.code === 'cancelled') throw error;
    return { pending: [], records: new Map(), present: new Map(), gaps: [error.message] } as const;
  });
  // Nobody is asked about past runs while nothing depends on them.
  const isClear = held.length === 0 && seen.pending.length === 0 && operations.length === 0;
  const pastNotes = isClear ? outdated(notes) : await over(notes, stateOf);
  const now = new Date();
  const situation: Situation = {
    project,
    stack,
    store: inspection.store,
    locks: held,
    operations: operations.map((operation) => ({
      ...operation,
      ...(seen.present.get(operation.urn) ?? unseen),
      said: answerTo(operation, answers),
    })),
    releases: seen.pending.flatMap((record) => pendingRelease(record, pastNotes, now) ?? []),
  };
  return { situation, failure: null, pastNotes, records: seen.records, gaps: seen.gaps };
}

const week = 7 * 24 * 3_600_000;

/** A run takes no week: that nobody took its note away says no more. */
const outdated = (notes: readonly RunNote[]): RunNote[] =>
  notes.filter(({ started }) => !(Date.now() - Date.parse(started) < week));

async function over(
  notes: readonly RunNote[],
  stateOf: ReturnType<typeof runStates>,
): Promise<readonly RunNote[]> {
  const states = await Promise.all(notes.map(async (note) => await stateOf(note)));
  return notes.filter((_, index) => states[index]?.state === 'over');
}

type Seen = Pick<FoundOperation, 'cluster' | 'fieldManager'>;
const unseen: Seen = { cluster: 'unknown', fieldManager: null };

interface ClusterSight {
  readonly pending: readonly Parameters<typeof pendingRelease>[0][];
  readonly records: ReadonlyMap<string, ReleaseHistory>;
  /** By URN. */
  readonly present: ReadonlyMap<string, Seen>;
  readonly gaps: readonly string[];
}

/** Where Helm's usual limit is not replaced by one of the stack file. */
const helmSeconds = 300;

async function inCluster(
  { stack, connection: connect }: Recoverable,
  operations: readonly PendingOperation[],
  io: Io,
): Promise<ClusterSight> {
  const connection = connect();
  const ofStack = stack.releases.map(({ key, name, namespace, timeoutSeconds }) => ({
    label: key,
    key: `${namespace}/${name}`,
    name,
    namespace,
    timeoutSeconds,
  }));
  const ofOperations = operations.flatMap(({ name: label, stands }) =>
    stands.as === 'release'
      ? [{ label, key: `${stands.namespace}/${stands.name}`, ...stands, timeoutSeconds: helmSeconds }]
      : [],
  );
  const wanted = [...new Map([...ofOperations, ...ofStack].map((each) => [each.key, each])).values()];
  const suspects = await workedOn(connection, wanted);
  const asked = wanted.filter(
    ({ key }) =>
      suspects.releases.some((suspect) => suspect.key === key) ||
      ofOperations.some((each) => each.key === key),
  );
  const found = await readReleases(connection, asked);
  learnRecords(found.releases.values(), io.redactor);
  const gaps = [...new Set([...suspects.gaps, ...found.gaps])];
  const pending = asked.flatMap(({ key, label, name, namespace, timeoutSeconds }) => {
    const latest = found.releases.get(key)?.latest;
    if (latest === undefined) return [];
    const { revision, status, updated } = latest;
    const verb = verbs[status] ?? '';
    const hooks = latest.hooks.filter(({ events }) => events.some((event) => event.endsWith(`-${verb}`)));
    const begun = ofOperations.some((each) => each.key === key);
    return {
      key: label,
      name,
      namespace,
      revision,
      status,
      updated,
      timeoutSeconds,
      begun,
      hooks: hooks.length,
    };
  });
  const present = await operationsIn(connection, operations, (release) =>
    found.releases.has(release) ? 'present' : gaps.length > 0 ? 'unknown' : 'absent',
  );
  return { pending, records: found.releases, present, gaps };
}

const verbs: Readonly<Record<string, string | undefined>> = {
  'pending-install': 'install',
  'pending-upgrade': 'upgrade',
  'pending-rollback': 'rollback',
  uninstalling: 'delete',
};

async function operationsIn(
  connection: ReturnType<Recoverable['connection']>,
  operations: readonly PendingOperation[],
  release: (key: string) => Seen['cluster'],
): Promise<ReadonlyMap<string, Seen>> {
  const ids = new Map<string, ObjectId>();
  const seen = new Map<string, Seen>();
  for (const { urn, stands } of operations) {
    if (stands.as === 'release')
      seen.set(urn, { cluster: release(`${stands.namespace}/${stands.name}`), fieldManager: null });
    if (stands.as === 'object') ids.set(urn, stands);
  }
  if (ids.size === 0) return seen;
  const asked = [...ids.values()].map((id) => ({ id, applied: null }));
  const { live } = await readLive(connection, await discover(connection), asked);
  for (const [urn, id] of ids) {
    const found = live.get(objectKey(id));
    if (found === undefined) continue; // nobody could tell
    const managers = listAt(found.live, 'metadata', 'managedFields').filter(
      (entry) => textAt(entry, 'operation') === 'Apply',
    );
    const names = managers.map((entry) => textAt(entry, 'manager') ?? '');
    seen.set(urn, {
      cluster: found.live === null ? 'absent' : 'present',
      fieldManager: names.find((name) => name.startsWith('pulumi-kubernetes')) ?? null,
    });
  }
  return seen;
}

/** Of a release, for the records of a situation. */
export const recordKey = ({ namespace, name }: Pick<FoundRelease, 'namespace' | 'name'>): string =>
  `${namespace}/${name}`;
