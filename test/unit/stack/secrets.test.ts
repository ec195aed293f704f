import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SecretShape } from '../../../src/stack/desired.ts';
import { describeSource, secretsOf, shapeProblem, transformed } from '../../../src/stack/secrets.ts';

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';

describe('shapeProblem', () => {
  test.each<[SecretShape, string, boolean]>([
    ['text', 'anything', true],
    ['text', '', false],
    ['aes256-key', 'x'.repeat(32), true],
    ['aes256-key', 'é'.repeat(16), true], // 32 bytes, 16 characters
    ['aes256-key', 'x'.repeat(31), false],
    ['aes256-key', 'a1'.repeat(32), true],
    ['aes256-key', 'z'.repeat(64), false], // LF-3: the chart's guard lets it pass, the server refuses it
    ['aes256-key', Buffer.alloc(32, 7).toString('base64'), true],
    ['aes256-key', Buffer.alloc(31, 7).toString('base64'), false],
    ['postgres-url', 'postgres://u:p@db:5432/x', true],
    ['postgres-url', 'postgresql://db/x', true],
    ['postgres-url', 'mysql://db/x', false],
    ['postgres-url', 'host=db user=u', false],
    ['redis-url', 'rediss://r:6380/0', true],
    ['redis-url', 'http://r', false],
    ['pem-certificate', certificate, true],
    ['pem-certificate', 'MIIB', false],
    ['pem-private-key', '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----', true],
    ['pem-private-key', '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----', true],
    ['pem-private-key', certificate, false],
  ])('%s: %j is right: %s', (shape, plain, right) => {
    expect(shapeProblem(shape, plain) === null).toBe(right);
  });

  test('never repeats the text', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z0-9]{8,40}$/),
        fc.constantFrom<SecretShape>('aes256-key', 'redis-url', 'pem-certificate'),
        (plain, shape) => {
          expect(shapeProblem(shape, plain) ?? '').not.toContain(plain);
        },
      ),
    );
  });
});

describe('transformed', () => {
  test('completes a DSN without touching its credentials', () => {
    const dsn = 'postgres://svc:p%40ss%2Fw@db:5432/leoflow?sslmode=disable&application_name=a%20b';
    expect(
      transformed(dsn, [
        { kind: 'query', set: { sslmode: 'verify-full', sslrootcert: '/etc/leoflow/db-ca/ca.crt' } },
      ]),
    ).toBe(
      'postgres://svc:p%40ss%2Fw@db:5432/leoflow?sslmode=verify-full&application_name=a+b&sslrootcert=/etc/leoflow/db-ca/ca.crt',
    );
  });

  test('completes a DSN that has no query', () => {
    expect(transformed('postgres://db/x', [{ kind: 'query', set: { sslmode: 'verify-full' } }])).toBe(
      'postgres://db/x?sslmode=verify-full',
    );
  });

  test('makes a Redis URL encrypted, and leaves an encrypted one', () => {
    const step = { kind: 'scheme', from: ['redis', 'rediss'], to: 'rediss' } as const;
    expect(transformed('redis://:pw@r:6379/0', [step])).toBe('rediss://:pw@r:6379/0');
    expect(transformed('rediss://r/0', [step])).toBe('rediss://r/0');
    expect(() => transformed('http://r/0', [step])).toThrow('is not a redis:// or rediss:// URL');
  });

  test('a token of any characters comes back whole from the URL it is put into', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => text.isWellFormed()),
        (token) => {
          const url = transformed(token, [
            { kind: 'urlEncode' },
            { kind: 'wrap', before: 'tls://', after: '@leader:4200?group=g' },
          ]);
          const parsed = new URL(url);
          expect(parsed.hostname).toBe('leader');
          expect(
            decodeURIComponent(parsed.username + (parsed.password === '' ? '' : `:${parsed.password}`)),
          ).toBe(token);
        },
      ),
    );
  });
});

test('secretsOf finds secrets in Secrets and in values, at any depth', () => {
  const value = (name: string) => ({
    source: { fromEnv: name },
    transforms: [],
    shape: 'text' as const,
    path: ['x'],
  });
  const found = secretsOf({
    backing: [
      {
        kind: 'secret',
        id: 'secret/n/a',
        namespace: 'n',
        name: 'a',
        autoName: true,
        type: 'Opaque',
        data: { user: 'plain', password: value('A') },
      },
    ],
    releases: [{ values: { config: [{ token: { $secret: value('B') } }] } }] as never,
  });
  expect(found.map(({ source }) => describeSource(source))).toEqual([
    'environment variable A',
    'environment variable B',
  ]);
});
