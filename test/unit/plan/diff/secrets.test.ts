import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Data, DataMap } from '../../../../src/kubernetes/data.ts';
import { diffData } from '../../../../src/plan/diff/index.ts';
import { lineText, toldOf } from './told.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const secret = (fields: DataMap): DataMap => ({ apiVersion: 'v1', kind: 'Secret', ...fields });

describe('what a Secret holds', () => {
  test.each<[string, DataMap, DataMap, string[]]>([
    ['changes', { data: { a: base64('one') } }, { data: { a: base64('two') } }, ['~ data.a secret']],
    ['comes', { data: {} }, { data: { a: base64('two') } }, ['+ data.a secret']],
    ['goes', { stringData: { a: 'x', b: 'y' } }, { stringData: { b: 'y' } }, ['- stringData.a secret']],
    [
      'moves, and stays the same',
      { data: { a: base64('one') } },
      { stringData: { a: 'one' } },
      ['(1 spelling) stringData.a'],
    ],
    [
      'is written over',
      { data: { a: base64('one') } },
      { data: { a: base64('one') }, stringData: { a: 'two' } },
      ['~ stringData.a secret'],
    ],
    [
      'stays under what is written over it',
      { data: { a: base64('x') }, stringData: { a: 'one' } },
      { data: { a: base64('one') } },
      ['(1 spelling) data.a'],
    ],
    [
      'has line breaks in its base64',
      { data: { a: base64('a long text') } },
      { data: { a: `${base64('a long text').slice(0, 4)}\n${base64('a long text').slice(4)}` } },
      ['(1 spelling) data.a'],
    ],
    ['is no base64', { data: { a: 'not base64!' } }, { data: { a: 'not base64?' } }, ['~ data.a secret']],
    ['is no text', { data: { a: 1 } }, { data: { a: 2 } }, ['~ data.a secret']],
    [
      'is a document',
      { stringData: { 'a.yaml': 'user: a\nport: 1\n' } },
      { stringData: { 'a.yaml': 'user: a\nport: 2\n' } },
      ['~ stringData["a.yaml"] secret'],
    ],
  ])('%s', (_, before, after, lines) => {
    expect(toldOf(secret(before), secret(after), 'v1 Secret')).toEqual(lines);
  });

  test('besides it, all is told', () => {
    expect(
      toldOf(
        secret({ type: 'Opaque', metadata: { name: 'a' } }),
        secret({ type: 'x', metadata: { name: 'a' } }),
        'v1 Secret',
      ),
    ).toEqual(['~ type "Opaque" → "x"']);
  });
});

const canary = (number: number): string => `canary-${number}-hunter2-zZ`;

/** Texts with a secret in them, by the form that it has there. */
const forms: readonly (readonly [string, (secret: string) => string])[] = [
  ['a property', (value) => `user = shop\ndb.password = ${value}\nsize = 1`],
  ['a property that goes on', (value) => `user = shop\ndb.password = ${value}\\\n${value}\nsize = 1`],
  ['a line of YAML', (value) => `{{ x }}\npassword: ${value}\nport: 1`],
  ['a quoted line', (value) => `{{ x }}\n"password": "${value}",\nport: 1`],
  ['YAML in a block', (value) => `{{ x }}\nauth:\n  password: |\n    ${value}\n    ${value}\n  port: 1`],
  ['YAML on the next line', (value) => `{{ x }}\npassword:\n  ${value}\nport: 1`],
  ['a list of YAML', (value) => `{{ x }}\npasswords:\n  - ${value}\n  - ${value}\nport: 1`],
  ['an option', (value) => `#!/bin/sh\nrun --password=${value} --port=1\nexit`],
  ['a variable', (value) => `#!/bin/sh\nexport DB_PASSWORD="${value}"\nexit`],
  ['a URL', (value) => `#!/bin/sh\nconnect postgres://shop:${value}@db:5432/shop\nexit`],
  ['a header', (value) => `#!/bin/sh\ncurl -H 'Authorization: Bearer ${value}1234567890'\nexit`],
  [
    'a private key',
    (value) => `x y\n-----BEGIN RSA PRIVATE KEY-----\n${value}\n${value}\n-----END RSA PRIVATE KEY-----\nend`,
  ],
  ['a private key without an end', (value) => `x y\n-----BEGIN PRIVATE KEY-----\n${value}`],
  ['an item of a document', (value) => `list:\n  - name: DB_PASSWORD\n    value: ${value}\n`],
  ['an item of JSON', (value) => `[{"name": "DB_PASSWORD", "value": "${value}"}]`],
  ['an item of JSON over several lines', (value) => `[{\n"name": "DB_PASSWORD",\n"value": "${value}"\n}]`],
  [
    'an item that only its id tells',
    (value) => `list:\n  - {id: 1, key: password, value: ${value}}\n  - {id: 2, key: password, value: x}\n`,
  ],
];

