/** All that Helm keeps of one release: its revisions, and the chart of each as far as a record has it. */
import { listAt, mapAt, textAt, type Data, type DataMap } from '../kubernetes/data.ts';
import { Failure } from '../stack/failure.ts';
import type { Connection } from './connection.ts';
import { readRecord, recordText, type ReleaseRecord } from './helm-record.ts';
import { helmDriver, keepingOf } from './record-keeping.ts';

const pageSize = 20; // a record has up to 1.4 MB as JSON
const mostPages = 500;

export interface Revision {
  readonly revision: number;
  readonly status: string;
  /** Null if it cannot be read. */
  record(): Promise<ReleaseRecord | null>;
  /** Null if it cannot be read. */
  chart(): Promise<RecordedChart | null>;
}

/** Without its subcharts: Helm keeps none of their files. */
export interface RecordedChart {
  readonly metadata: DataMap;
  /** Templates and other files, without `Chart.yaml` and `values.yaml`, by their path in the chart. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly values: DataMap;
}

/** Oldest first; empty if Helm has none. Rejects with a `Failure` if they may not be read. */
export async function readRevisions(
  connection: Connection,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<Revision[]> {
  const keeping = keepingOf(connection);
  if (keeping === null) {
    throw new Failure(
      'configuration',
      `PULUMI_K8S_HELM_DRIVER is "${helmDriver(connection)}": what Helm keeps there of releases cannot be read`,
    );
  }
  const selector = encodeURIComponent(`owner=helm,name=${name}`);
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/${keeping.plural}?limit=${pageSize}&labelSelector=${selector}`;
  const found: Revision[] = [];
  let next = '';
  for (let page = 0; page < mostPages; page += 1) {
    const more = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
    const { status, body } = await connection.get(`${path}${more}`);
    if (status !== 200) throw unreadable(keeping.plural, namespace, status);
    for (const object of listAt(body, 'items')) {
      const label = (key: string): string => textAt(object, 'metadata', 'labels', key) ?? '';
      const encoded = keeping.encoded(object);
      found.push({
        revision: Number(label('version')),
        status: label('status'),
        record: async () => await readRecord(encoded),
        chart: async () => await readChart(encoded),
      });
    }
    next = textAt(body, 'metadata', 'continue') ?? '';
    if (next === '') break;
  }
  return found.toSorted((a, b) => a.revision - b.revision);
}

async function readChart(encoded: string): Promise<RecordedChart | null> {
  let record: Data;
  try {
    record = JSON.parse(await recordText(encoded)) as Data;
  } catch {
    return null;
  }
  const chart = mapAt(record, 'chart');
  const files = [...listAt(chart, 'templates'), ...listAt(chart, 'files')].flatMap((file) => {
    const [name, data] = [textAt(file, 'name'), textAt(file, 'data')];
    return name === undefined ? [] : [[name, Buffer.from(data ?? '', 'base64')] as const];
  });
  return { metadata: mapAt(chart, 'metadata'), files: new Map(files), values: mapAt(chart, 'values') };
}

const unreadable = (plural: string, namespace: string, status: number): Failure =>
  status === 403
    ? new Failure(
        'authentication',
        `no permission to list ${plural} in namespace ${namespace}, where Helm keeps its records of releases`,
      )
    : new Failure('failed', `${plural} in namespace ${namespace} cannot be listed (${status})`);
