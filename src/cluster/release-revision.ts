/** One revision of a release, by its number: Helm keeps some that it has superseded. */
import type { Connection } from './connection.ts';
import { readRecord, type ReleaseRecord } from './helm-record.ts';
import { keepingOf } from './record-keeping.ts';
import type { WantedRelease } from './release-records.ts';

/** Null if Helm keeps it no more, or it cannot be read. */
export async function readRevision(
  connection: Connection,
  { namespace, name }: WantedRelease,
  revision: number,
): Promise<ReleaseRecord | null> {
  const keeping = keepingOf(connection);
  if (keeping === null) return null;
  const record = encodeURIComponent(`sh.helm.release.v1.${name}.v${revision}`);
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/${keeping.plural}/${record}`;
  const { status, body } = await connection.get(path);
  return status === 200 ? await readRecord(keeping.encoded(body)) : null;
}
