/** What Helm wrote of the releases, against what was told. */
import { gunzipSync } from 'node:zlib';
import { listAt, numberAt, textAt, type DataMap } from '../../../src/kubernetes/data.ts';
import type { PlanDocument, ReleaseDocument } from './plan-document.ts';
import type { Snapshot } from './snapshot.ts';

/** The newest record of a release; null if there is none. */
export function newestRecord(
  { records }: Snapshot,
  { namespace, name }: Pick<ReleaseDocument, 'namespace' | 'name'>,
): DataMap | null {
  const own = records
    .map(recordIn)
    .filter((record) => textAt(record, 'namespace') === namespace && textAt(record, 'name') === name);
  const byRevision = own.toSorted((a, b) => (numberAt(a, 'version') ?? 0) - (numberAt(b, 'version') ?? 0));
  return byRevision.at(-1) ?? null;
}

/** Base64 of base64 of gzip of JSON. */
function recordIn(secret: DataMap): DataMap {
  const encoded = Buffer.from(textAt(secret, 'data', 'release') ?? '', 'base64').toString();
  return JSON.parse(gunzipSync(Buffer.from(encoded, 'base64')).toString()) as DataMap;
}

/** Helm makes a revision of what is installed or upgraded, none of what stays as it is, and keeps nothing of what goes. */
export function comparedRecords(plan: PlanDocument, before: Snapshot, after: Snapshot): string[] {
  return plan.releases.flatMap((release) => {
    const [was, is] = [newestRecord(before, release), newestRecord(after, release)].map((record) =>
      record === null ? 0 : (numberAt(record, 'version') ?? 0),
    );
    const [old = 0, now = 0] = [was, is];
    const told = { create: 1, replace: 1, update: old + 1, delete: 0, forget: old, import: old, same: old }[
      release.operation
    ];
    const status = textAt(newestRecord(after, release) ?? {}, 'info', 'status');
    return [
      // Of a replaced one, it is the record of the old place, which the plan does not tell.
      ...(release.operation === 'replace' || (release.record?.revision ?? 0) === old
        ? []
        : [
            `release ${release.key}: revision ${old} was there, and ${release.record?.revision ?? 'none'} was told`,
          ]),
      ...(now === told
        ? []
        : [
            `release ${release.key}: revision ${now} is there, and ${release.operation} was told (from ${old})`,
          ]),
      ...(now === old || status === undefined || status === 'deployed'
        ? []
        : [`release ${release.key}: it is ${status}`]),
    ];
  });
}

/** By name, when each hook of a record last ran: milliseconds. */
export const hookTimes = (record: DataMap | null): ReadonlyMap<string, number> =>
  new Map(
    listAt(record ?? {}, 'hooks').flatMap((hook) => {
      const time = Date.parse(textAt(hook, 'last_run', 'started_at') ?? '');
      return Number.isNaN(time) || time <= 0
        ? []
        : [[hookText(textAt(hook, 'kind') ?? '', textAt(hook, 'name') ?? ''), time] as const];
    }),
  );

export const hookText = (kind: string, name: string): string => `${kind} ${name}`;
