/** Tells Helm that an operation on a release is over though nobody has ended it: its record becomes a failed one, which the next operation starts from. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { isMap, mapAt, textAt, type Data, type DataMap } from '../kubernetes/data.ts';
import type { Connection } from './connection.ts';
import { recordText } from './helm-record.ts';
import { keepingOf, type Keeping } from './record-keeping.ts';

export interface PendingRevision {
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
  /** That it must still have. */
  readonly status: string;
}

/** `gone`: it is no longer what it was, so that somebody is at work. `refused`: the API server does not allow it. */
export type Marking =
  { readonly result: 'marked' | 'gone' } | { readonly result: 'refused'; readonly why: string };

/**
 * Changes the record only if nobody else has since it was read. `description`: for `helm history`. An event of the namespace says it as well, where that is
 * allowed. Rejects with a `Failure` if the cluster does not answer.
 */
export async function markFailed(
  connection: Connection,
  pending: PendingRevision,
  description: string,
): Promise<Marking> {
  const { marking, record } = await mark(connection, pending, (text) => failedRecord(text, description));
  if (record !== null && marking.result === 'marked') await tell(connection, record, pending, description);
  return marking;
}

/** Changes nothing but the status, and tells nobody. */
export async function markAs(
  connection: Connection,
  revision: PendingRevision,
  status: 'superseded' | 'failed',
): Promise<Marking> {
  const { marking } = await mark(connection, revision, (text) => recordWith(text, { status }));
  return marking;
}

interface Marked {
  readonly marking: Marking;
  /** As it was; null if it was not read. */
  readonly record: DataMap | null;
}

async function mark(
  connection: Connection,
  pending: PendingRevision,
  change: (text: string) => string,
): Promise<Marked> {
  const told = (marking: Marking, record: DataMap | null = null): Marked => ({ marking, record });
  const keeping = keepingOf(connection);
  if (keeping === null)
    return told({ result: 'refused', why: 'Helm keeps its records where they cannot be changed' });
  const { namespace, name, revision } = pending;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/${keeping.plural}/${encodeURIComponent(`sh.helm.release.v1.${name}.v${revision}`)}`;
  const { status, body } = await connection.get(path);
  if (status === 404) return told({ result: 'gone' });
  if (status !== 200 || !isMap(body)) return told({ result: 'refused', why: refusal(status, body) });
  if (textAt(body, 'metadata', 'labels', 'status') !== pending.status) return told({ result: 'gone' });
  const text = change(await recordText(keeping.encoded(body)));
  const answer = await connection.change('PUT', path, await changed(body, keeping, text));
  if (answer.status === 409 || answer.status === 404) return told({ result: 'gone' });
  if (answer.status !== 200) return told({ result: 'refused', why: refusal(answer.status, answer.body) });
  return told({ result: 'marked' }, body);
}

/** With its resourceVersion, so that the API server refuses it if the record has changed. */
async function changed(object: DataMap, keeping: Keeping, record: string): Promise<DataMap> {
  const packed = (await packedBytes(record, { level: 9 })).toString('base64');
  const metadata = mapAt(object, 'metadata');
  const labels = {
    ...mapAt(metadata, 'labels'),
    status: textAt(JSON.parse(record) as Data, 'info', 'status') ?? 'unknown',
    modifiedAt: String(Math.floor(Date.now() / 1000)),
  };
  return {
    ...object,
    metadata: { ...metadata, labels },
    data: { ...mapAt(object, 'data'), release: keeping.stored(packed) },
  };
}

const packedBytes = promisify(gzip);

/** Everything else in it stays to the digit: numbers that JavaScript would round, too. */
export const failedRecord = (text: string, description: string): string =>
  recordWith(text, { status: 'failed', description });

function recordWith(text: string, info: { readonly status: string; readonly description?: string }): string {
  const record = JSON.parse(text, exactNumbers) as { info?: object };
  return JSON.stringify({ ...record, info: { ...record.info, ...info } });
}

type Reviver = (this: unknown, key: string, value: unknown) => unknown;

/** By the proposal "JSON.parse source text access", which Node.js 22 has and TypeScript's library does not know. */
const exactNumbers = ((_key: string, value: unknown, { source }: { source?: string }): unknown =>
  typeof value === 'number' && source !== undefined
    ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(source)
    : value) as Reviver;

async function tell(
  connection: Connection,
  record: DataMap,
  { namespace, name, status, revision }: PendingRevision,
  description: string,
): Promise<void> {
  const now = new Date().toISOString();
  const seconds = now.replace(/\.\d+Z$/, 'Z');
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`;
  await connection.change('POST', path, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { generateName: `${name}.`, namespace },
    involvedObject: {
      apiVersion: 'v1',
      kind: textAt(record, 'kind') ?? 'Secret',
      namespace,
      name: textAt(record, 'metadata', 'name') ?? '',
      uid: textAt(record, 'metadata', 'uid') ?? '',
    },
    reason: 'ReleaseMarkedFailed',
    message: `Helm release ${name}, revision ${revision}: ${status} → failed; ${description}`.slice(0, 1024),
    type: 'Warning',
    source: { component: 'k8s-deploy' },
    firstTimestamp: seconds,
    lastTimestamp: seconds,
    count: 1,
  });
}

const refusal = (status: number, body: Data): string =>
  `the API server answers ${status}${textAt(body, 'message') === undefined ? '' : ` (${textAt(body, 'message') ?? ''})`}`;
