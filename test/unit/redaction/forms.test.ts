import { describe, expect, test } from 'vitest';
import { withoutForms } from '../../../src/redaction/forms.ts';

const key = (type = '') =>
  `-----BEGIN ${type}PRIVATE KEY-----\nMIIBVwIBADANBgkq\nhkiG9w0BAQEF\n-----END ${type}PRIVATE KEY-----`;
const json = (text: string): string => JSON.stringify(text).slice(1, -1);

describe('known without having been learned', () => {
  test.each<[what: string, text: string, shown: string]>([
    ['a private key', `a\n${key()}\nb`, 'a\n(secret)\nb'],
    ['of a type', `a ${key('RSA ')} b`, 'a (secret) b'],
    ['of PGP', `a ${key('PGP ').replaceAll('KEY-----', 'KEY BLOCK-----')} b`, 'a (secret) b'],
    ['escaped', `{"k":"${json(key())}","l":1`, '{"k":"(secret)","l":1'],
    ['escaped twice', `"${json(json(key()))}"`, '"(secret)"'],
    ['indented', key().replaceAll('\n', '\n    '), '(secret)'],
    ['in a diff', `+${key().replaceAll('\n', '\n+')}\n other`, '+(secret)\n other'],
    ['cut', `"${key().slice(0, 50)}…" more`, '"(secret)…" more'],
    ['cut in JSON', `"${json(key()).slice(0, 50)}", "more"`, '"(secret)", "more"'],
    ['cut in front of another', `${key().slice(0, 50)}\n${key()} x`, '(secret)(secret) x'],
    ['in base64', `tls.key: ${Buffer.from(key('EC ')).toString('base64')}\nb`, 'tls.key: (secret)\nb'],
    [
      'a password in a URL',
      'dial postgres://u:p4ss@h:5432/db?x=y',
      'dial postgres://u:(secret)@h:5432/db?x=y',
    ],
    ['with an @ in it', 'amqp://u:p@ss@h/x', 'amqp://u:(secret)@h/x'],
    ['cut in front of the @', 'parse "redis://:hunt…"', 'parse "redis://:(secret)…"'],
    ['a token as the user', 'clone https://tok123@host/x', 'clone https://(secret)@host/x'],
    ['in a query', 'GET /x?a=b&access_token=abc&c=d', 'GET /x?a=b&access_token=(secret)&c=d'],
    ['a GitHub token', 'bad ghs_0123456789abcdefABCD!', 'bad (secret)!'],
    ['a Slack token', 'xoxp-12345678-abc', '(secret)'],
    ['an AWS key', '(ASIA0123456789ABCDEF)', '((secret))'],
    ['a JSON Web Token', 'x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.abc_d y', 'x (secret) y'],
    ['a Pulumi token', 'pul-0123456789abcdef0123', '(secret)'],
    ['a header', 'Authorization: Bearer abcdef', 'Authorization: Bearer (secret)'],
    ['in a map of headers', 'map["Authorization":"Basic dTpwdw=="]', 'map["Authorization":"(secret)"]'],
    ['a bearer token alone', 'with bearer 0123456789abcdef!', 'with bearer (secret)!'],
    ['a short one', 'denied: Bearer a1b2c3d4e5', 'denied: Bearer (secret)'],
    [
      'an option',
      'helm --set auth.password=abc --token="x y"',
      'helm --set auth.password=(secret) --token="(secret) y"',
    ],
    [
      'a field of JSON in a text',
      'got {"password":"a b","user":"c"} here',
      'got {"password":"(secret)","user":"c"} here',
    ],
    [
      'escaped again',
      String.raw`got {\"apiKey\": \"a b\"} here`,
      String.raw`got {\"apiKey\": \"(secret)\"} here`,
    ],
  ])('%s', (_, text, shown) => {
    expect(withoutForms(text)).toBe(shown);
    expect(withoutForms(shown)).toBe(shown);
  });

  test.each([
    'auth.password: config key "x" is not set',
    'the password= of a user',
    'postgres://$(USER):$(PASSWORD)@host/db',
    'http://host:8080/path… and ssh://git@github.com/x',
    'http://host:8080/a@b',
    '--token=$TOKEN_FILE'.replace('$TOKEN_FILE', '${TOKEN}'),
    'password: ${LOKI_TOKEN}',
    '"password": "{{ .Values.password }}"',
    'tokenBudget=5 passwordPolicy=strict',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    `ca: ${Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB').toString('base64')}`,
    'bearer authentication is asked for',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  ])('not %j', (text) => {
    expect(withoutForms(text)).toBe(text);
  });
});
