/** The recipe's values, rendered by the chart: what Helm makes of them must let sf2loki start and deliver every event once. */
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Recipe } from '../../src/systems/system.ts';
import { key } from '../unit/systems/recipes.ts';
import {
  bucket,
  design,
  pair,
  recipe,
  several,
  single,
  type Options,
} from '../unit/systems/sf2loki-releases.ts';
import { filled, placeholderName } from './filled.ts';
import { template, type Rendered } from './helm.ts';
import { mounts, podTemplate, spec } from './workload.ts';

const fullname = `${key}-sf2loki`;
const namespace = 'observability';

interface Release {
  readonly made: Recipe;
  readonly rendered: Rendered;
  readonly config: Config;
}

interface Config {
  readonly salesforce?: Record<string, unknown>;
  readonly orgs?: readonly { readonly salesforce: Record<string, unknown>; readonly sources: object }[];
  readonly sources?: {
    readonly [source: string]: unknown;
    readonly pubsub: Record<string, unknown>;
  };
  readonly sink: { readonly loki: Record<string, unknown> };
  readonly state: { readonly store: string; readonly s3: Record<string, unknown> };
  readonly coordinate: { readonly type: string; readonly k8s_lease: Record<string, unknown> };
  readonly service: Record<string, unknown>;
}

async function render(options: Options): Promise<Release> {
  const made = recipe(options);
  const rendered = await template('sf2loki', filled(made.values) as object, { release: key, namespace });
  const { 'config.yaml': text = '' } = rendered.one('ConfigMap', `${fullname}-config`)['data'] as Record<
    string,
    string
  >;
  return { made, rendered, config: parse(text) as Config };
}

const override = [
  'salesforce: {client_id: id, username: u, private_key_file: /etc/sf2loki/secrets/server.key}',
  'sink: {loki: {url: "http://loki:3100", auth_token_file: /etc/sf2loki/secrets/loki-token}}',
].join('\n');

const releases: Record<string, Options> = {
  single,
  pair,
  design,
  several,
  'client credentials': {
    ...single,
    salesforce: {
      authMode: 'clientCredentials',
      loginUrl: 'https://acme.my.salesforce.com',
      clientId: { fromEnv: 'ID' },
    },
    credentials: { files: { 'client-secret': { fromEnv: 'SECRET' }, 'loki-token': { fromEnv: 'TOKEN' } } },
  },
  'an existing Secret': { ...pair, credentials: { existingSecret: 'files' }, networkPolicy: {} },
  'a configOverride': { ...single, salesforce: undefined, loki: undefined, configOverride: override },
};

