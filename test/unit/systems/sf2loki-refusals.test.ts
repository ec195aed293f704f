import { describe, expect, test } from 'vitest';
import { bucket, org, pair, refusals, several, single, type Options } from './sf2loki-releases.ts';

describe('refused when the stack file is loaded', () => {
  const jwt = { username: 'u', clientId: 'id' };
  const client = { authMode: 'clientCredentials', clientId: 'id' };
  const data = { 'server.key': { key: 'k' }, 'loki-token': { key: 't' } };
  test.each<[string, Options, string[]]>([
    [
      'SF-1',
      { ...single, replicas: 2, ha: false },
      ['ha: SF-1: 2 replicas without ha would each deliver every event: remove ha, or set replicas: 1'],
    ],
    [
      'SF-2',
      { ...pair, config: { coordinate: { type: 'noop' } } },
      [
        'config.coordinate.type: SF-2: with noop every replica would deliver every event: with ha it must be k8s_lease',
      ],
    ],
    [
      'SF-2, one pod',
      { ...single, config: { coordinate: { type: 'k8s_lease' } } },
      ['config.coordinate.type: SF-2: the chart lets the pods hold a Lease only with ha: set ha: true'],
    ],
    [
      'SF-3',
      { ...pair, lease: { name: 'a' }, config: { coordinate: { k8s_lease: { name: 'b' } } } },
      ['config.coordinate.k8s_lease.name: SF-3: the pods may use no Lease but "a" of lease.name, not "b"'],
    ],
    [
      'SF-4',
      { ...pair, config: { coordinate: { k8s_lease: { namespace: 'default' } } } },
      [
        'config.coordinate.k8s_lease.namespace: SF-4: the pods may use a Lease in "observability" only, not in "default": set ${POD_NAMESPACE}',
      ],
    ],
    [
      'SF-5',
      { ...single, replicas: 2 },
      [
        'state.store: SF-5: with ha the replicas share their checkpoints, and a file is seen by one pod only: give a bucket, with store s3 or gcs',
      ],
    ],
    [
      'SF-5, said',
      { ...pair, state: { ...bucket, store: 'file' } },
      [
        'state.store: SF-5: with ha the replicas share their checkpoints, and a file is seen by one pod only: give a bucket, with store s3 or gcs',
      ],
    ],
    [
      'SF-7',
      { ...single, state: { store: 's3', region: 'eu-west-1' } },
      ['state.bucket: SF-7: checkpoints in s3 need a bucket'],
    ],
    [
      'SF-7, gcs',
      { ...single, state: { store: 'gcs' } },
      ['state.bucket: SF-7: checkpoints in gcs need a bucket'],
    ],
    [
      'SF-8',
      { ...pair, lease: { duration: '20s' } },
      [
        'lease.renewInterval: SF-8: renewed every 10 s, a lease of 20 s is lost by one missed renewal: stay under 10 s',
      ],
    ],
    [
      'SF-8, file_lease',
      { ...single, config: { coordinate: { type: 'file_lease', file_lease: { ttl: '15s' } } } },
      [
        'lease.renewInterval: SF-8: renewed every 10 s, a lease of 15 s is lost by one missed renewal: stay under 7.5 s',
      ],
    ],
    [
      'SF-10',
      { ...single, config: { service: { shutdown_grace: 'soon' } } },
      [
        'config.service.shutdown_grace: SF-10: the pod’s grace period follows from it: give a duration such as 25s',
      ],
    ],
    [
      'SF-11',
      { ...single, credentials: {} },
      ['credentials: SF-11: give one of files, existingSecret and external: there is none'],
    ],
    [
      'SF-12, key',
      { ...single, credentials: { files: { 'loki-token': { fromEnv: 'T' } } } },
      ['credentials.files: SF-12: credentials have no file "server.key", which sf2loki reads when it starts'],
    ],
    [
      'SF-12, token of an existing Secret',
      { ...single, credentials: { existingSecret: 's', keys: ['server.key'] } },
      ['credentials.keys: SF-12: credentials have no file "loki-token", which sf2loki reads when it starts'],
    ],
    [
      'SF-12, secret',
      {
        ...single,
        salesforce: { ...client, loginUrl: 'https://a.my.salesforce.com' },
        credentials: { external: { provider: 'aws', region: 'r', data } },
      },
      [
        'credentials.external.data: SF-12: credentials have no file "client-secret", which sf2loki reads when it starts',
      ],
    ],
    [
      'SF-13',
      { ...single, salesforce: { ...jwt, clientId: '${OTHER_ID}' } },
      ['salesforce.clientId: SF-13: ${OTHER_ID} is no environment variable of the pod: give env.OTHER_ID'],
    ],
    [
      'SF-16, both',
      { ...single, orgs: [org('prod')] },
      ['salesforce: SF-16: give either salesforce or orgs: there are both'],
    ],
    [
      'SF-16, neither',
      { ...single, salesforce: undefined },
      ['salesforce: SF-16: give either salesforce or orgs: there is neither'],
    ],
    [
      'SF-16, sources',
      { ...several, sources: { pubsub: {} } },
      ['sources: SF-16: beside orgs every org has its own sources: move these below orgs'],
    ],
    [
      'SF-16, in config',
      { ...single, config: { orgs: [{ name: 'a', salesforce: { username: 'u', private_key_file: '/k' } }] } },
      ['salesforce: SF-16: give either salesforce or orgs: there are both'],
    ],
    [
      'SF-17',
      { ...single, salesforce: client, credentials: { existingSecret: 's' } },
      [
        'salesforce.loginUrl: SF-17: login.salesforce.com refuses client credentials: give the My Domain, https://NAME.my.salesforce.com',
      ],
    ],
    [
      'SF-17, of an org',
      {
        ...several,
        orgs: [{ name: 'a', salesforce: { ...client, loginUrl: 'https://test.salesforce.com/' } }],
        credentials: { existingSecret: 's' },
      },
      [
        'orgs[0].salesforce.loginUrl: SF-17: test.salesforce.com refuses client credentials: give the My Domain, https://NAME.my.salesforce.com',
      ],
    ],
    [
      'SF-19',
      { ...single, credentials: { existingSecret: 's', files: { a: { fromEnv: 'A' } } } },
      [
        'credentials: SF-19: give one of files, existingSecret and external: there are files and existingSecret',
      ],
    ],
    [
      'SF-20, nothing to read',
      { ...single, credentials: { external: { provider: 'aws', region: 'r', data: {} } } },
      [
        'credentials.external.data: SF-12: credentials have no file "server.key", which sf2loki reads when it starts',
        'credentials.external.data: SF-12: credentials have no file "loki-token", which sf2loki reads when it starts',
      ],
    ],
    [
      'SF-20, no region',
      { ...single, credentials: { external: { provider: 'aws', data } } },
      ['credentials.external.region: missing; expected text'],
    ],
    [
      'SF-20, provider',
      { ...single, credentials: { external: { provider: 'azure', data } } },
      ['credentials.external.provider: expected "aws" or "gcp", found "azure"'],
    ],
    [
      'SF-20, account',
      {
        ...single,
        credentials: { external: { provider: 'aws', region: 'r', data, serviceAccount: { create: false } } },
      },
      [
        'credentials.external.serviceAccount.name: SF-20: with create: false, name the service account that exists',
      ],
    ],
    [
      'SF-24',
      { ...single, config: { service: { health_addr: ':9090' } } },
      ['config.service.health_addr: SF-24: the chart’s probes and Service use port 8080: set ":8080"'],
    ],
    [
      'SF-25',
      { ...single, config: { state: { file: { path: '/data/state.json' } } } },
      ['config.state.file.path: SF-25: the pod can write below /var/lib/sf2loki only'],
    ],
    [
      'SF-27',
      { ...single, serviceAccount: { create: false } },
      [
        'serviceAccount.name: SF-27: with create: false the pods would run as "default": name the service account',
      ],
    ],
    [
      'a user for jwt',
      { ...single, salesforce: { clientId: 'id' } },
      ['salesforce.username: jwt signs in as the integration user: give username'],
    ],
    [
      'no Loki',
      { ...single, loki: undefined },
      ['loki: sf2loki must know where the events go: give loki.url'],
    ],
    [
      'secrets in values',
      { ...single, values: { secrets: { create: true, data: { 'loki-token': 'hunter2' } } } },
      [
        'values.secrets.create: SF-19: secrets never enter Helm values: use credentials.files with secret sources',
        'values.secrets.data: SF-19: secrets never enter Helm values: use credentials.files with secret sources',
      ],
    ],
    [
      'a secret in config',
      { ...single, config: { sink: { loki: { auth_token: 'hunter2' } } } },
      [
        'config.sink.loki.auth_token: SF-12: config.yaml is no place for a secret: set auth_token_file, and give the file in credentials',
      ],
    ],
    [
      'a bucket without a region',
      { ...single, state: { bucket: 'acme' } },
      ['state.region: creating the bucket needs its region: give it, or set create: false'],
    ],
    [
      'a gcs bucket to create',
      { ...single, state: { store: 'gcs', bucket: 'acme', create: true } },
      [
        'state.create: only a bucket with the S3 interface can be created: make the gcs bucket elsewhere, and remove create',
      ],
    ],
    [
      'names too close',
      { ...several, orgs: [org('a-b'), org('A_B')], credentials: { existingSecret: 's' } },
      ['orgs[1].name: "A_B" is too close to another org: names must differ in more than case, "-" and "_"'],
    ],
    [
      'a name for no Secret',
      { ...single, credentials: { existingSecret: 's', secretName: 'n' } },
      ['credentials.secretName: names the Secret that `files` make, and there are none'],
    ],
    [
      'keys of no Secret',
      { ...single, credentials: { ...(single['credentials'] as object), keys: ['a'] } },
      ['credentials.keys: tells the keys of existingSecret, and there is none'],
    ],
    [
      'a budget that blocks every drain',
      { ...single, podDisruptionBudget: { maxUnavailable: 0 } },
      [
        'podDisruptionBudget.maxUnavailable: expected at least 1 pod, or a percentage such as "50%": with none, no node could be drained, found 0',
      ],
    ],
  ])('%s', (_, options, expected) => {
    expect(refusals(options)).toEqual(expected);
  });

  test('variables of an existing Secret cannot be known, and are believed', () => {
    expect(
      refusals({ ...single, salesforce: { ...jwt, clientId: '${OTHER_ID}' }, envFromSecrets: ['ids'] }),
    ).toEqual([]);
  });

  test('every problem at once', () => {
    const options = {
      ...single,
      replicas: 2,
      serviceAccount: { create: false },
      loki: { url: 'https://l' },
      credentials: { files: { a: { fromEnv: 'A' } } },
    };
    expect(refusals(options)).toHaveLength(4); // SF-27, SF-5, and SF-12 for two files
  });
});
