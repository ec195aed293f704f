/** What stands for secrets and made-up names has the form that the real ones have, and is the same every time. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { SecretShape, SecretTransform, SecretValue, Values } from '../../../src/stack/desired.ts';
import { openSecrets, shapeProblem } from '../../../src/stack/secrets.ts';
import { nameOf, resourceVersionOf, secretInValue } from '../../../src/stack/values.ts';
import { offlineName, offlineText, offlineValues } from '../../../src/systems/placeholders.ts';
import { caBundleBacking, secretBacking, serviceAccountBacking } from '../../../src/systems/resources.ts';
import { secret } from '../../../src/systems/system.ts';

const source = { fromEnv: 'X' };
const of = (shape: SecretShape, transforms: readonly SecretTransform[] = []): SecretValue =>
  secret(source, ['x'], { shape, transforms });

const shapes: Record<SecretShape, true> = {
  text: true,
  'aes256-key': true,
  'postgres-url': true,
  'redis-url': true,
  'pem-certificate': true,
  'pem-private-key': true,
};

describe('secrets', () => {
  test.each(Object.keys(shapes) as SecretShape[])(
    '%s has its form, and no other text the next time',
    (shape) => {
      const text = offlineText(of(shape));
      expect(shapeProblem(shape, text)).toBeNull();
      expect(offlineText(of(shape))).toBe(text);
      // As the program opens a real one.
      const value = of(shape);
      expect(openSecrets([value], () => text).get(value)).toBe(text);
    },
  );

  test('a key of 256 bits has 32 characters, and is not hexadecimal', () => {
    const text = offlineText(of('aes256-key'));
    expect(text).toHaveLength(32);
    expect(text).not.toMatch(/^[0-9a-f]*$/i);
  });

  test('the certificate is one, signed by the key, for long', () => {
    const certificate = new X509Certificate(offlineText(of('pem-certificate')));
    const key = createPrivateKey(offlineText(of('pem-private-key')));
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.ca).toBe(true);
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.parse('2021-01-01'));
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.parse('2100-01-01'));
  });

  const transforms: readonly (readonly [string, SecretShape, readonly SecretTransform[], string])[] = [
    [
      'encoded',
      'redis-url',
      [{ kind: 'urlEncode' }],
      'redis%3A%2F%2Fuser%3Aplaceholder%40redis.invalid%3A6379%2F0',
    ],
    ['wrapped', 'text', [{ kind: 'wrap', before: '<', after: '>' }], '<placeholder-for-a-secret-text>'],
    [
      'of another scheme, and with parameters',
      'postgres-url',
      [
        { kind: 'scheme', from: ['postgres', 'postgresql'], to: 'pgx5' },
        { kind: 'query', set: { sslmode: 'require' } },
      ],
      'pgx5://user:placeholder@postgres.invalid:5432/database?sslmode=require',
    ],
    [
      'of the scheme that a transform takes',
      'redis-url',
      [{ kind: 'scheme', from: ['rediss'], to: 'rediss' }],
      'rediss://user:placeholder@redis.invalid:6379/0',
    ],
    [
      'a text that becomes a URL',
      'text',
      [{ kind: 'scheme', from: ['https'], to: 'tls' }],
      'tls://placeholder-for-a-secret-text',
    ],
  ];
  test.each(transforms)('%s', (_, shape, steps, text) => {
    expect(offlineText(of(shape, steps))).toBe(text);
  });
});

describe('values', () => {
  const place = { namespace: 'apps', name: 'db' };
  const auto = secretBacking(place, {});
  const fixed = secretBacking({ ...place, name: 'kept' }, {}, { fixed: true });
  const bundle = caBundleBacking({ ...place, name: 'ca' }, {});
  const account = serviceAccountBacking({ ...place, name: 'app' });
  const backing = [auto, fixed, bundle, account];

  test('are filled in at any depth; the rest stays', () => {
    const values: Values = {
      a: [{ name: nameOf(auto) }, nameOf(fixed), 1, null, true],
      b: { ca: nameOf(bundle), version: resourceVersionOf(fixed), account: nameOf(account) },
      c: secretInValue(of('text')),
    };
    expect(offlineValues(values, { backing })).toEqual({
      a: [{ name: 'db-xxxxxxxx' }, 'kept', 1, null, true],
      b: { ca: 'ca-xxxxxxxx', version: '0', account: 'app' },
      c: 'placeholder-for-a-secret-text',
    });
  });

  test('refuse what the stack does not declare, as the program does', () => {
    expect(() => offlineValues({ a: nameOf(auto) }, { backing: [] })).toThrow(
      'nothing in the stack declares "secret/apps/db"',
    );
  });

  test('made-up names are names of Kubernetes', () => {
    for (const each of backing) expect(offlineName(each)).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
  });
});
