/** What the cluster was given last of each release of the stack: where every command about what runs begins. */
import type { Connection } from '../cluster/connection.ts';
import { discover, type Discovery } from '../cluster/discovery.ts';
import { readReleases, type ReleaseHistory } from '../cluster/release-records.ts';
import { nothing, placed, type Placed, type Scope } from '../plan/placed.ts';
import { appliedObjects } from '../render/applied-objects.ts';
import type { DesiredRelease } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { suggestion } from '../stack/nearest.ts';
import type { ClusterSession } from './cluster-session.ts';
import type { Io } from './session.ts';
import { learnRecords, learnSecrets } from './written-secrets.ts';

export interface RunningRelease {
  readonly release: DesiredRelease;
  /** Null if Helm has none. */
  readonly history: ReleaseHistory | null;
  /** Of the last revision that Helm deployed; empty if there is none. Secrets included. */
  readonly applied: Placed;
}

export interface RunningReleases {
  readonly discovery: Discovery;
  readonly releases: readonly RunningRelease[];
  /** What is not known, and why. */
  readonly gaps: readonly string[];
}

/** Of these releases, in their order. What is in them is learnt by the redactor. Rejects with a `Failure` if the cluster does not answer. */
export async function runningReleases(
  connection: Connection,
  releases: readonly DesiredRelease[],
  io: Io,
): Promise<RunningReleases> {
  const [discovery, records] = await Promise.all([discover(connection), readReleases(connection, releases)]);
  learnRecords(records.releases.values(), io.redactor);
  const scope: Scope = (apiVersion, kind) => discovery.resourceOf(apiVersion, kind)?.namespaced ?? null;
  const running = releases.map((release): RunningRelease => {
    const history = records.releases.get(release.key) ?? null;
    const last = history === null || history.latest.status === 'uninstalled' ? null : history.applied;
    const applied =
      last === null ? nothing : placed(appliedObjects(last, new Map()), release.namespace, scope);
    return { release, history, applied };
  });
  learnSecrets(
    running.flatMap(({ applied }) => applied.objects),
    io.redactor,
  );
  return { discovery, releases: running, gaps: [...discovery.gaps, ...records.gaps] };
}

/** Those that were named, by key or by Helm's name; all if none was. Throws a `Failure` (configuration) that names every one that there is not. */
export function chosenReleases(
  session: Pick<ClusterSession, 'stack'>,
  names: readonly string[],
): readonly DesiredRelease[] {
  const { releases, stack } = session.stack;
  if (names.length === 0) return releases;
  const problems: string[] = [];
  const chosen = names.flatMap((name) => {
    const found = releases.filter((release) => release.key === name || release.name === name);
    const known = releases.map(({ key }) => key);
    if (found.length === 0)
      problems.push(`stack "${stack}" has no release "${name}"${suggestion(name, known)}`);
    return found;
  });
  if (problems.length === 0) return [...new Set(chosen)];
  throw new Failure('configuration', problems.join('\n'), {
    hint: `it has ${releases.map(({ key }) => key).join(', ')}`,
  });
}
