import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { list } from '../setup/cluster.ts';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';

/** What the four systems need of the cluster, beyond pods that are ready: see examples.test.ts for those. */
const plane = testPlane();
let example: OpenExample;

beforeAll(async () => {
  example = await openExample('data-platform');
  await must(example.run(['up', '--stack', 'dev']));
});
afterAll(async () => {
  await example.run(['destroy', '--yes', '--stack', 'dev']);
  example.remove();
});

test("sf2loki's pods may hold the one lease that they are configured for", async () => {
  const [role] = (await list(plane, 'rbac.authorization.k8s.io/v1/roles', 'observability')).filter(
    ({ metadata }) => metadata.name.includes('lease'),
  );
  expect(role?.rules).toContainEqual(
    expect.objectContaining({
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      resourceNames: ['sf2loki-leader'],
    }),
  );
});

test('a null in values has removed the default: no placeholder is left in the configuration', async () => {
  const [map] = (await list(plane, 'v1/configmaps', 'observability')).filter(
    ({ metadata }) => metadata.name === 'sf2loki-config',
  );
  const config = parse(map?.data?.['config.yaml'] ?? '') as {
    state: { store: string; s3: Record<string, unknown> };
    sources: Record<string, unknown>;
    service: { telemetry: Record<string, unknown> };
  };
  expect(config.state).toMatchObject({ store: 's3', s3: { bucket: 'acme-dev-sf2loki-state' } });
  expect(config.state.s3['endpoint_url'] ?? null).toBeNull(); // SF-6: the default is a minio that nobody has
  expect(config.sources['transform_salt_file'] ?? null).toBeNull(); // SF-12
  expect(config.service.telemetry['basic_auth_token_file'] ?? null).toBeNull();
});

test('the External Secrets controller has filled the Secret that sf2loki mounts', async () => {
  await vi.waitFor(
    async () => {
      const [secret] = await list(plane, 'external-secrets.io/v1/externalsecrets', 'observability');
      expect(secret?.status?.['conditions']).toContainEqual(
        expect.objectContaining({ type: 'Ready', reason: 'SecretSynced' }),
      );
    },
    { timeout: 30_000, interval: 500 },
  );
  const secrets = await list(plane, 'v1/secrets', 'observability');
  const filled = secrets.find(({ metadata }) => metadata.name === 'sf2loki-secrets');
  expect(Object.keys(filled?.data ?? {}).toSorted()).toEqual(['loki-token', 'server.key']);
});

test('the load balancer listens on the declared sources and nothing else', async () => {
  const [service] = (await list(plane, 'v1/services', 'logstream')).filter(
    ({ spec }) => spec?.['type'] === 'LoadBalancer',
  );
  const ports = service?.spec?.['ports'] as { name: string; port: number; protocol: string }[];
  expect(ports.map(({ name, port, protocol }) => `${name} ${port} ${protocol}`).toSorted()).toEqual([
    's2s 9997 TCP',
    'syslog 5140 UDP',
  ]);
  expect(service?.spec?.['loadBalancerSourceRanges']).toEqual(['10.0.0.0/8']);
});

test('outputs name what others build on', async () => {
  const { stdout } = await must(example.run(['outputs', '--stack', 'dev', '--json']));
  expect(JSON.parse(stdout)).toMatchObject({
    releases: { 'sensor-inspector': { name: 'dizzl-sandbox-dev-sensor-inspector-ksml', namespace: 'ksml' } },
    namespaces: ['ksml', 'ksml-system', 'leoflow', 'logstream', 'observability'],
    services: { leoflow: ['leoflow.leoflow.svc.cluster.local'] },
    buckets: ['acme-dev-sf2loki-state'],
  });
});
