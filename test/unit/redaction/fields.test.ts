import { describe, expect, test } from 'vitest';
import type { Data, DataMap } from '../../../src/kubernetes/data.ts';
import type { FieldPlace } from '../../../src/kubernetes/field.ts';
import { isSecretField, withoutSecrets } from '../../../src/redaction/fields.ts';
import { canaries, findCanaries } from '../../setup/canaries.ts';

type Row = readonly [kind: string, place: FieldPlace, value: Data];
const item = (name: string): FieldPlace => [
  'spec',
  'containers',
  { item: { name: 'main' } },
  'env',
  { item: { name } },
  'value',
];
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-def';

describe('secret', () => {
  test.each<Row>([
    ['Secret', ['data', 'user'], 'YWRtaW4='],
    ['Secret', ['stringData', 'port'], '5432'],
    ['Secret', ['data', 'empty'], ''],
    ['Secret', ['data', 'nothing'], null],
    ['Secret', ['stringData', 'config.yaml', { document: 'yaml' }, 'replicas'], 2],
    ['Secret', ['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration'], '{}'],
    ['Deployment', item('DB_PASSWORD'), 'hunter2'],
    ['Deployment', item('JWT_SECRET'), 'looks-like-a-name'],
    ['Deployment', ['spec', 'env', 3, 'value'], 'whose name is not known'],
    ['Widget', ['spec', 'params', { item: { key: 'api_key' } }, 'value'], 'abc'],
    ['ConfigMap', ['data', 'LOKI_TOKEN'], 'abc'],
    ['ConfigMap', ['data', 'a.yaml', { document: 'yaml' }, 'login', 'password'], 'abc'],
    ['ConfigMap', ['data', 'a.yaml', { document: 'yaml' }, 'passwords', 0], 'abc'],
    ['ConfigMap', ['data', 'pin'], 'token=abc'],
    ['ConfigMap', ['data', 'a.properties'], 'a=b\nssl.key.password=abc\n'],
    ['ConfigMap', ['data', 'a.yaml'], 'a: b\n  secretKey: "abc"\n'],
    ['ConfigMap', ['data', 'a.yaml'], 'password: |\n  abc\n'],
    ['ConfigMap', ['data', 'jaas.conf'], 'Login required username="u" password="p";'],
    ['ConfigMap', ['data', 'k'], '-----BEGIN RSA PRIVATE KEY-----\nMIIabc'],
    ['ConfigMap', ['binaryData', 'k'], Buffer.from('-----BEGIN EC PRIVATE KEY-----\nMII').toString('base64')],
    ['Widget', ['spec', 'clientSecret'], 'a-name'],
    ['Widget', ['spec', 'accessKey'], 12345678],
    ['Widget', ['spec', 'password'], '${PASSWORD:-hunter2}'],
    ['Widget', ['spec', 'password'], '${A}hunter2${B}'],
    ['Deployment', ['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration'], '{}'],
    ['Widget', ['spec', 'url'], 'postgres://u:p@h/db'],
    ['Widget', ['spec', 'url'], 'https://ghtoken@host/x'],
    ['Widget', ['spec', 'url'], 'https://h/x?access_token=abcdef'],
    ['Widget', ['spec', 'args', 0], '--password=abc'],
    ['Widget', ['spec', 'x'], 'ghp_0123456789abcdefghij'],
    ['Widget', ['spec', 'x'], 'github_pat_0123456789abc'],
    ['Widget', ['spec', 'x'], 'xoxb-0123456789-abc'],
    ['Widget', ['spec', 'x'], 'AKIA0123456789ABCDEF'],
    ['Widget', ['spec', 'x'], 'pul-0123456789abcdef0123'],
    ['Widget', ['spec', 'x'], jwt],
    ['Widget', ['metadata', 'annotations', 'x'], `Bearer ${jwt}`],
  ])('%s %j: %j', (kind, place, value) => {
    expect(isSecretField(kind, place, value)).toBe(true);
  });
});

