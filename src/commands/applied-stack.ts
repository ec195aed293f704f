/** What a stack has applied last, from Pulumi's state and Helm's records: no chart is pulled and nothing is rendered. Holds secrets. */
import { discover, type Discovery } from '../cluster/discovery.ts';
import type { ReleaseRecord } from '../cluster/helm-record.ts';
import { readReleases, type ReleaseHistory, type WantedRelease } from '../cluster/release-records.ts';
import { readRevision } from '../cluster/release-revision.ts';
import type { Connection } from '../cluster/connection.ts';
import { isOwnObject, isRelease, keptResources, type KeptState } from '../deploy/kept-resources.ts';
import { numberAt, textAt, type Data } from '../kubernetes/data.ts';
import { isClusterScoped } from '../kubernetes/scope.ts';
import { isScaledBy } from '../plan/drift-noise.ts';
import type { ReleaseChange } from '../plan/drift-report.ts';
import type { AppliedObject } from '../plan/object-drift.ts';
import { nothing, placed, type Placed, type Scope } from '../plan/placed.ts';
import { releaseChange } from '../plan/release-change.ts';
import { appliedObjects } from '../render/applied-objects.ts';
import type { Io, Session } from './session.ts';
import { learnRecords, learnSecrets } from './written-secrets.ts';

export interface AppliedStack {
  readonly discovery: Discovery;
  readonly releases: readonly AppliedRelease[];
  /** What Pulumi keeps itself. */
  readonly backing: readonly AppliedObject[];
  readonly gaps: readonly string[];
}

export interface AppliedRelease extends WantedRelease {
  /** The revision that the stack made last; null if the state has none. */
  readonly applied: number | null;
  readonly history: ReleaseHistory | null;
  readonly byHand: ReleaseChange | null;
  /** As that revision has them. */
  readonly objects: readonly AppliedObject[];
}

/** What is in it is learnt by the redactor. Rejects with a `Failure` if the state or the cluster cannot be read. */
export async function appliedStack(session: Session, connection: Connection, io: Io): Promise<AppliedStack> {
  const [state, discovery] = await Promise.all([readState(session, io), discover(connection)]);
  const scope: Scope = (apiVersion, kind) => discovery.resourceOf(apiVersion, kind)?.namespaced ?? null;
  const wanted = releasesOf(session, state);
  const records = await readReleases(connection, wanted);
  learnRecords(records.releases.values(), io.redactor);
  const gaps = new Set([...discovery.gaps, ...records.gaps]);
  const releases = await Promise.all(
    wanted.map(async ({ applied, ...release }): Promise<AppliedRelease> => {
      const history = records.releases.get(release.key) ?? null;
      const byHand = releaseChange(applied, history?.latest ?? null);
      const found = { ...release, applied, history, byHand };
      if (history === null || byHand === 'uninstalled' || byHand === 'installed')
        return { ...found, objects: [] };
      const record = await recordOf(connection, release, { applied, history }, (gap) => gaps.add(gap));
      const objects = record === null ? [] : objectsOf(record, release, scope);
      learnSecrets(
        objects.flatMap(({ applied: manifest }) => (manifest === null ? [] : [{ manifest }])),
        io.redactor,
      );
      return { ...found, objects };
    }),
  );
  return { discovery, releases, backing: backingOf(state, scope), gaps: [...gaps] };
}

async function readState({ deployment }: Session, { redactor }: Io): Promise<KeptState> {
  let exported: Data = null;
  await deployment.operate('outputs', async (stack) => {
    exported = (await stack.exportStack()) as unknown as Data;
  });
  const state = keptResources(exported);
  for (const secret of state.secrets) redactor.learn(secret, null);
  learnSecrets(
    state.resources.map(({ inputs }) => ({ manifest: inputs })),
    redactor,
  );
  return state;
}

/** Those of the state, and those of the stack file that it has not. */
function releasesOf(
  { stack }: Session,
  { resources }: KeptState,
): (WantedRelease & { applied: number | null })[] {
  const kept = resources.filter(isRelease).map(({ name: key, inputs, outputs }) => ({
    key,
    name: textAt(inputs, 'name') ?? key,
    namespace: textAt(inputs, 'namespace') ?? 'default',
    applied: numberAt(outputs, 'status', 'revision') ?? null,
  }));
  const known = new Set(kept.map(({ key }) => key));
  const others = stack.releases
    .filter(({ key }) => !known.has(key))
    .map(({ key, name, namespace }) => ({ key, name, namespace, applied: null }));
  return [...kept, ...others];
}

/** That of the stack's own revision; if Helm has it no more, the one that counts for Helm. */
async function recordOf(
  connection: Connection,
  release: WantedRelease,
  { applied, history }: { readonly applied: number | null; readonly history: ReleaseHistory },
  note: (gap: string) => unknown,
): Promise<ReleaseRecord | null> {
  const known = [history.latest, history.applied].find((record) => record?.revision === applied);
  if (known !== undefined && known !== null) return known;
  const own = applied === null ? null : await readRevision(connection, release, applied);
  if (own !== null) return own;
  note(
    `Helm no longer has revision ${applied} of release ${release.name}, which the stack made last: its objects are compared with those of revision ${history.applied?.revision ?? 'none'}`,
  );
  return history.applied;
}

function objectsOf(record: ReleaseRecord, release: WantedRelease, scope: Scope): AppliedObject[] {
  const hooks = record.hooks.filter(
    ({ hasSucceeded, deletePolicies, events }) =>
      hasSucceeded && !deletePolicies.includes('hook-succeeded') && !events.includes('test'),
  );
  const { objects, hooks: made } = placedIn({ manifest: record.manifest, hooks }, release, scope);
  const of = { name: release.name, namespace: release.namespace };
  return [
    ...objects.map(({ id, manifest }) => ({
      id,
      applied: manifest,
      madeBy: 'release' as const,
      isScaled: isScaledBy(objects, id),
      release: of,
    })),
    // Jobs and pods of hooks have done their work: whoever cleans them up may.
    ...made
      .filter(({ id }) => id.kind !== 'Job' && id.kind !== 'Pod')
      .map(({ id }) => ({ id, applied: null, madeBy: 'hook' as const, isScaled: false, release: of })),
  ];
}

const placedIn = (
  record: Parameters<typeof appliedObjects>[0],
  { namespace }: WantedRelease,
  scope: Scope,
): Placed =>
  record.manifest === '' && record.hooks.length === 0
    ? nothing
    : placed(appliedObjects(record, new Map()), namespace, scope);

function backingOf({ resources }: KeptState, scope: Scope): AppliedObject[] {
  return resources.filter(isOwnObject).map(({ name, inputs }) => {
    const [apiVersion, kind] = [textAt(inputs, 'apiVersion') ?? '', textAt(inputs, 'kind') ?? ''];
    const isNamespaced = scope(apiVersion, kind) ?? !isClusterScoped(kind);
    const id = {
      apiVersion,
      kind,
      namespace: isNamespaced ? (textAt(inputs, 'metadata', 'namespace') ?? 'default') : null,
      name: textAt(inputs, 'metadata', 'name') ?? name,
    };
    return { id, applied: inputs, madeBy: 'stack', isScaled: false, release: null };
  });
}
