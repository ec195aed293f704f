import { describe, expect, test } from 'vitest';
import type { Backing, Value } from '../../../src/stack/desired.ts';
import type { Recipe } from '../../../src/systems/system.ts';
import { key } from './recipes.ts';
import {
  bucket,
  design,
  org,
  pair,
  recipe,
  several,
  single,
  type Files,
  type Options,
} from './sf2loki-releases.ts';

const values = (options: Options, files?: Files): Value => recipe(options, files).values;
const rules = ({ notices }: Recipe): (string | null)[] => notices.map(({ rule }) => rule);
const backing = ({ backing: all }: Recipe, kind: Backing['kind']): Backing[] =>
  all.filter((each) => each.kind === kind);
const name = (id: string): Value => ({ $backing: id, field: 'name' });

describe('one org', () => {
  test('the whole recipe of the smallest deployment', () => {
    const { values: made, backing: all, notices } = recipe(single);
    expect(made).toEqual({
      replicaCount: 1,
      terminationGracePeriodSeconds: 40,
      rollingUpdate: { maxSurge: 0 },
      secrets: { existingSecret: name(`secret/observability/${key}-credentials`) },
      config: {
        salesforce: {
          auth_mode: 'jwt_bearer',
          client_id: 'consumer-key',
          username: 'svc@example.com',
          private_key_file: '/etc/sf2loki/secrets/server.key',
          client_secret_file: null,
        },
        sources: {
          pubsub: { transforms: [], sample: { '/event/ApiEventStream': null } },
          eventlog_objects: { objects: [], transforms: [] },
          eventlogfile: { event_types: [], transforms: [] },
          apexlog: { users: [], transforms: [] },
          transform_salt_file: null,
        },
        sink: {
          loki: {
            url: 'https://loki.example.com/loki/api/v1/push',
            tenant_id: null,
            auth_token_file: '/etc/sf2loki/secrets/loki-token',
            labels: { environment: null },
          },
        },
        state: { store: 'file' },
        service: { telemetry: { basic_auth_token_file: null } },
      },
    });
    expect(all).toEqual([
      {
        kind: 'secret',
        id: `secret/observability/${key}-credentials`,
        namespace: 'observability',
        name: `${key}-credentials`,
        autoName: true,
        type: 'Opaque',
        data: {
          'server.key': {
            source: { fromFile: 'server.key' },
            path: ['releases', key, 'credentials', 'files', 'server.key'],
            shape: 'pem-private-key',
            transforms: [],
          },
          'loki-token': {
            source: { fromEnv: 'LOKI_TOKEN' },
            path: ['releases', key, 'credentials', 'files', 'loki-token'],
            shape: 'text',
            transforms: [],
          },
        },
      },
    ]);
    expect(notices).toEqual([
      {
        rule: 'SF-5',
        path: ['releases', key, 'state', 'store'],
        message:
          'The checkpoints are a file in the pod and are lost with it: use store s3 or gcs to keep them',
      },
    ]);
  });

  test('client credentials: My Domain, consumer secret, no user', () => {
    const credentials = {
      files: { 'client-secret': { fromEnv: 'SECRET' }, 'loki-token': { fromEnv: 'TOKEN' } },
    };
    const salesforce = {
      authMode: 'clientCredentials',
      loginUrl: 'https://acme.my.salesforce.com',
      clientId: 'id',
    };
    const made = recipe({ ...single, salesforce, credentials });
    expect(made.values).toMatchObject({
      config: {
        salesforce: {
          auth_mode: 'client_credentials',
          login_url: 'https://acme.my.salesforce.com',
          username: null,
          private_key_file: null,
          client_secret_file: '/etc/sf2loki/secrets/client-secret',
        },
      },
    });
    expect(made.backing[0]).toMatchObject({ data: { 'client-secret': { shape: 'text' } } });
  });

  test('a secret client id is an environment variable from a Secret of its own', () => {
    const { values: made, backing: all } = recipe({
      ...single,
      salesforce: { username: 'u', clientId: { fromConfig: 'clientId' } },
    });
    const id = `secret/observability/${key}-env`;
    expect(made).toMatchObject({
      config: { salesforce: { client_id: '${SF_CLIENT_ID}' } },
      extraEnvFrom: [{ secretRef: { name: name(id) } }],
    });
    expect(all.find((each) => each.id === id)).toMatchObject({
      autoName: true,
      data: {
        SF_CLIENT_ID: {
          source: { fromConfig: 'clientId' },
          path: ['releases', key, 'salesforce', 'clientId'],
        },
      },
    });
  });

  test('text of env goes to the chart, secrets of it beside the client id', () => {
    const { values: made, backing: all } = recipe({
      ...single,
      env: { AWS_REGION: 'eu-west-1', AWS_SECRET_ACCESS_KEY: { fromEnv: 'KEY' } },
      envFromSecrets: ['more'],
    });
    expect(made).toMatchObject({
      env: { AWS_REGION: 'eu-west-1' },
      extraEnvFrom: [
        { secretRef: { name: name(`secret/observability/${key}-env`) } },
        { secretRef: { name: 'more' } },
      ],
    });
    expect(all[1]).toMatchObject({ data: { AWS_SECRET_ACCESS_KEY: { source: { fromEnv: 'KEY' } } } });
  });

  test('config is laid over what the options give, and null reaches Helm', () => {
    const config = {
      service: { log_level: 'debug' },
      sources: { pubsub: { sample: { '/event/Login*': 0.5 } } },
      sink: { loki: { labels: null } },
    };
    expect(values({ ...single, loki: { url: 'https://l', labels: { team: 'a' } }, config })).toMatchObject({
      config: {
        service: { log_level: 'debug', telemetry: { basic_auth_token_file: null } },
        sources: {
          pubsub: { transforms: [], sample: { '/event/ApiEventStream': null, '/event/Login*': 0.5 } },
        },
        sink: { loki: { url: 'https://l', labels: null } },
      },
    });
  });

  test('telemetry uses its own token if there is one, else Loki’s', () => {
    const telemetry = { endpoint: 'http://alloy:4318/v1/metrics' };
    const files = {
      ...(single['credentials'] as { files: object }).files,
      'otlp-token': { fromEnv: 'OTLP' },
    };
    expect(values({ ...single, telemetry })).toMatchObject({
      config: { service: { telemetry: { enabled: true, basic_auth_token_file: null } } },
    });
    expect(values({ ...single, telemetry, credentials: { files } })).toMatchObject({
      config: { service: { telemetry: { basic_auth_token_file: '/etc/sf2loki/secrets/otlp-token' } } },
    });
  });

  test('image, service account, resources, budget and pull secrets are the chart’s values', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(
      values({
        ...single,
        image: { digest },
        imagePullSecrets: ['pull'],
        serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/x' } },
        resources: { limits: { memory: '1Gi' } },
        podDisruptionBudget: { maxUnavailable: '50%' },
      }),
    ).toMatchObject({
      image: { digest },
      imagePullSecrets: [{ name: 'pull' }],
      serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/x' } },
      resources: { limits: { memory: '1Gi' } },
      podDisruptionBudget: { enabled: true, maxUnavailable: '50%' },
    });
  });
});