describe('no secret', () => {
  test.each<Row>([
    ['Secret', ['metadata', 'name'], 'login'],
    ['Secret', ['type'], 'Opaque'],
    ['Secret', ['data'], { a: 'YQ==' }],
    ['Deployment', item('DB_PASSWORD'), '$(OTHER)'],
    ['Deployment', item('DB_PASSWORD_FILE'), '/var/run/secrets/db'],
    ['Deployment', ['spec', 'env', { item: { name: 'X' } }, 'valueFrom', 'secretKeyRef', 'key'], 'password'],
    ['Deployment', ['spec', 'volumes', { item: { name: 'v' } }, 'secret', 'secretName'], 'app'],
    ['Pod', ['spec', 'automountServiceAccountToken'], true],
    ['Widget', ['spec', 'existingSecret'], 'app-login'],
    ['Widget', ['spec', 'secret'], 'app-login'],
    ['Widget', ['spec', 'credentials'], 'gcp-account'],
    ['Widget', ['spec', 'tokenTtlSeconds'], 3600],
    ['Widget', ['spec', 'maxTokens'], 4096],
    ['Widget', ['spec', 'auth'], 'basic'],
    ['Widget', ['spec', 'url'], 'https://host:8443/path@x'],
    ['Widget', ['spec', 'url'], 'postgres://$(USER):$(PASSWORD)@h/db'],
    ['Widget', ['spec', 'url'], 'ssh://git@github.com/a/b'],
    ['Widget', ['spec', 'password'], '${env:PASSWORD}'],
    ['Widget', ['spec', 'password'], '{{ .password }}'],
    ['Widget', ['spec', 'password'], ''],
    ['Widget', ['metadata', 'annotations', 'checksum/secret'], '0123456789abcdef'],
    ['ExternalSecret', ['spec', 'data', 0, 'secretKey'], 'password'],
    ['SealedSecret', ['spec', 'encryptedData', 'password'], 'AgBy3i4'],
    ['ConfigMap', ['data', 'ca.crt'], '-----BEGIN CERTIFICATE-----\nMIIabc\n-----END CERTIFICATE-----'],
    [
      'ConfigMap',
      ['data', 'a.yaml'],
      'password: ${LOKI_TOKEN}\nsecret: app-login\ntokenUrl: https://h/token\n',
    ],
    ['ConfigMap', ['data', 'a.txt'], 'Give the password: it is asked for.'],
  ])('%s %j: %j', (kind, place, value) => {
    expect(isSecretField(kind, place, value)).toBe(false);
  });
});

test('objects keep their shape, and what is no secret', () => {
  const pod: DataMap = {
    kind: 'Pod',
    spec: {
      containers: [
        {
          name: 'main',
          env: [
            { name: 'TOKEN', value: 'abc' },
            { name: 'MODE', value: 'fast' },
            { name: 'REF', valueFrom: { secretKeyRef: { name: 'a', key: 'token' } } },
          ],
        },
      ],
    },
  };
  expect(withoutSecrets('Pod', pod)).toEqual({
    kind: 'Pod',
    spec: {
      containers: [
        {
          name: 'main',
          env: [
            { name: 'TOKEN', value: '(secret)' },
            { name: 'MODE', value: 'fast' },
            { name: 'REF', valueFrom: { secretKeyRef: { name: 'a', key: 'token' } } },
          ],
        },
      ],
    },
  });
  expect(withoutSecrets('Secret', { a: 'YQ==', b: null }, ['data'])).toEqual({
    a: '(secret)',
    b: '(secret)',
  });
  expect(withoutSecrets('Pod', 'abc', ['spec', 'password'])).toBe('(secret)');
});

test('planted secrets are hidden where Kubernetes keeps them, whatever they look like', () => {
  for (const { name, secret } of canaries) {
    const secretObject = {
      kind: 'Secret',
      data: { a: Buffer.from(secret).toString('base64') },
      stringData: { b: secret },
    };
    const pod = {
      kind: 'Pod',
      spec: { env: [{ name: 'APP_PASSWORD', value: secret }], apiKey: secret, passwords: [secret] },
    };
    for (const object of [secretObject, pod])
      expect([name, findCanaries(JSON.stringify(withoutSecrets(object.kind, object)))]).toEqual([name, []]);
  }
});
