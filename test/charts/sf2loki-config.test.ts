/** config.yaml, which the chart makes of its values and only the application judges. */
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { type Rendered, template } from './helm.ts';

const sf2loki = (values: object = {}): Promise<Rendered> => template('sf2loki', values);

/** config.yaml of the ConfigMap; the shape is the application's and no business of these tests. */
async function config(values: object = {}): Promise<Record<string, never>> {
  const data = (await sf2loki(values)).one('ConfigMap', 'sf2loki-config')['data'] as Record<string, string>;
  return parse(data['config.yaml'] ?? '') as Record<string, never>;
}

test('the config map of values becomes config.yaml, and env its own ConfigMap', async () => {
  const rendered = await sf2loki({ config: { state: { store: 's3' } }, env: { PORT: 80 } });
  const data = rendered.one('ConfigMap', 'sf2loki-config')['data'] as Record<string, string>;
  expect(parse(data['config.yaml'] ?? '')).toMatchObject({
    state: { store: 's3', file: { path: '/var/lib/sf2loki/state.json' } },
    sink: { loki: { url: '${GC_LOKI}', tenant_id: '${GC_TENANT_ID}' } },
  });
  expect(rendered.one('ConfigMap', 'sf2loki-env')['data']).toEqual({ PORT: '80' });
});

test('configOverride replaces the config map as it is', async () => {
  const configOverride = '# mine\nsink:\n  loki: {url: "${URL}"}\n';
  const rendered = await sf2loki({ configOverride, config: { state: { store: 's3' } } });
  expect(rendered.one('ConfigMap')['data']).toEqual({ 'config.yaml': configOverride });
});

describe('what the configuration says by default, and nothing refuses', () => {
  const ha = { replicaCount: 2, ha: { enabled: true } };
  const seedRecipe = {
    ...ha,
    config: {
      coordinate: { type: 'k8s_lease', k8s_lease: { namespace: '${POD_NAMESPACE}', name: 'sf2loki-leader' } },
      state: { store: 's3', s3: { bucket: 'b', key: 'sf2loki/state.json' } },
    },
  };
  const cases: [string, object, object][] = [
    ['SF-2: HA leaves coordinate.type at noop', ha, { coordinate: { type: 'noop' } }],
    [
      'SF-3: another lease name in the values is not carried over',
      { ...ha, ha: { enabled: true, leaseName: 'x' } },
      { coordinate: { k8s_lease: { name: 'sf2loki-leader' } } },
    ],
    [
      'SF-4: the lease namespace is the literal "default"',
      ha,
      { coordinate: { k8s_lease: { namespace: 'default' } } },
    ],
    [
      'SF-4: ${POD_NAMESPACE} survives the template',
      seedRecipe,
      { coordinate: { k8s_lease: { namespace: '${POD_NAMESPACE}' } } },
    ],
    ['SF-5: HA leaves state.store at file', ha, { state: { store: 'file' } }],
    [
      'SF-6: endpoint_url points to minio, with the documented HA recipe too',
      seedRecipe,
      { state: { s3: { bucket: 'b', endpoint_url: 'http://minio:9000' } } },
    ],
    [
      'SF-7: the s3 store renders without a bucket',
      { config: { state: { store: 's3' } } },
      { state: { s3: { bucket: '' } } },
    ],
    ['SF-13: ${VAR} stays for the application', {}, { sink: { loki: { url: '${GC_LOKI}' } } }],
    [
      'SF-14: placeholder entries in every list, of disabled sources too',
      seedRecipe,
      {
        sources: {
          pubsub: { transforms: [{ action: null }] },
          eventlog_objects: { enabled: false, objects: [{ name: '' }], transforms: [{ action: null }] },
          eventlogfile: { enabled: false, event_types: [{ name: '' }], transforms: [{ action: null }] },
          apexlog: { enabled: false, transforms: [{ action: null }] },
        },
      },
    ],
    [
      'SF-15: examples that are in force',
      {},
      {
        salesforce: { username: 'svc@example.com' },
        sources: { pubsub: { sample: { '/event/ApiEventStream': 0.25 } } },
        sink: { loki: { labels: { environment: 'prod' } } },
      },
    ],
    [
      'SF-24: health_addr moves, the container port does not',
      { config: { service: { health_addr: ':9' } } },
      { service: { health_addr: ':9' } },
    ],
  ];
  test.each(cases)('%s', async (_, values, expected) => {
    expect(await config(values)).toMatchObject(expected);
  });

  test('SF-6, SF-14: null and [] clear them', async () => {
    const found = await config({
      config: {
        state: { s3: { endpoint_url: null } },
        sources: { pubsub: { transforms: [], sample: null } },
      },
    });
    expect(found).toMatchObject({ sources: { pubsub: { transforms: [] } } });
    expect(found['state']).not.toHaveProperty('s3.endpoint_url');
    expect(found['sources']).not.toHaveProperty('pubsub.sample');
  });

  test('SF-16: salesforce is there beside orgs until it is null', async () => {
    const orgs = [{ name: 'prod' }];
    expect(Object.keys(await config({ config: { orgs } }))).toContain('salesforce');
    const cleared = Object.keys(await config({ config: { orgs, salesforce: null, sources: null } }));
    expect(cleared).toEqual(expect.arrayContaining(['orgs', 'sink']));
    expect(cleared).not.toContain('salesforce');
    expect(cleared).not.toContain('sources');
  });

  test('SF-12: the secret files that the default configuration names', async () => {
    const files = JSON.stringify(await config()).matchAll(/\/etc\/sf2loki\/secrets\/([\w.-]+)/g);
    expect(new Set([...files].map(([, file]) => file))).toEqual(
      new Set(['client-secret', 'loki-token', 'otlp-token', 'server.key', 'transform-salt']),
    );
  });

  test('SF-25: state.file.path does not follow stateDir', async () => {
    expect(await config({ stateDir: '/state' })).toMatchObject({
      state: { file: { path: '/var/lib/sf2loki/state.json' } },
    });
  });
});