describe('several orgs', () => {
  test('take the place of salesforce and sources, each with its own client id and key (SF-16)', () => {
    const { values: made, backing: all } = recipe(several);
    expect(made).toMatchObject({
      config: {
        salesforce: null,
        sources: null,
        orgs: [
          {
            name: 'prod',
            salesforce: {
              auth_mode: 'jwt_bearer',
              client_id: '${SF_CLIENT_ID_PROD}',
              username: 'prod@example.com',
              private_key_file: '/etc/sf2loki/secrets/prod-server.key',
            },
            sources: { transform_salt_file: '/etc/sf2loki/secrets/transform-salt' },
          },
          {
            name: 'eu-west',
            salesforce: { client_id: '${SF_CLIENT_ID_EU_WEST}' },
            sources: { pubsub: { topics: ['/event/LoginEventStream'] } },
          },
        ],
      },
    });
    const [, env] = all;
    expect(env).toMatchObject({
      data: {
        SF_CLIENT_ID_PROD: { path: ['releases', key, 'orgs', 0, 'salesforce', 'clientId'] },
        SF_CLIENT_ID_EU_WEST: { source: { fromConfig: 'eu-westId' } },
      },
    });
    expect(all[0]).toMatchObject({ data: { 'prod-server.key': { shape: 'pem-private-key' } } });
  });

  test('hold no null: a list has no default of the chart that one could remove', () => {
    const { config } = values(several) as { config: { orgs: Value } };
    expect(JSON.stringify(config.orgs)).not.toContain('null');
  });
});

