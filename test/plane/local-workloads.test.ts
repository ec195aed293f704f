import { beforeAll, describe, expect, it, vi } from 'vitest';
import { apply, ask, read } from '../../toolchain/plane/cluster.ts';
import { readPlane, type Plane } from '../../toolchain/plane/plane.ts';
import { dirname } from 'node:path';

const namespace = 'local-workloads';
const labels = { app: 'x' };
const template = {
  metadata: { labels },
  spec: { containers: [{ name: 'main', image: 'registry.example.com/x:1' }] },
};
const patience = { timeout: 60_000, interval: 200 };
const account = { name: 'reader', key: 'store/password', value: 'local-only' };

let plane: Plane;
beforeAll(async () => {
  const found = readPlane(dirname(process.env['K8S_DEPLOY_TEST_PLANE'] ?? ''));
  if (found === null) throw new Error('The global setup started no plane.');
  plane = found;
  await put('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  return async () => {
    await ask(plane, `${plane.apiServer}/api/v1/namespaces/${namespace}`, { method: 'DELETE' });
  };
});

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; annotations?: Record<string, string> };
}

async function put(collection: string, object: Manifest & Record<string, unknown>): Promise<void> {
  await apply(plane, `${collection}/${object.metadata.name}`, JSON.stringify(object));
}

const inNamespace = (group: string, plural: string) => `${group}/namespaces/${namespace}/${plural}`;
const status = async (path: string) => ((await read(plane, path)) as { status?: unknown } | null)?.status;

describe('the local plane', () => {
  it('has three ready nodes in three zones', async () => {
    const { items } = (await read(plane, '/api/v1/nodes')) as {
      items: { metadata: { labels: Record<string, string> } }[];
    };
    const zones = items.map(({ metadata }) => metadata.labels['topology.kubernetes.io/zone']);
    expect(new Set(zones)).toEqual(new Set(['zone-a', 'zone-b', 'zone-c']));
    expect(zones).toHaveLength(3);
  });

  it('makes a Deployment available', async () => {
    const path = inNamespace('/apis/apps/v1', 'deployments');
    const spec = { replicas: 3, selector: { matchLabels: labels }, template };
    await put(path, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec });
    await vi.waitFor(
      async () => expect(await status(`${path}/web`)).toMatchObject({ availableReplicas: 3 }),
      patience,
    );
  });

  it('makes a StatefulSet ready, with a claim a replica', async () => {
    const path = inNamespace('/apis/apps/v1', 'statefulsets');
    const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    const volumeClaimTemplates = [{ metadata: { name: 'data' }, spec: claim }];
    const spec = {
      replicas: 2,
      serviceName: 'db',
      selector: { matchLabels: labels },
      template,
      volumeClaimTemplates,
    };
    await put(path, { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db' }, spec });
    await vi.waitFor(
      async () => expect(await status(`${path}/db`)).toMatchObject({ readyReplicas: 2 }),
      patience,
    );
  });

  it('completes a Job', async () => {
    const path = inNamespace('/apis/batch/v1', 'jobs');
    const spec = { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } };
    await put(path, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migrate' }, spec });
    await vi.waitFor(
      async () => expect(await status(`${path}/migrate`)).toMatchObject({ succeeded: 1 }),
      patience,
    );
  });

  it('gives a LoadBalancer an address', async () => {
    const path = inNamespace('/api/v1', 'services');
    const spec = { type: 'LoadBalancer', selector: labels, ports: [{ port: 80 }] };
    await put(path, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec });
    await vi.waitFor(async () => {
      expect(await status(`${path}/web`)).toMatchObject({ loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } });
    }, patience);
  });

  it('binds a claim for many writers, and frees its volume for the next', async () => {
    const path = inNamespace('/api/v1', 'persistentvolumeclaims');
    const spec = { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '50Gi' } } };
    const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'logs' }, spec };
    await put(path, claim);
    const volume = await vi.waitFor(async () => {
      const bound = (await read(plane, `${path}/logs`)) as {
        spec: { volumeName?: string };
        status: { phase: string };
      };
      expect(bound.status.phase).toBe('Bound');
      return bound.spec.volumeName;
    }, patience);
    await ask(plane, `${plane.apiServer}${path}/logs`, { method: 'DELETE' });
    const volumePath = `/api/v1/persistentvolumes/${volume}`;
    await vi.waitFor(
      async () => expect(await status(volumePath)).toMatchObject({ phase: 'Available' }),
      patience,
    );
  });

  it('checks what a ServiceMonitor and a PrometheusRule hold', async () => {
    const group = '/apis/monitoring.coreos.com/v1';
    const apiVersion = 'monitoring.coreos.com/v1';
    const monitor = { apiVersion, kind: 'ServiceMonitor', metadata: { name: 'web' } };
    const good = {
      selector: { matchLabels: labels },
      endpoints: [{ port: 'http', interval: '30s', extra: 1 }],
    };
    await put(inNamespace(group, 'servicemonitors'), { ...monitor, spec: good });
    const bad = { selector: {}, endpoints: [{ interval: '30 seconds' }] };
    await expect(put(inNamespace(group, 'servicemonitors'), { ...monitor, spec: bad })).rejects.toThrow(
      'spec.endpoints[0].interval',
    );
    const rule = { apiVersion, kind: 'PrometheusRule', metadata: { name: 'web' } };
    await put(inNamespace(group, 'prometheusrules'), {
      ...rule,
      spec: { groups: [{ name: 'a', rules: [{ alert: 'Down', expr: 'up == 0' }] }] },
    });
    const noExpr = { groups: [{ name: 'a', rules: [{ alert: 'Down' }] }] };
    await expect(put(inNamespace(group, 'prometheusrules'), { ...rule, spec: noExpr })).rejects.toThrow(
      'expr: Required value',
    );
  });
});

/** A Secrets Manager call as any AWS client makes it; moto doesn't check the signature, and takes the region from it. */
async function createAwsSecret(endpoint: string, region: string): Promise<void> {
  const scope = `AKIA/20260101/${region}/secretsmanager/aws4_request`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.CreateSecret',
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify({
      Name: account.key,
      SecretString: account.value,
      ClientRequestToken: crypto.randomUUID(),
    }),
  });
  expect(response.status).toBe(200);
}

describe('External Secrets', () => {
  it('syncs from AWS Secrets Manager by workload identity', async () => {
    const aws = plane.aws;
    if (aws === null) throw new Error(`This test needs moto. ${plane.awsMissing}`);
    const region = 'eu-west-1';
    await createAwsSecret(aws.endpoint, region);
    const annotations = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/reader' };
    await put(inNamespace('/api/v1', 'serviceaccounts'), {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: account.name, annotations },
    });
    const group = '/apis/external-secrets.io/v1';
    const auth = { jwt: { serviceAccountRef: { name: account.name } } };
    await put(inNamespace(group, 'secretstores'), {
      apiVersion: 'external-secrets.io/v1',
      kind: 'SecretStore',
      metadata: { name: 'aws' },
      spec: { provider: { aws: { service: 'SecretsManager', region, auth } } },
    });
    await put(inNamespace(group, 'externalsecrets'), {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'credentials' },
      spec: {
        refreshInterval: '1h',
        secretStoreRef: { name: 'aws', kind: 'SecretStore' },
        target: { name: 'credentials' },
        data: [{ secretKey: 'password', remoteRef: { key: account.key } }],
      },
    });
    await vi.waitFor(async () => {
      const secret = await read(plane, inNamespace('/api/v1', 'secrets/credentials'));
      expect(secret).toMatchObject({ data: { password: Buffer.from(account.value).toString('base64') } });
    }, patience);
  });
});