describe('a secret in a text', () => {
  test.each(forms)('is not told: %s', (_, form) => {
    for (const key of ['app.conf', 'app.yaml']) {
      const texts = [
        form(canary(1)),
        form(canary(2)),
        `${form(canary(1))}\n# more`,
        'a\nb',
        'none',
        '{"a": 1}',
      ];
      for (const before of texts) {
        for (const after of texts.filter((text) => text !== before)) {
          const found = diffData(
            { data: { [key]: before } },
            { data: { [key]: after } },
            { apiVersion: 'v1', kind: 'ConfigMap' },
          );
          expect(JSON.stringify(found)).not.toContain('hunter2');
          expect(found.fields.length).toBeGreaterThan(0);
        }
        const created = diffData({}, { data: { [key]: before } }, { apiVersion: 'v1', kind: 'ConfigMap' });
        expect(JSON.stringify(created)).not.toContain('hunter2');
      }
    }
  });

  test('leaves the rest of the text readable', () => {
    const text = (password: string, port: number): DataMap => ({
      data: { 'app.conf': `user = shop\ndb.password = ${password}\nport = ${port}` },
    });
    const [field] = diffData(text(canary(1), 1), text(canary(2), 2), {
      apiVersion: 'v1',
      kind: 'ConfigMap',
    }).fields;
    expect(field?.lines?.map(lineText)).toEqual([
      ' user = shop',
      '-db.password = (secret)',
      '-port = 1',
      '+db.password = (secret)',
      '+port = 2',
    ]);
    expect(field).toMatchObject({ secret: false, after: 'user = shop\ndb.password = (secret)\nport = 2' });
  });

  test('counts as one line, however many it has', () => {
    const lines = (length: number): unknown => {
      const key = `-----BEGIN PRIVATE KEY-----\n${'abc\n'.repeat(length)}-----END PRIVATE KEY-----`;
      const text = (end: string): DataMap => ({
        data: { 'a.pem': `first\n${key}\n${'x\n'.repeat(9)}${end}` },
      });
      return diffData(text('one'), text('two'), { apiVersion: 'v1', kind: 'ConfigMap' }).fields[0]?.lines;
    };
    expect(lines(3)).toEqual(lines(30));
  });
});

describe('a secret elsewhere', () => {
  test.each([
    ['a variable', '{spec: {containers: [{name: m, env: [{name: DB_PASSWORD, value: SECRET}]}]}}', 'v1 Pod'],
    [
      'a variable that stands twice',
      '{spec: {containers: [{name: m, env: [{name: DB_PASSWORD, value: SECRET}, {name: DB_PASSWORD, value: SECRET}]}]}}',
      'v1 Pod',
    ],
    [
      'a header in a list without keys',
      '{spec: {list: [{name: password, value: SECRET}, {name: password, value: SECRET}]}}',
      'example.com/v1 Widget',
    ],
    [
      'an item with an id',
      '{spec: {list: [{id: 1, key: password, value: SECRET}, {id: 2, key: password, value: SECRET}]}}',
      'example.com/v1 Widget',
    ],
    ['an option', '{spec: {containers: [{name: m, args: ["--password=SECRET", "--port=1"]}]}}', 'v1 Pod'],
    ['a URL', '{spec: {url: "https://user:SECRET@host/"}}', 'example.com/v1 Widget'],
    ['a map', '{spec: {auth: {password: SECRET}}}', 'example.com/v1 Widget'],
    ['a list of secrets', '{spec: {passwords: [SECRET, SECRET]}}', 'example.com/v1 Widget'],
  ])('is not told: %s', (_, text, sort) => {
    const [apiVersion = '', kind = ''] = sort.split(' ');
    const data = (number: number): Data => parse(text.replaceAll('SECRET', canary(number))) as Data;
    for (const found of [
      diffData(data(1), data(2), { apiVersion, kind }),
      diffData({ spec: null }, data(1), { apiVersion, kind }),
    ]) {
      expect(JSON.stringify(found)).not.toContain('hunter2');
      expect(found.fields.length).toBeGreaterThan(0);
    }
  });

  test('is not told: what kubectl keeps of the whole object', () => {
    const key = 'kubectl.kubernetes.io/last-applied-configuration';
    const applied = (value: string): DataMap => ({
      metadata: { annotations: { [key]: `{"data": {"a": "${value}"}}` } },
    });
    expect(toldOf(applied(canary(1)), applied(canary(2)), 'v1 Secret')).toEqual([
      `(1 server) metadata.annotations["${key}"]`,
    ]);
  });
});