describe('credentials', () => {
  test('an existing Secret is named, and nothing is made', () => {
    const made = recipe({ ...single, credentials: { existingSecret: 'sf2loki-files' } });
    expect(made.values).toMatchObject({ secrets: { existingSecret: 'sf2loki-files' } });
    expect(made.backing).toEqual([]);
  });

  test('an existing Secret with known keys brings the optional files', () => {
    const keys = ['server.key', 'loki-token', 'transform-salt'];
    expect(values({ ...single, credentials: { existingSecret: 's', keys } })).toMatchObject({
      config: {
        sources: { transform_salt_file: '/etc/sf2loki/secrets/transform-salt' },
        service: { telemetry: { basic_auth_token_file: null } },
      },
    });
  });

  test('a fixed name: the pods carry the Secret’s version', () => {
    const credentials = { ...(single['credentials'] as object), secretName: 'sf2loki-files' };
    const made = recipe({ ...single, credentials });
    const id = 'secret/observability/sf2loki-files';
    expect(made.backing[0]).toMatchObject({ id, name: 'sf2loki-files', autoName: false });
    expect(made.values).toMatchObject({
      podAnnotations: { 'k8s-deploy/credentials': { $backing: id, field: 'resourceVersion' } },
    });
  });

  test('External Secrets on aws, as in the design: the chart’s store, and our service account', () => {
    const made = recipe(design);
    expect(made.values).toMatchObject({
      serviceAccount: { esoName: `${key}-eso` },
      externalSecrets: {
        enabled: true,
        provider: 'aws',
        aws: { region: 'eu-west-1' },
        data: [
          { secretKey: 'server.key', remoteRef: { key: 'sf2loki/server-key' } },
          { secretKey: 'loki-token', remoteRef: { key: 'sf2loki/loki-token' } },
        ],
      },
    });
    expect(made.values).not.toHaveProperty('secrets');
    expect(backing(made, 'serviceAccount')).toEqual([
      {
        kind: 'serviceAccount',
        id: `serviceAccount/observability/${key}-eso`,
        namespace: 'observability',
        name: `${key}-eso`,
        annotations: {},
      },
    ]);
    expect(made.notices).toEqual([
      {
        rule: 'SF-20',
        path: ['releases', key, 'credentials', 'external', 'serviceAccount', 'annotations'],
        message: `Service account "${key}-eso" has no annotation with a cloud identity, so the External Secrets Operator signs in to aws as nobody: set e.g. eks.amazonaws.com/role-arn`,
      },
    ]);
  });

  test('External Secrets on gcp, with an identity and with an existing account', () => {
    const external = {
      provider: 'gcp',
      projectID: 'acme',
      refreshInterval: '10m',
      data: { 'server.key': { key: 'k', property: 'pem', version: '3' }, 'loki-token': { key: 'l' } },
    };
    const annotations = { 'iam.gke.io/gcp-service-account': 'eso@acme.iam.gserviceaccount.com' };
    const own = recipe({
      ...pair,
      credentials: { external: { ...external, serviceAccount: { name: 'eso', annotations } } },
    });
    expect(own.values).toMatchObject({
      serviceAccount: { esoName: 'eso' },
      externalSecrets: {
        provider: 'gcp',
        gcp: { projectID: 'acme' },
        refreshInterval: '10m',
        data: [
          { secretKey: 'server.key', remoteRef: { key: 'k', property: 'pem', version: '3' } },
          { secretKey: 'loki-token' },
        ],
      },
    });
    expect(backing(own, 'serviceAccount')).toMatchObject([{ name: 'eso', annotations }]);
    expect(rules(own)).toEqual([]);

    const foreign = recipe({
      ...pair,
      credentials: { external: { ...external, serviceAccount: { name: 'eso', create: false } } },
    });
    expect(backing(foreign, 'serviceAccount')).toEqual([]);
    expect(rules(foreign)).toEqual([]);
  });
});

