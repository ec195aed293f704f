/** Reads the local plane's cluster as kubectl would. */
import { gunzipSync } from 'node:zlib';
import { read } from '../../toolchain/plane/cluster.ts';
import type { Plane } from '../../toolchain/plane/plane.ts';

export interface KubernetesObject {
  readonly kind?: string;
  readonly metadata: {
    readonly uid?: string;
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly generation?: number;
  };
  readonly type?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly rules?: readonly unknown[];
}

/** The objects of a resource, e.g. `apps/v1/deployments` or `v1/namespaces`, in one namespace or in all. */
export async function list(
  plane: Plane,
  resource: string,
  namespace?: string,
): Promise<readonly KubernetesObject[]> {
  const [plural = '', version = '', group] = resource.split('/').toReversed();
  const base = group === undefined ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return ((await read(plane, `${base}${scope}/${plural}`)) as { items: KubernetesObject[] }).items;
}

export interface ReleaseRecord {
  readonly name: string;
  readonly namespace: string;
  readonly version: number;
  readonly info: { readonly status: string };
  readonly hooks: readonly {
    readonly name: string;
    readonly kind: string;
    readonly last_run: { readonly phase: string };
  }[];
  /** All of it, as Helm keeps it in the cluster: chart, values, manifest. */
  readonly text: string;
}

/** Helm's own records, decoded: Secrets of type helm.sh/release.v1 hold base64 of base64 of gzip of JSON. */
export async function releaseRecords(plane: Plane): Promise<readonly ReleaseRecord[]> {
  const secrets = (await list(plane, 'v1/secrets')).filter(({ type }) => type === 'helm.sh/release.v1');
  return secrets.map(({ data }) => {
    const encoded = Buffer.from(data?.['release'] ?? '', 'base64').toString();
    const text = gunzipSync(Buffer.from(encoded, 'base64')).toString();
    const record = JSON.parse(text) as Omit<ReleaseRecord, 'text' | 'hooks'> & {
      hooks?: ReleaseRecord['hooks'];
    };
    return { ...record, hooks: record.hooks ?? [], text };
  });
}
