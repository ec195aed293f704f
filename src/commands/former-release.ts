/** A release as a former revision had it, to be declared instead of what the stack file says now. */
import { readRevisions, type Revision } from '../cluster/revisions.ts';
import { textAt } from '../kubernetes/data.ts';
import { formerValues } from '../plan/former-values.ts';
import type { PlacedObject } from '../plan/facts.ts';
import { placed, type Scope } from '../plan/placed.ts';
import { rollbackTarget } from '../plan/revisions.ts';
import { secretsInValues } from '../redaction/values.ts';
import { appliedObjects } from '../render/applied-objects.ts';
import { pullCharts } from '../render/charts.ts';
import { findFormerChart, type FoundChart } from '../render/former-chart.ts';
import type { DesiredRelease } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { registryAccess } from '../systems/registries.ts';
import { offlineValues } from '../systems/placeholders.ts';
import { chartMirrors, type Io, type Session, type StackOptions } from './session.ts';
import { learnReleases } from './written-secrets.ts';

export interface FormerRelease {
  readonly release: DesiredRelease;
  readonly revision: number;
  readonly chart: { readonly name: string; readonly version: string; readonly from: FoundChart['from'] };
  /** Whether the newest revision failed: what it brought has to go back. */
  readonly fromFailed: boolean;
  /** Its number. */
  readonly newest: number;
  /** Numbers of those that Helm takes for deployed. */
  readonly deployed: readonly number[];
  /** Of the newest revisions, as far as they failed after the last deployed one. */
  readonly failed: (scope: Scope) => Promise<(readonly PlacedObject[])[]>;
}

/** Rejects with a `Failure` that says which revisions there are, or why it cannot be had again. */
export async function formerRelease(
  session: Session,
  release: DesiredRelease,
  { to, ...options }: StackOptions & { readonly to: number | null },
  io: Io,
): Promise<FormerRelease> {
  const revisions = await readRevisions(session.connection(), release);
  const target = rollbackTarget(revisions, to);
  if ('problem' in target) {
    throw new Failure('configuration', `release ${release.key} cannot be rolled back: ${target.problem}`);
  }
  const { revision } = target.revision;
  const [record, kept] = await Promise.all([target.revision.record(), target.revision.chart()]);
  if (record === null || kept === null)
    throw new Failure('failed', `what Helm keeps of revision ${revision} of ${release.key} cannot be read`);
  learnReleases([{ latest: record, applied: null }], io.redactor);
  const version = textAt(kept.metadata, 'version') ?? null;
  const chart = await findFormerChart(kept, {
    directory: session.directory,
    pull: async () => await publishedArchive(session, { ...release, version }, options, io),
  });
  const { name } = record.chart;
  if (chart === null) throw chartless(release, revision, `${name} ${record.chart.version}`);
  const values = formerValues(record.values, release.values, session.stack.backing);
  const { path } = release.chart;
  return {
    revision,
    fromFailed: revisions.at(-1)?.status === 'failed',
    newest: revisions.at(-1)?.revision ?? revision,
    deployed: revisions.flatMap((each) => (each.status === 'deployed' ? each.revision : [])),
    chart: { name, version: record.chart.version, from: chart.from },
    release: {
      ...release,
      values,
      chart: { ...nothingOfItsOwn, ref: chart.path, path },
      confidential: secretsInValues(offlineValues(values, session.stack), { isRefused: false }).length > 0,
    },
    failed: async (scope) => await objectsOfFailed(revisions, release, scope),
  };
}

const nothingOfItsOwn = {
  version: null,
  digest: null,
  username: null,
  password: null,
  plainHttp: false,
  ca: null,
  verify: null,
} as const;

/** Of that version, where the release's chart is from; null if it is not there. */
async function publishedArchive(
  session: Session,
  { key, chart, version }: Pick<DesiredRelease, 'key' | 'chart'> & { readonly version: string | null },
  options: StackOptions,
  io: Io,
): Promise<string | null> {
  try {
    const pulled = await pullCharts([{ key, chart: { ...chart, version, digest: null } }], {
      directory: session.directory,
      reveal: async (secret) => await session.reveal(secret),
      registries: registryAccess(session.loaded),
      mirrors: chartMirrors(options, io),
      signal: io.signal,
    });
    return pulled.get(key)?.archive ?? null;
  } catch (error) {
    // That a chart may not be used is no reason to look for it elsewhere.
    if (error instanceof Failure && !['cancelled', 'findings'].includes(error.code)) return null;
    throw error;
  }
}

const chartless = ({ key, chart }: DesiredRelease, revision: number, text: string): Failure =>
  new Failure(
    'failed',
    `release ${key} cannot be rolled back to revision ${revision}: its chart ${text} cannot be had again`,
    {
      hint: `Helm keeps no subcharts, and ${chart.ref} does not give that chart any more: publish it again, or check out the commit that deployed it and run \`k8s-deploy up --target ${key}\`; nothing was changed`,
    },
  );

async function objectsOfFailed(
  revisions: readonly Revision[],
  { namespace }: DesiredRelease,
  scope: Scope,
): Promise<(readonly PlacedObject[])[]> {
  const last = revisions.findLastIndex(({ status }) => status === 'deployed');
  const records = await Promise.all(revisions.slice(last + 1).map(async (each) => await each.record()));
  return records.map((record) =>
    record === null ? [] : placed(appliedObjects(record, new Map()), namespace, scope).objects,
  );
}