describe('high availability', () => {
  test('lease, namespace, store and surge of a pair (SF-2 to SF-6)', () => {
    const made = recipe(pair);
    expect(made.values).toMatchObject({
      replicaCount: 2,
      ha: { enabled: true, leaseName: `${key}-leader` },
      config: {
        coordinate: {
          type: 'k8s_lease',
          k8s_lease: { namespace: '${POD_NAMESPACE}', name: `${key}-leader` },
        },
        state: { store: 's3', s3: { bucket: 'acme-sf2loki-state', region: 'eu-west-1', endpoint_url: null } },
      },
    });
    expect(made.values).not.toHaveProperty('rollingUpdate');
    expect(rules(made)).toEqual([]);
  });

  test('one pod may stand alone behind a lease', () => {
    expect(values({ ...single, ha: true, state: bucket })).toMatchObject({
      replicaCount: 1,
      ha: { enabled: true },
    });
  });

  test('name and times of the lease', () => {
    const lease = { name: 'other', duration: '1m', renewInterval: '20s' };
    expect(values({ ...pair, lease })).toMatchObject({
      ha: { leaseName: 'other' },
      config: { coordinate: { k8s_lease: { name: 'other', lease_duration: '1m', renew_interval: '20s' } } },
    });
  });

  test('a lease named in config is the one that the chart gives rights on (SF-3)', () => {
    const config = { coordinate: { k8s_lease: { name: 'theirs' } } };
    expect(values({ ...pair, config })).toMatchObject({ ha: { leaseName: 'theirs' } });
  });

  test('more than two replicas only add standbys (SF-31)', () => {
    expect(rules(recipe({ ...pair, replicas: 3 }))).toEqual(['SF-31']);
  });
});

describe('state', () => {
  test('the bucket is created: versioned, encrypted, private', () => {
    expect(backing(recipe(pair), 'bucket')).toEqual([
      {
        kind: 'bucket',
        id: 'bucket/acme-sf2loki-state',
        bucket: 'acme-sf2loki-state',
        region: 'eu-west-1',
        endpoint: null,
        forcePathStyle: false,
        versioning: true,
        encryption: 'AES256',
        kmsKeyId: null,
        blockPublicAccess: true,
        tags: {},
        expireNoncurrentDays: 7,
        require: [],
      },
    ]);
  });

  test('of another store than AWS: the pods’ address and ours', () => {
    const state = {
      ...bucket,
      key: 'a.json',
      endpoint: 'http://minio.storage.svc:9000',
      adminEndpoint: 'https://minio.example.com',
      versioning: false,
      encryption: 'aws:kms',
      kmsKeyId: 'k',
      require: ['encryption'],
    };
    const made = recipe({ ...single, state });
    expect(made.values).toMatchObject({
      config: { state: { s3: { key: 'a.json', endpoint_url: 'http://minio.storage.svc:9000' } } },
    });
    expect(backing(made, 'bucket')).toMatchObject([
      {
        endpoint: 'https://minio.example.com',
        forcePathStyle: true,
        versioning: false,
        expireNoncurrentDays: null,
        encryption: 'aws:kms',
        kmsKeyId: 'k',
        require: ['encryption'],
      },
    ]);
  });

  test.each([
    ['made elsewhere', { ...bucket, create: false }, 's3'],
    ['in gcs', { store: 'gcs', bucket: 'acme-state' }, 'gcs'],
  ])('a bucket %s is only named', (_, state, store) => {
    const made = recipe({ ...single, state });
    expect(backing(made, 'bucket')).toEqual([]);
    expect(made.values).toMatchObject({ config: { state: { store, [store]: { bucket: state.bucket } } } });
  });

  test('store: file, as a stack’s override says it, leaves the bucket alone and says so', () => {
    const made = recipe({ ...single, state: { ...bucket, store: 'file' } });
    expect(made.backing.map(({ kind }) => kind)).toEqual(['secret']);
    expect(made.notices.map(({ message }) => message)).toEqual([
      'The checkpoints are a file in the pod and are lost with it; the bucket "acme-sf2loki-state" is neither used nor created: use store s3 or gcs to keep them',
    ]);
  });
});

