import { describe, expect, test } from 'vitest';
import { confidential } from '../../../src/contract/confidential.ts';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { renderedObject } from '../../setup/rendered.ts';

const secret = (fields: DataMap) =>
  renderedObject({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login' }, ...fields });
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('what is taken out of a message', () => {
  test.each<[what: string, given: DataMap, message: string, shown: string]>([
    ['a value under a name of secrets', { auth: { jwtSecret: 'abc-DEF' } }, 'got abc-DEF', 'got (secret)'],
    [
      'in camel case and with dashes',
      { a: { 'api-key': 'xyzxyz' }, secretKey: 'uvwuvw' },
      'xyzxyz uvwuvw',
      '(secret) (secret)',
    ],
    ['a number', { password: 12345678 }, 'got 12345678', 'got (secret)'],
    ['in a list of variables', { env: [{ name: 'DB_PASSWORD', value: 'hunter22' }] }, 'hunter22', '(secret)'],
    [
      'only the password of a URL',
      { url: 'postgres://u:p@ssw0rd!@h/db' },
      'postgres://u:p@ssw0rd!@h/db',
      'postgres://u:(secret)@h/db',
    ],
    [
      'of two URLs in one text',
      { urls: 'a://u:first1@h,a://u:second2@h' },
      'first1 second2@h',
      '(secret) (secret)@h',
    ],
    ['escaped', { password: 'a"b\\c\nd' }, 'got "a\\"b\\\\c\\nd"', 'got "(secret)"'],
    [
      'in base64 and in a URL',
      { token: 'to+ken/==' },
      `${base64('to+ken/==')} to%2Bken%2F%3D%3D`,
      '(secret) (secret)',
    ],
    ['cut', { token: 'abcdefghijklmnopqrstuvwxyz' }, 'got "abcdefghijklmno…"', 'got "(secret)…"'],
    [
      'what the YAML library shows',
      {},
      'cannot unmarshal !!str `hunter2...` into map',
      'cannot unmarshal !!str `…` into map',
    ],
    [
      'a private key under any name',
      { x: '-----BEGIN PRIVATE KEY-----\nMIIabc123\n' },
      'line MIIabc123',
      'line (secret)',
    ],
  ])('%s', (_, given, message, shown) => {
    expect(confidential(given, [])(message)).toBe(shown);
  });

  test.each<[what: string, given: DataMap, message: string]>([
    [
      'names of Secrets',
      { existingSecret: 'app-login', tls: { certSecret: 'app-tls' } },
      'no Secret app-login, app-tls',
    ],
    ['variables', { password: '${PASSWORD}' }, '${PASSWORD} is nowhere'],
    ['what is too short to be told from words', { token: 'abc' }, 'abc'],
    [
      'values under other names',
      { image: 'registry.example.com/app', tokenTtlSeconds: 3600000 },
      'registry.example.com/app 3600000',
    ],
    ['the start of one that goes on otherwise', { token: 'abcdefghijklmnop' }, 'abcdefghijkl-other'],
  ])('not %s', (_, given, message) => {
    expect(confidential(given, [])(message)).toBe(message);
  });

  test('what rendered Secrets hold, in each of their forms', () => {
    const config = JSON.stringify({ auths: { r: { username: 'robot', password: 'of-a-registry' } } });
    const objects = [
      secret({
        data: { a: base64('in-base64'), '.dockerconfigjson': base64(config) },
        stringData: { b: 'as-it-is', c: 'first-line\nsecond-line', d: 'tcp://only-a-token@h:4200' },
      }),
    ];
    const hide = confidential({}, objects);
    const message = `in-base64 ${base64('in-base64')} as-it-is second-line only-a-token of-a-registry`;
    expect(hide(message)).toBe(Array(6).fill('(secret)').join(' '));
  });

  test('not the names of objects, though a Secret may hold them as well', () => {
    const hide = confidential({}, [
      secret({ stringData: { user: 'login' } }),
      secret({ stringData: { x: 'service-a' } }),
    ]);
    expect(hide('Secret login of service-a')).toBe('Secret login of (secret)');
  });

  test('the name of a Secret may be one where nothing was rendered', () => {
    expect(confidential({ jwtSecret: 'looks-like-a-name' }, null)('got looks-like-a-name')).toBe(
      'got (secret)',
    );
  });
});
