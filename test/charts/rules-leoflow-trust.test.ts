/** LF-5, LF-6, LF-16 to LF-19 and LF-32: certificates, CAs, and the addresses that use them. */
import { existing, minimal, pem, trial } from '../unit/systems/leoflow-releases.ts';
import { around, exemplary, foreign, known, testJudged, type Judged } from './leoflow-subject.ts';
import { setting } from './sf2loki-subject.ts';

const container = ['spec', 'template', 'spec', 'containers', 0];
const named = { releaseName: 'leoflow' };
const plain = { ...exemplary, agentTLS: { enabled: false } };
const others = around.filter(({ name }) => name !== 'leoflow-tls');
const verified = 'postgres://u:hidden@db/d?sslmode=verify-full&sslrootcert=/etc/leoflow/db-ca/ca.crt';
const unmounted = 'postgres://u:hidden@db/d?sslmode=verify-full&sslrootcert=/certs/ca.pem';
const url = (text: string, more: object = {}) => ({ database: { url: text, ...more } });
const myDb = [...around, foreign('Secret', 'my-db', ['databaseUrl'])];

/** Self-signed, for *.leoflow.svc.cluster.local; the other for other.example.com. Their keys were never kept. */
const wildcard = `-----BEGIN CERTIFICATE-----
MIIBXTCCAQ+gAwIBAgIUeI2uwYndsZxJjRMclnV/ZYEjQLIwBQYDK2VwMA8xDTAL
BgNVBAMMBHRlc3QwIBcNMjYxMTIxMDIzOTAxWhgPMjEyNjEwMjgwMjM5MDFaMA8x
DTALBgNVBAMMBHRlc3QwKjAFBgMrZXADIQCp2T74TvzqCHyUa1rPDaPMir43tHBD
MSfPuepQCmy3xaN7MHkwHQYDVR0OBBYEFF8ZCjyLFQ0xw11HtgN3bUMRr9TqMB8G
A1UdIwQYMBaAFF8ZCjyLFQ0xw11HtgN3bUMRr9TqMA8GA1UdEwEB/wQFMAMBAf8w
JgYDVR0RBB8wHYIbKi5sZW9mbG93LnN2Yy5jbHVzdGVyLmxvY2FsMAUGAytlcANB
AI8lcpJOQsNGTueFaqzOY9C+aePx4DT6ACBf2XKUdvj9mYa0fCzv4uxl2BjvA6P4
OXaHukKA9OQsbA5vN5xweAY=
-----END CERTIFICATE-----`;
const other = `-----BEGIN CERTIFICATE-----
MIIBUzCCAQWgAwIBAgIUfYde0BBvFXYXd/CpR7p+w8Yr0YIwBQYDK2VwMA8xDTAL
BgNVBAMMBHRlc3QwIBcNMjYxMTIxMDIzOTAxWhgPMjEyNjEwMjgwMjM5MDFaMA8x
DTALBgNVBAMMBHRlc3QwKjAFBgMrZXADIQCoOJ5ITn1VoqoDRMRyywMOxJkwGfO1
JdhOA/CJm+OQUaNxMG8wHQYDVR0OBBYEFISHYGX0i2OiyK76AlgYhQ61EYVUMB8G
A1UdIwQYMBaAFISHYGX0i2OiyK76AlgYhQ61EYVUMA8GA1UdEwEB/wQFMAMBAf8w
HAYDVR0RBBUwE4IRb3RoZXIuZXhhbXBsZS5jb20wBQYDK2VwA0EAWXbF6YX2uN66
+pCgT5TqNSI1qJjlSTI3phV+Hp5/wbU6bl59KKEz9fBe2IKxqYhu3WL4zAvP6v9I
g2JzCRQUAg==
-----END CERTIFICATE-----`;
const tls = (cert: string, type = 'kubernetes.io/tls') =>
  known(
    { kind: 'Secret', type, data: { 'tls.crt': Buffer.from(cert).toString('base64'), 'tls.key': '' } },
    'leoflow-tls',
  );

