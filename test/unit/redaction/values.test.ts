import { expect, test } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { secretsInValues } from '../../../src/redaction/values.ts';

const found = (values: DataMap, isRefused = false): string[] => secretsInValues(values, { isRefused });

test.each<[what: string, values: DataMap, secrets: readonly string[]]>([
  ['under a name of secrets', { auth: { password: 'hunter22', replicas: 2 } }, ['hunter22']],
  ['a number', { auth: { password: 12345678 } }, ['12345678']],
  ['in a list', { apiToken: ['first-one', 'second-one'] }, ['first-one', 'second-one']],
  ['of a variable', { env: [{ name: 'DB_PASSWORD', value: 'hunter22' }] }, ['hunter22']],
  ['in a URL, under any name', { database: 'postgres://app:hunter22@db/app' }, ['hunter22', 'hunter22']],
  [
    'a private key, under any name',
    { pem: '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n' },
    ['-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n'],
  ],
  ['in JSON in a text', { config: '{"login": {"token": "hunter22", "user": "app"}}' }, ['hunter22']],
  ['in YAML in a text', { config: 'login:\n  user: app\n  password: "hunter22"\n' }, ['hunter22']],
  ['in properties', { config: 'db.user=app\ndb.password = hunter22\r\n' }, ['hunter22']],
  [
    'in YAML, of a URL only the password',
    { config: 'a: 1\ntoken: a://u:hunter22@h\n' },
    ['hunter22', 'hunter22'],
  ],
])('finds a secret %s', (_, values, secrets) => {
  expect(found(values)).toEqual(secrets);
});

test.each<[what: string, values: DataMap]>([
  ['names of Secrets', { existingSecret: 'app-login', tls: { certSecret: 'app-tls' } }],
  ['what is filled in later', { password: '${PASSWORD}', token: '{{ .Values.token }}' }],
  ['files', { token: '/var/run/secrets/token' }],
  ['switches', { jwt: true, token: null }],
  ['prose', { description: 'the password: see the wiki' }],
  ['a block that begins', { config: 'password: |\n' }],
])('not %s', (_, values) => {
  expect(found(values)).toEqual([]);
});

test('where nothing rendered, what may be the name of a Secret is one', () => {
  expect(found({ jwtSecret: 'app-login' })).toEqual([]);
  expect(found({ jwtSecret: 'app-login' }, true)).toEqual(['app-login']);
});
