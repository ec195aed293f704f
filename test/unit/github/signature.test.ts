import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSigned, signatureOf, signingKey, type SharedSecret } from '../../../src/github/signature.ts';

const secret = (text: string, kind: SharedSecret['kind'] = 'approval-key'): SharedSecret => ({
  bytes: Buffer.from(text),
  kind,
});
const place = { repository: 'acme/shop', number: 7 };
const random = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';

const keyOf = async (given: SharedSecret, repository = place.repository) => {
  const key = await signingKey(given, repository);
  if (key === null) throw new Error('too short');
  return key;
};

describe('a signature', () => {
  test('is valid for the same key, place and payload, and for no other', async () => {
    const key = await keyOf(secret(random));
    const other = await keyOf(secret(`${random}!`));
    const signature = signatureOf(key, place, 'payload');
    expect(signature).toMatch(/^[\w-]{43}$/);
    expect(isSigned(key, place, 'payload', signature)).toBe(true);
    expect(isSigned(key, { ...place, repository: 'Acme/Shop' }, 'payload', signature)).toBe(true);
    expect(isSigned(other, place, 'payload', signature)).toBe(false);
    expect(isSigned(key, place, 'payloae', signature)).toBe(false);
    expect(isSigned(key, { ...place, number: 8 }, 'payload', signature)).toBe(false);
    expect(isSigned(key, { ...place, repository: 'acme/shop2' }, 'payload', signature)).toBe(false);
    expect(isSigned(key, place, 'payload', null)).toBe(false);
  });

  test('nothing else is valid', async () => {
    const key = await keyOf(secret(random));
    const signature = signatureOf(key, place, 'payload');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(text !== signature);
        expect(isSigned(key, place, 'payload', text)).toBe(false);
      }),
    );
  });
});

describe('the key', () => {
  test('is the same in both jobs, and another for another repository', async () => {
    const signature = async (repository: string) =>
      signatureOf(await keyOf(secret(random), repository), place, '');
    expect(await signature('acme/shop')).toBe(await signature('ACME/shop'));
    expect(await signature('acme/shop')).not.toBe(await signature('acme/other'));
  });

  test('of a passphrase, or of a short approval key, takes long to guess', async () => {
    const passphrase = 'correct horse battery staple, and more of it';
    for (const given of [secret(passphrase, 'passphrase'), secret('sixteen letters.')]) {
      const before = performance.now();
      const key = await keyOf(given);
      expect(performance.now() - before).toBeGreaterThan(50); // a guess by plain HMAC takes some microseconds
      expect(isSigned(key, place, 'x', signatureOf(key, place, 'x'))).toBe(true);
    }
  });

  test.each(['', 'hunter2', 'elevenchars'])('is none for %j', async (text) => {
    expect(await signingKey(secret(text, 'passphrase'), 'acme/shop')).toBeNull();
    expect(await signingKey(secret(text), 'acme/shop')).toBeNull();
  });
});