const rows: readonly Judged[] = [
  { rule: 'LF-5', what: 'certificate and CA', found: [] },
  { rule: 'LF-5', what: 'off', options: plain, found: [] },
  {
    rule: 'LF-5',
    what: 'no CA',
    options: null,
    values: { agentTLS: { caConfigMap: '' } },
    found: [
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_EXECUTOR_AGENT_TLS_CA_CONFIGMAP is empty, so task pods get no CA, their agents refuse the server, and tasks hang',
    ],
  },
  {
    rule: 'LF-5',
    what: 'no mount',
    edit: setting('Deployment', [...container, 'volumeMounts'], []),
    found: [
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_SERVER_GRPC_TLS_CERT is /etc/leoflow/grpc-tls/tls.crt, and no Secret is mounted there, so the server does not start',
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_SERVER_GRPC_TLS_KEY is /etc/leoflow/grpc-tls/tls.key, and no Secret is mounted there, so the server does not start',
    ],
  },
  {
    rule: 'LF-5',
    what: 'no variables',
    edit: setting('Deployment', [...container, 'env'], []),
    found: [
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_SERVER_GRPC_TLS_CERT does not say where the certificate is, so agents cannot connect by TLS',
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_SERVER_GRPC_TLS_KEY does not say where the key is, so agents cannot connect by TLS',
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_EXECUTOR_AGENT_TLS_CA_CONFIGMAP is empty, so task pods get no CA, their agents refuse the server, and tasks hang',
    ],
  },
  {
    rule: 'LF-5',
    what: 'another Secret',
    edit: setting('Deployment', ['spec', 'template', 'spec', 'volumes', 1], {
      name: 'grpc-tls',
      secret: { secretName: 'other' },
    }),
    found: [
      'error: Deployment leoflow, container leoflow-server: /etc/leoflow/grpc-tls/tls.crt comes from Secret other, and the value agentTLS.serverCertSecret names leoflow-tls',
      'error: Deployment leoflow, container leoflow-server: /etc/leoflow/grpc-tls/tls.key comes from Secret other, and the value agentTLS.serverCertSecret names leoflow-tls',
    ],
  },
  { rule: 'LF-6', what: 'on', found: [] },
  {
    rule: 'LF-6',
    what: 'off',
    options: plain,
    found: [
      'error: Deployment leoflow, container leoflow-server is of the Pro edition and has no agent TLS, so it refuses to start',
    ],
  },
  {
    rule: 'LF-6',
    what: 'off in a chart that knows no editions',
    options: plain,
    edit: setting('Deployment', [...container, 'env'], [{ name: 'LEOFLOW_LOGS_DIR', value: '/logs' }]),
    found: [
      'warning: Deployment leoflow, container leoflow-server has no agent TLS, so secrets travel to the tasks in plain text',
    ],
  },
  { rule: 'LF-16', what: 'an image with the CA', found: [] },
  {
    rule: 'LF-16',
    what: 'a chart that does not mount it',
    options: { ...exemplary, migrations: { databaseCa: 'chart' } },
    found: [
      'error: Job leoflow-migrate, container migrate: its address names /etc/leoflow/db-ca/ca.crt, which it does not have, so the migration fails',
    ],
  },
  {
    rule: 'LF-16',
    what: 'a chart that mounts it',
    options: { ...exemplary, migrations: { databaseCa: 'chart' } },
    edit: setting(
      'Job',
      [...container, 'volumeMounts'],
      [{ name: 'db-ca', mountPath: '/etc/leoflow/db-ca' }],
    ),
    found: [],
  },
  {
    rule: 'LF-16',
    what: 'not verified',
    options: { ...exemplary, migrations: { databaseCa: 'unverified' } },
    found: [
      'notice: Job leoflow-migrate, container migrate: its address names /etc/leoflow/db-ca/ca.crt, which it does not have: with sslmode=require it takes any server for the database',
    ],
  },
  {
    rule: 'LF-16',
    what: 'values alone',
    options: null,
    values: url(verified, { caConfigMap: 'db-ca' }),
    found: [
      'error: Job leoflow-migrate, container migrate: its address names /etc/leoflow/db-ca/ca.crt, which it does not have, so the migration fails',
    ],
  },
  {
    rule: 'LF-16',
    what: 'values alone, with an image of one’s own',
    options: null,
    values: { ...url(verified), migrations: { image: { repository: 'registry.example.com/migrate' } } },
    found: [],
    unjudged: ['whether the image registry.example.com/migrate has /etc/leoflow/db-ca/ca.crt'],
  },
  { rule: 'LF-16', what: 'an address without a CA', options: null, found: [] },
  {
    rule: 'LF-16',
    what: 'an address that nobody knows',
    options: { ...existing, ...named },
    found: [],
    unjudged: [
      'whether the address in Secret leoflow/my-db, key databaseUrl names a file by sslrootcert, which Job leoflow-migrate, container migrate would not have',
    ],
  },
  { rule: 'LF-17', what: 'a CA of the stack', found: [] },
  { rule: 'LF-17', what: 'verified by public CAs', options: null, found: [] },
  {
    rule: 'LF-17',
    what: 'no mount',
    options: null,
    values: url(unmounted),
    found: [
      'error: Deployment leoflow, container leoflow-server: the address in Secret leoflow/leoflow-secrets, key databaseUrl names /certs/ca.pem, and no volume brings it, so the server cannot connect',
    ],
  },
  {
    rule: 'LF-17',
    what: 'another file of the mount',
    edit: setting(
      'Deployment',
      ['spec', 'template', 'spec', 'volumes', 0, 'configMap', 'items', 0, 'path'],
      'ca.pem',
    ),
    found: [
      'error: Deployment leoflow, container leoflow-server: the address in Secret leoflow/leoflow-credentials-xxxxxxxx, key databaseUrl names /etc/leoflow/db-ca/ca.crt, and no volume brings it, so the server cannot connect',
    ],
  },
  {
    rule: 'LF-17',
    what: 'a CA that is not used',
    options: null,
    values: url('postgres://u:hidden@db/d?sslmode=verify-full', { caConfigMap: 'db-ca' }),
    found: [
      'warning: Deployment leoflow, container leoflow-server: a CA is mounted at /etc/leoflow/db-ca/ca.crt, and the address in Secret leoflow/leoflow-secrets, key databaseUrl does not use it',
    ],
  },
  {
    rule: 'LF-17',
    what: 'plain text',
    options: { ...trial, ...named },
    found: [
      'warning: Deployment leoflow, container leoflow-server: the address in Secret leoflow/leoflow-credentials-xxxxxxxx, key databaseUrl has sslmode=disable, so all, the password too, is sent in plain text',
    ],
  },
  {
    rule: 'LF-17',
    what: 'no mode',
    options: null,
    values: url('host=db user=u password=hidden'),
    found: [
      'warning: Deployment leoflow, container leoflow-server: the address in Secret leoflow/leoflow-secrets, key databaseUrl has no sslmode, so any server is taken for the database',
    ],
  },
  {
    rule: 'LF-17',
    what: 'keywords',
    options: null,
    values: url('host=db password=hidden sslmode=require'),
    found: [
      'warning: Deployment leoflow, container leoflow-server: the address in Secret leoflow/leoflow-secrets, key databaseUrl has sslmode=require, so any server is taken for the database',
    ],
  },
  {
    rule: 'LF-17',
    what: 'a mode that is none',
    options: null,
    values: url('postgres://u:hidden@db/d?sslmode=hidden'),
    found: [
      'error: Deployment leoflow, container leoflow-server: the address in Secret leoflow/leoflow-secrets, key databaseUrl has an sslmode that is none, so the server cannot connect',
    ],
  },
  {
    rule: 'LF-17',
    what: 'a source',
    options: { ...minimal, ...named },
    found: [],
    unjudged: [
      'sslmode of the address in Secret leoflow/leoflow-credentials-xxxxxxxx, key databaseUrl, which is a secret',
    ],
  },
  {
    rule: 'LF-17',
    what: 'somebody else’s',
    options: { ...exemplary, database: { existingSecret: 'my-db' }, migrations: {} },
    provided: myDb,
    found: [],
    unjudged: ['sslmode and sslrootcert of the address in Secret leoflow/my-db, key databaseUrl'],
  },
  { rule: 'LF-18', what: 'a CA of the stack', found: [] },
  { rule: 'LF-18', what: 'plain text without a CA', options: null, found: [] },
  {
    rule: 'LF-18',
    what: 'plain text with a CA',
    options: null,
    values: { redis: { caConfigMap: 'redis-ca' } },
    found: [
      'warning: Deployment leoflow, container leoflow-server: a CA for Redis is mounted, and the address in Secret leoflow/leoflow-secrets, key redisUrl is not rediss://, so all is sent in plain text',
    ],
  },
  {
    rule: 'LF-18',
    what: 'TLS without a CA',
    options: null,
    values: { redis: { url: 'rediss://:hidden@cache:6379/0' } },
    found: [],
    unjudged: [
      'whether the certificate of Redis (Secret leoflow/leoflow-secrets, key redisUrl) is of a public CA',
    ],
  },
  {
    rule: 'LF-18',
    what: 'no mount',
    edit: setting('Deployment', [...container, 'volumeMounts'], []),
    found: [
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_REDIS_CA_FILE is /etc/leoflow/redis-ca/ca.crt, and no volume brings it, so the server refuses to start',
    ],
  },
  {
    rule: 'LF-18',
    what: 'no variable',
    options: null,
    values: { redis: { url: 'rediss://cache', caConfigMap: 'redis-ca' } },
    edit: setting('Deployment', [...container, 'env'], []),
    found: [
      'error: Deployment leoflow, container leoflow-server has no variable LEOFLOW_REDIS_CA_FILE, so the value redis.caConfigMap is not used',
    ],
  },
  {
    rule: 'LF-18',
    what: 'a source',
    options: { ...minimal, ...named },
    found: [],
    unjudged: [
      'whether the address in Secret leoflow/leoflow-credentials-xxxxxxxx, key redisUrl is rediss://',
    ],
  },
  { rule: 'LF-19', what: 'CAs of the stack, and one with the key', found: [] },
  {
    rule: 'LF-19',
    what: 'another key',
    options: { ...exemplary, redis: { url: { fromEnv: 'R' }, ca: { existingConfigMap: 'redis-ca' } } },
    provided: [...around, foreign('ConfigMap', 'redis-ca', ['ca.pem'])],
    found: [
      'error: Deployment leoflow, container leoflow-server needs key ca.crt of ConfigMap leoflow/redis-ca, which has the keys ca.pem, so the pod does not start',
    ],
  },
  {
    rule: 'LF-19',
    what: 'unknown keys',
    options: { ...exemplary, redis: { url: { fromEnv: 'R' }, ca: { existingConfigMap: 'redis-ca' } } },
    provided: [...around, foreign('ConfigMap', 'redis-ca')],
    found: [],
    unjudged: ['the keys of ConfigMap leoflow/redis-ca (external[0]): ca.crt must be there'],
  },
  {
    rule: 'LF-19',
    what: 'a CA of the agents in another namespace than the tasks’',
    options: { ...exemplary, namespace: 'control' },
    namespace: 'control',
    provided: [{ ...foreign('ConfigMap', 'leoflow-ca', ['ca.crt']), namespace: 'control' }],
    found: [
      'error: Deployment leoflow, container leoflow-server needs ConfigMap leoflow/leoflow-ca, which nothing provides, so tasks do not start',
    ],
  },
  {
    rule: 'LF-19',
    what: 'a key that the template does not read',
    edit: setting(
      'Deployment',
      ['spec', 'template', 'spec', 'volumes', 0, 'configMap', 'items', 0, 'key'],
      'ca.pem',
    ),
    found: [
      'error: Deployment leoflow, container leoflow-server needs key ca.pem of ConfigMap leoflow/leoflow-db-ca-xxxxxxxx, which has the keys ca.crt, so the pod does not start',
    ],
  },
  { rule: 'LF-32', what: 'a request for the name', found: [] },
  {
    rule: 'LF-32',
    what: 'a request for another name',
    provided: [
      foreign('Secret', 'leoflow-tls', ['tls.crt', 'tls.key']),
      known(
        {
          kind: 'Certificate',
          spec: { secretName: 'leoflow-tls', dnsNames: ['leoflow', 'leoflow.leoflow.svc'] },
        },
        'x',
      ),
    ],
    found: [
      'error: agents dial leoflow.leoflow.svc.cluster.local, and the certificate in Secret leoflow/leoflow-tls is for leoflow, leoflow.leoflow.svc, so tasks hang',
    ],
  },
  {
    rule: 'LF-32',
    what: 'unknown names',
    provided: [...others, foreign('Secret', 'leoflow-tls')],
    found: [],
    unjudged: [
      'the keys of Secret leoflow/leoflow-tls (external[0])',
      'whether the certificate in Secret leoflow/leoflow-tls is for leoflow.leoflow.svc.cluster.local',
    ],
  },
  {
    rule: 'LF-32',
    what: 'a certificate for all names of the namespace',
    provided: [...others, tls(wildcard)],
    found: [],
  },
  {
    rule: 'LF-32',
    what: 'a certificate for another name',
    provided: [...others, tls(other)],
    found: [
      'error: agents dial leoflow.leoflow.svc.cluster.local, and the certificate in Secret leoflow/leoflow-tls is for other.example.com, so tasks hang',
    ],
  },
  {
    rule: 'LF-32',
    what: 'a certificate by source',
    options: {
      ...exemplary,
      agentTLS: { certificate: { cert: { fromEnv: 'C' }, key: { fromEnv: 'K' } }, ca: pem },
    },
    found: [],
    unjudged: [
      'whether the certificate in Secret leoflow/leoflow-agent-tls-xxxxxxxx is for leoflow.leoflow.svc.cluster.local',
    ],
  },
  {
    rule: 'LF-32',
    what: 'a Secret of another type, and no certificate',
    provided: [...others, tls('none', 'Opaque')],
    found: [
      'warning: Secret leoflow/leoflow-tls is of type Opaque, and certificates belong into kubernetes.io/tls',
    ],
    unjudged: [
      'whether the certificate in Secret leoflow/leoflow-tls is for leoflow.leoflow.svc.cluster.local',
    ],
  },
  {
    rule: 'LF-32',
    what: 'a Secret without the key',
    provided: [
      ...around.filter(({ kind }) => kind !== 'Secret'),
      foreign('Secret', 'leoflow-tls', ['tls.crt']),
    ],
    found: [
      'error: Deployment leoflow, container leoflow-server reads tls.key of Secret leoflow/leoflow-tls, which has no such key, so the server does not start',
    ],
  },
  {
    rule: 'LF-32',
    what: 'no Secret',
    provided: [],
    found: [
      'error: Deployment leoflow, container leoflow-server mounts Secret leoflow/leoflow-tls, which nothing provides, so the pod does not start',
    ],
  },
  { rule: 'LF-32', what: 'off', options: plain, found: [] },
];

testJudged(rows);
