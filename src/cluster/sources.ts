/** Whether what is referred to by name is there, and which keys it has. */
import { isMap, mapAt, type DataMap } from '../kubernetes/data.ts';
import type { Connection } from './connection.ts';

export interface AskedSource {
  readonly kind: 'Secret' | 'ConfigMap' | 'StorageClass';
  /** Null for a StorageClass. */
  readonly namespace: string | null;
  readonly name: string;
}

export interface FoundSource extends AskedSource {
  /** Null if it is not there. What it holds is secret, of a Secret. */
  readonly live: DataMap | null;
  /** Of its data. */
  readonly keys: ReadonlySet<string>;
}

const plurals = { Secret: 'secrets', ConfigMap: 'configmaps', StorageClass: 'storageclasses' } as const;

/** Without those that may not be read. */
export async function readSources(
  connection: Connection,
  asked: readonly AskedSource[],
): Promise<FoundSource[]> {
  const found = await Promise.all(
    asked.map(async (source): Promise<FoundSource[]> => {
      const { status, body } = await connection.get(pathOf(source));
      if (status === 404) return [{ ...source, live: null, keys: new Set() }];
      if (status !== 200 || !isMap(body)) return [];
      const keys = ['data', 'binaryData'].flatMap((field) => Object.keys(mapAt(body, field)));
      return [{ ...source, live: body, keys: new Set(keys) }];
    }),
  );
  return found.flat();
}

function pathOf({ kind, namespace, name }: AskedSource): string {
  const last = `${plurals[kind]}/${encodeURIComponent(name)}`;
  return namespace === null
    ? `/apis/storage.k8s.io/v1/${last}`
    : `/api/v1/namespaces/${encodeURIComponent(namespace)}/${last}`;
}