describe('the time to stop (SF-10)', () => {
  test.each([
    [{}, 40],
    [{ shutdownGrace: '1m' }, 75],
    [{ shutdownGrace: '500ms' }, 16],
    [{ config: { service: { shutdown_grace: '1m30s' } } }, 105],
    [{ config: { service: { shutdown_grace: 'PT2M' } } }, 135],
    [{ config: { service: { shutdown_grace: 12.5 } } }, 28],
  ])('%j gives %d s', (options, seconds) => {
    expect(values({ ...single, ...options })).toMatchObject({ terminationGracePeriodSeconds: seconds });
  });
});

describe('network policy (SF-29)', () => {
  const cidr = '10.0.0.0/8';
  test('ports come from the addresses', () => {
    const made = recipe({
      ...pair,
      loki: { url: 'http://loki.monitoring.svc:3100/loki/api/v1/push' },
      telemetry: { endpoint: 'http://alloy:4318/v1/metrics' },
      state: { ...bucket, endpoint: 'http://minio:9000' },
      networkPolicy: {
        salesforce: { cidr },
        pubsub: { cidr },
        loki: { cidr },
        state: { cidr },
        otlp: { cidr },
        apiServer: { cidr, port: 6443 },
      },
    });
    expect(made.values).toMatchObject({
      networkPolicy: {
        enabled: true,
        salesforceCIDR: cidr,
        salesforcePort: 443,
        pubsubCIDR: cidr,
        pubsubPort: 7443,
        lokiCIDR: cidr,
        lokiPort: 3100,
        stateCIDR: cidr,
        statePort: 9000,
        otlpCIDR: cidr,
        otlpPort: 4318,
        apiServerCIDR: cidr,
        apiServerPort: 6443,
      },
    });
    expect(rules(made)).toEqual([]);
  });

  test('what is left open is said', () => {
    const { notices } = recipe({ ...pair, networkPolicy: { loki: { cidr } } });
    expect(notices.map(({ message }) => message)).toEqual([
      'The network policy lets the pods reach 0.0.0.0/0 for salesforce, pubsub, state, apiServer: give each a cidr',
    ]);
  });

  test('a file needs no store to be reached: the chart’s rule for it repeats Salesforce’s', () => {
    expect(values({ ...single, networkPolicy: { salesforce: { cidr } } })).toMatchObject({
      networkPolicy: { stateCIDR: cidr, statePort: 443 },
    });
  });

  test('orgs with other ports get rules of their own', () => {
    const other = org('lab', { sources: { pubsub: { endpoint: 'pubsub.example.com:17443' } } });
    expect(
      values({
        ...several,
        orgs: [org('prod'), other],
        networkPolicy: { pubsub: { cidr } },
        credentials: { existingSecret: 's' },
      }),
    ).toMatchObject({
      networkPolicy: {
        pubsubPort: 7443,
        extraEgress: [{ to: [{ ipBlock: { cidr } }], ports: [{ protocol: 'TCP', port: 17443 }] }],
      },
    });
  });
});
