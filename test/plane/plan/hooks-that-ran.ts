/** The hooks that Helm ran, against those that were told. */
import type { Connection } from '../../../src/cluster/connection.ts';
import { listAt, textAt } from '../../../src/kubernetes/data.ts';
import type { PlanDocument, ReleaseDocument } from './plan-document.ts';
import { hookText, hookTimes, newestRecord } from './release-records.ts';
import type { Snapshot } from './snapshot.ts';

export interface Meanwhile {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly started: number; // milliseconds since 1970
  readonly connection: Connection;
}

export async function comparedHooks(plan: PlanDocument, meanwhile: Meanwhile): Promise<string[]> {
  const lines = await Promise.all(
    plan.releases.map(async (release) => {
      const told = [...new Set(release.hooks.map(({ object }) => hookText(object.kind, object.name)))];
      const ran = await hooksThatRan(release, meanwhile);
      return told.join(', ') === ran.join(', ')
        ? []
        : [
            `release ${release.key}: hooks ran: ${ran.join(', ') || 'none'}; told: ${told.join(', ') || 'none'}`,
          ];
    }),
  );
  return lines.flat();
}

/** In the order in which they ran. */
async function hooksThatRan(
  release: ReleaseDocument,
  { before, after, started, connection }: Meanwhile,
): Promise<string[]> {
  const record = newestRecord(after, release);
  const times = record === null ? await jobTimes(release, before, connection) : hookTimes(record);
  return [...times]
    .filter(([, time]) => time >= (record === null ? Math.floor(started / 1000) * 1000 : started)) // events have whole seconds
    .toSorted(([, a], [, b]) => a - b)
    .map(([hook]) => hook);
}

/** Of a release of which Helm keeps nothing any more: events tell of its Jobs. */
async function jobTimes(
  release: ReleaseDocument,
  before: Snapshot,
  connection: Connection,
): Promise<ReadonlyMap<string, number>> {
  const hooks = new Set(
    listAt(newestRecord(before, release) ?? {}, 'hooks').map((hook) =>
      hookText(textAt(hook, 'kind') ?? '', textAt(hook, 'name') ?? ''),
    ),
  );
  const { body } = await connection.get(`/api/v1/namespaces/${release.namespace}/events`);
  return new Map(
    listAt(body, 'items').flatMap((event) => {
      const job = hookText(
        textAt(event, 'involvedObject', 'kind') ?? '',
        textAt(event, 'involvedObject', 'name') ?? '',
      );
      return textAt(event, 'reason') === 'SuccessfulCreate' && hooks.has(job)
        ? [[job, Date.parse(textAt(event, 'firstTimestamp') ?? '')] as const]
        : [];
    }),
  );
}
