/** LF-1 to LF-4, LF-21 to LF-23 and LF-33: the credentials, and the Secret that the chart makes of them. */
import { minimal } from '../unit/systems/leoflow-releases.ts';
import { around, exemplary, foreign, testJudged, variable, type Judged } from './leoflow-subject.ts';
import { setting } from './sf2loki-subject.ts';

const env = ['spec', 'template', 'spec', 'containers', 0, 'env'];
const existing = { ...minimal, releaseName: 'leoflow', database: { existingSecret: 'my-db' } };
const annotation = (name: string): string[] => ['metadata', 'annotations', `helm.sh/${name}`];
const own = { ...exemplary, secretKey: undefined };

const rows: readonly Judged[] = [
  { rule: 'LF-1', what: 'both are there', found: [] },
  {
    rule: 'LF-1',
    what: 'no variables at all',
    edit: setting('Deployment', env, []),
    found: [
      'error: Deployment leoflow, container leoflow-server has no variable LEOFLOW_DATABASE_URL: the server does not start without PostgreSQL',
      'error: Deployment leoflow, container leoflow-server has no variable LEOFLOW_REDIS_URL: the server does not start without Redis',
    ],
  },
  {
    rule: 'LF-1',
    what: 'variables of a whole Secret',
    edit: setting('Deployment', ['spec', 'template', 'spec', 'containers', 0], {
      name: 'leoflow-server',
      envFrom: [{ secretRef: { name: 'all' } }],
    }),
    found: [],
    unjudged: [
      'whether envFrom of Deployment leoflow, container leoflow-server brings LEOFLOW_DATABASE_URL',
      'whether envFrom of Deployment leoflow, container leoflow-server brings LEOFLOW_REDIS_URL',
    ],
  },
  {
    rule: 'LF-1',
    what: 'an empty address',
    edit: variable('Deployment', 'LEOFLOW_DATABASE_URL', { value: '' }),
    found: [
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_DATABASE_URL is empty: the server does not start without PostgreSQL',
    ],
  },
  { rule: 'LF-2', what: 'a source', found: [] },
  {
    rule: 'LF-2',
    what: 'the chart without any',
    options: null,
    values: { auth: { jwtSecret: '' } },
    found: [
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_AUTH_JWT_SECRET is read from key jwtSecret of Secret leoflow-secrets, which has the keys databaseUrl, redisUrl, secretKey, so the container does not start',
    ],
  },
  {
    rule: 'LF-2',
    what: 'no Secret at all',
    options: existing,
    values: { auth: { existingSecret: '' } },
    found: [
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_AUTH_JWT_SECRET is read from Secret leoflow-secrets, which nothing provides in namespace leoflow, so the container does not start',
    ],
  },
  {
    rule: 'LF-3',
    what: 'a source, whose form is looked at later',
    found: [],
    unjudged: ['the form of the key in Secret leoflow/leoflow-credentials-xxxxxxxx, key secretKey'],
  },
  { rule: 'LF-3', what: '32 letters', options: null, found: [] },
  {
    rule: 'LF-3',
    what: 'openssl rand -hex 16',
    options: null,
    values: { secretKey: '0123456789abcdef0123456789abcdef' },
    found: [
      'warning: Deployment leoflow, container leoflow-server: Secret leoflow/leoflow-secrets, key secretKey holds 32 hexadecimal digits, which is a key of 128 bits only',
    ],
  },
  {
    rule: 'LF-3',
    what: '64 letters that are no digits',
    options: null,
    values: { secretKey: 'z'.repeat(64) },
    found: [
      'error: Deployment leoflow, container leoflow-server: what Secret leoflow/leoflow-secrets, key secretKey holds is not a 256-bit key: expected 32 bytes, 64 hexadecimal digits, or the base64 of 32 bytes, so the server does not start',
    ],
  },
  {
    rule: 'LF-3',
    what: 'none',
    options: own,
    found: ['notice: Deployment leoflow, container leoflow-server has no key, so no connections can be kept'],
  },
  {
    rule: 'LF-3',
    what: 'somebody else’s',
    options: { ...own, secretKey: { existingSecret: 'aes' } },
    provided: [...around, foreign('Secret', 'aes')],
    found: [],
    unjudged: ['the form of the key in Secret leoflow/aes, key secretKey'],
  },
  { rule: 'LF-4', what: 'the Secret of the stack', found: [] },
  { rule: 'LF-4', what: 'the Secret of the chart', options: null, found: [] },
  {
    rule: 'LF-4',
    what: 'another key of an existing Secret',
    options: existing,
    provided: [...around, foreign('Secret', 'my-db', ['url'])],
    found: [
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_DATABASE_URL is read from key databaseUrl of Secret my-db, which has the keys url, so the container does not start',
      'error: Job leoflow-migrate, container migrate: LEOFLOW_DATABASE_URL is read from key databaseUrl of Secret my-db, which has the keys url, so the container does not start',
    ],
  },
  {
    rule: 'LF-4',
    what: 'an existing Secret that nobody knows',
    options: existing,
    found: [
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_DATABASE_URL is read from Secret my-db, which nothing provides in namespace leoflow, so the container does not start',
      'error: Job leoflow-migrate, container migrate: LEOFLOW_DATABASE_URL is read from Secret my-db, which nothing provides in namespace leoflow, so the container does not start',
    ],
  },
  {
    rule: 'LF-4',
    what: 'an existing Secret with unknown keys',
    options: existing,
    provided: [...around, foreign('Secret', 'my-db')],
    found: [],
    unjudged: [
      'the keys of Secret leoflow/my-db (external[0]), which LEOFLOW_DATABASE_URL is read from',
      'the keys of Secret leoflow/my-db (external[0]), which LEOFLOW_DATABASE_URL is read from',
    ],
  },
  {
    rule: 'LF-4',
    what: 'a key that the chart leaves out',
    options: null,
    edit: setting('Secret', ['stringData', 'redisUrl'], undefined),
    found: [
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_REDIS_URL is read from key redisUrl of Secret leoflow-secrets, which has the keys databaseUrl, jwtSecret, secretKey, so the container does not start',
    ],
  },
  { rule: 'leoflow/credentials', what: 'all are read as they should', found: [] },
  {
    rule: 'leoflow/credentials',
    what: 'also from the chart’s Secret',
    options: null,
    values: { bootstrap: { password: 'hidden' } },
    found: [],
  },
  {
    rule: 'leoflow/credentials',
    what: 'another key',
    edit: setting('Job', [...env, 0, 'valueFrom', 'secretKeyRef', 'key'], 'redisUrl'),
    found: [
      'error: Job leoflow-migrate, container migrate: LEOFLOW_DATABASE_URL is read from key redisUrl of Secret leoflow-credentials-xxxxxxxx, and the chart keeps it under databaseUrl',
    ],
  },
  {
    rule: 'leoflow/credentials',
    what: 'another Secret',
    edit: setting('Job', [...env, 0, 'valueFrom', 'secretKeyRef', 'name'], 'other'),
    found: [
      'error: Job leoflow-migrate, container migrate: LEOFLOW_DATABASE_URL is read from Secret other, and the value database.existingSecret names leoflow-credentials-xxxxxxxx',
    ],
  },
  {
    rule: 'leoflow/credentials',
    what: 'a Secret that no value names',
    options: null,
    provided: [...around, foreign('Secret', 'other', ['databaseUrl'])],
    edit: setting('Job', [...env, 0, 'valueFrom', 'secretKeyRef', 'name'], 'other'),
    found: [
      'error: Job leoflow-migrate, container migrate: LEOFLOW_DATABASE_URL is read from Secret other (external[0]), which no value names',
    ],
  },
  {
    rule: 'leoflow/credentials',
    what: 'missing in one of two workloads',
    edit: setting('Job', env, []),
    found: [
      'error: Job leoflow-migrate, container migrate has no variable LEOFLOW_DATABASE_URL, though the value database.existingSecret is set',
    ],
  },
  {
    rule: 'leoflow/credentials',
    what: 'plain text',
    edit: setting('Job', [...env, 0], { name: 'LEOFLOW_DATABASE_URL', value: 'postgres://u:hidden@db/d' }),
    found: [
      'error: Job leoflow-migrate, container migrate: LEOFLOW_DATABASE_URL stands in the manifest as plain text',
    ],
  },
  {
    rule: 'leoflow/credentials',
    what: 'one in place of the other',
    options: null,
    edit: setting('Secret', ['stringData', 'redisUrl'], 'postgres://u:hidden@db/d'),
    found: [
      'error: Secret leoflow/leoflow-secrets, key redisUrl: it does not hold what the value redis.url says',
    ],
  },
  { rule: 'LF-21', what: 'a new name for every change', found: [] },
  { rule: 'LF-21', what: 'the checksum of the chart', options: null, found: [] },
  {
    rule: 'LF-21',
    what: 'no checksum',
    options: null,
    edit: setting('Deployment', ['spec', 'template', 'metadata', 'annotations'], {}),
    found: [
      'warning: Deployment leoflow has no checksum of its Secret among the pod’s annotations, so a changed credential does not roll the pods',
    ],
  },
  {
    rule: 'LF-21',
    what: 'somebody else’s Secret',
    options: existing,
    provided: [...around, foreign('Secret', 'my-db', ['databaseUrl'])],
    found: [],
    unjudged: ['whether Secret leoflow/my-db has changed since the pods of leoflow started'],
  },
  { rule: 'LF-22', what: 'no Secret of the chart', found: [] },
  {
    rule: 'LF-22',
    what: 'the Secret of the chart',
    options: null,
    found: [
      'warning: Secret leoflow-secrets is a hook, and Deployment leoflow, container leoflow-server reads it: it is no part of the release, and stays after an uninstall',
    ],
  },
  { rule: 'LF-23', what: 'the chart’s own order', options: null, found: [] },
  {
    rule: 'LF-23',
    what: 'a weight that is not less',
    options: null,
    edit: setting('Secret', annotation('hook-weight'), '0'),
    found: [
      'error: Job leoflow-migrate, container migrate reads Secret leoflow-secrets, which is not made before it: it has hook weight 0, and the Job 0',
    ],
  },
  {
    rule: 'LF-23',
    what: 'no hook',
    options: null,
    edit: setting('Secret', ['metadata', 'annotations'], undefined),
    found: [
      'error: Job leoflow-migrate, container migrate reads Secret leoflow-secrets, which is made after pre-install and pre-upgrade',
    ],
  },
  {
    rule: 'LF-23',
    what: 'installs only',
    options: null,
    edit: setting('Secret', annotation('hook'), 'pre-install'),
    found: [
      'error: Job leoflow-migrate, container migrate reads Secret leoflow-secrets, which is not made at pre-upgrade',
      'error: Secret leoflow-secrets is not made again at an upgrade, so Deployment leoflow, container leoflow-server keeps old credentials',
    ],
  },
  {
    rule: 'LF-23',
    what: 'upgrades only, without a migration',
    options: null,
    values: { migrations: { enabled: false } },
    edit: setting('Secret', annotation('hook'), 'pre-upgrade'),
    found: [
      'error: Secret leoflow-secrets is made at pre-upgrade only, and Deployment leoflow, container leoflow-server reads it from the install on',
    ],
  },
  {
    rule: 'LF-23',
    what: 'deleted with its hook',
    options: null,
    edit: setting('Secret', annotation('hook-delete-policy'), 'hook-succeeded'),
    found: [
      'error: Secret leoflow-secrets is deleted as soon as its hook is done, and Deployment leoflow, container leoflow-server reads it',
    ],
  },
  { rule: 'LF-33', what: 'sources', found: [] },
  {
    rule: 'LF-33',
    what: 'values',
    options: null,
    values: { redis: { existingSecret: 'cache' } },
    found: [
      'warning: the value database.url holds the credential itself, which Helm keeps in its release records',
      'warning: the value redis.url holds the credential itself, which Helm keeps in its release records, and the chart takes redis.existingSecret instead',
      'warning: the value auth.jwtSecret holds the credential itself, which Helm keeps in its release records',
      'warning: the value secretKey holds the credential itself, which Helm keeps in its release records',
    ],
  },
];

testJudged(rows);