describe.each(Object.entries(releases))('%s', (_, options) => {
  test('renders, with every key once', async () => {
    const { rendered } = await render(options);
    expect(rendered.items.flatMap(({ duplicateKeys }) => duplicateKeys)).toEqual([]);
    expect(rendered.kinds).not.toContain('Secret');
  });

  test('SF-11, SF-12: the pod mounts a Secret that somebody fills, with every file that is read', async () => {
    const { made, rendered } = await render(options);
    const { secretName } = (
      mounts(rendered.one('Deployment'))['/etc/sf2loki/secrets'] as { secret: { secretName: string } }
    ).secret;
    const ours = made.backing.find(
      (each) => each.kind === 'secret' && placeholderName(each.id) === secretName,
    );
    const external = rendered.objects.find(({ kind }) => kind === 'ExternalSecret');
    const target = external === undefined ? [] : (spec(external) as unknown as External);
    const known =
      'data' in target && target.target.name === secretName
        ? target.data.map(({ secretKey }) => secretKey)
        : Object.keys(ours?.kind === 'secret' ? ours.data : { 'server.key': '', 'loki-token': '' });
    const { 'config.yaml': text = '' } = rendered.one('ConfigMap', `${fullname}-config`)['data'] as Record<
      string,
      string
    >;
    const files = [...text.matchAll(/\/etc\/sf2loki\/secrets\/(\S+?)[,}\s]/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(1);
    expect(known).toEqual(expect.arrayContaining(files));
  });

  test('SF-13: every ${VARIABLE} of the configuration comes from somewhere', async () => {
    const { made, rendered } = await render(options);
    const { 'config.yaml': text = '' } = rendered.one('ConfigMap', `${fullname}-config`)['data'] as Record<
      string,
      string
    >;
    const used = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
    const secrets = made.backing.flatMap((each) => (each.kind === 'secret' ? Object.keys(each.data) : []));
    expect(['POD_NAME', 'POD_NAMESPACE', ...secrets]).toEqual(expect.arrayContaining(used));
  });

  test('SF-10: the kubelet waits longer than sf2loki takes to stop', async () => {
    const { rendered } = await render(options);
    expect(podTemplate(rendered.one('Deployment')).spec['terminationGracePeriodSeconds']).toBe(40);
  });

  test('SF-1, SF-23: two pods deliver only behind a lease', async () => {
    const { rendered, config } = await render(options);
    const { replicas, strategy } = spec(rendered.one('Deployment')) as unknown as Deployment;
    const most = replicas + strategy.rollingUpdate.maxSurge;
    expect({ most, leader: config.coordinate?.type }).toEqual(
      most > 1 ? { most: 3, leader: 'k8s_lease' } : { most: 1, leader: config.coordinate?.type },
    );
  });
});

interface External {
  readonly target: { readonly name: string };
  readonly data: readonly { readonly secretKey: string }[];
}
interface Deployment {
  readonly replicas: number;
  readonly strategy: { readonly rollingUpdate: { readonly maxSurge: number } };
}

describe('the chart’s placeholders', () => {
  test('SF-14, SF-15: lists that only show an entry, the sample and the label are gone', async () => {
    const { config } = await render(single);
    expect(config.sources).toMatchObject({
      pubsub: { transforms: [], sample: {} },
      eventlog_objects: { objects: [], transforms: [] },
      eventlogfile: { event_types: [], transforms: [] },
      apexlog: { users: [], transforms: [] },
    });
    expect(config.sources?.pubsub['topics']).toEqual(['/event/LoginEventStream', '/event/ApiAnomalyEvent']);
    expect(config.sink.loki['labels']).toEqual({});
    expect(config.sink.loki).not.toHaveProperty('tenant_id');
  });

  test('SF-6: no trace of minio on AWS, and the endpoint that was asked for elsewhere', async () => {
    expect((await render(pair)).config.state.s3).toEqual({
      bucket: bucket.bucket,
      region: bucket.region,
      key: 'sf2loki/state.json',
    });
    const state = { ...bucket, endpoint: 'https://s3.example.com' };
    expect((await render({ ...pair, state })).config.state.s3['endpoint_url']).toBe('https://s3.example.com');
  });

  test('SF-12: files of features that are off, and of the other sign-in, are not read', async () => {
    const { config } = await render(single);
    expect(config.sources).not.toHaveProperty('transform_salt_file');
    expect(config.service['telemetry']).not.toHaveProperty('basic_auth_token_file');
    expect(config.salesforce).not.toHaveProperty('client_secret_file');
  });

  test('SF-16: orgs stand alone', async () => {
    const { config } = await render(several);
    expect(config).not.toHaveProperty('salesforce');
    expect(config).not.toHaveProperty('sources');
    expect(config.orgs).toHaveLength(2);
    expect(JSON.stringify(config.orgs)).not.toContain('null');
  });

  test('a user’s own sample stays', async () => {
    const sources = { pubsub: { sample: { '/event/Login*': 0.5 } } };
    expect((await render({ ...single, sources })).config.sources?.pubsub['sample']).toEqual({
      '/event/Login*': 0.5,
    });
  });
});

describe('high availability', () => {
  test('SF-2 to SF-5: the lease of the configuration is the one that the pods have rights on', async () => {
    const { config, rendered } = await render(pair);
    expect(config.coordinate).toMatchObject({
      type: 'k8s_lease',
      k8s_lease: { name: `${key}-leader`, namespace: '${POD_NAMESPACE}' },
    });
    const role = rendered.one('Role');
    expect(role.metadata.namespace).toBe(namespace);
    expect(role['rules']).toContainEqual(expect.objectContaining({ resourceNames: [`${key}-leader`] }));
    expect(config.state.store).toBe('s3');
  });

  test('SF-4: the lease of a configOverride gets its rights too', async () => {
    const ha = [
      'coordinate: {type: k8s_lease, k8s_lease: {name: theirs, namespace: "${POD_NAMESPACE}"}}',
      'state: {store: s3, s3: {bucket: their-bucket, region: eu-west-1}}',
    ].join('\n');
    const { rendered } = await render({
      ...single,
      replicas: 2,
      salesforce: undefined,
      loki: undefined,
      configOverride: `${override}\n${ha}`,
    });
    expect(rendered.one('Role')['rules']).toContainEqual(
      expect.objectContaining({ resourceNames: ['theirs'] }),
    );
  });
});

test('SF-20: the SecretStore signs in as the service account that we make', async () => {
  const { made, rendered } = await render(design);
  const account = made.backing.find(({ kind }) => kind === 'serviceAccount');
  expect(account).toMatchObject({ name: `${key}-eso`, namespace });
  expect(spec(rendered.one('SecretStore'))['provider']).toEqual({
    aws: {
      service: 'SecretsManager',
      region: 'eu-west-1',
      auth: { jwt: { serviceAccountRef: { name: `${key}-eso` } } },
    },
  });
});

test('SF-29: the policy lets out what the configuration dials, port by port', async () => {
  const cidr = '10.0.0.0/8';
  const { rendered } = await render({
    ...pair,
    loki: { url: 'http://loki.monitoring.svc:3100/loki/api/v1/push' },
    telemetry: { endpoint: 'http://alloy:4318/v1/metrics' },
    networkPolicy: { loki: { cidr }, otlp: { cidr }, apiServer: { cidr, port: 6443 } },
  });
  const rules = spec(rendered.one('NetworkPolicy'))['egress'] as {
    readonly ports: readonly { readonly port: number }[];
  }[];
  expect(rules.map(({ ports }) => ports[0]?.port)).toEqual([53, 6443, 443, 7443, 3100, 4318, 443]);
});

test('a fixed Secret name puts the Secret’s version on the pods', async () => {
  const credentials = { ...(single['credentials'] as object), secretName: 'files' };
  const { rendered } = await render({ ...single, credentials });
  expect(podTemplate(rendered.one('Deployment')).metadata.annotations).toHaveProperty(
    'k8s-deploy/credentials',
  );
});
