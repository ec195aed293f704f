import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutSecrets } from '../../../src/deploy/stack-outputs.ts';
import type { Data, DataMap } from '../../../src/kubernetes/data.ts';
import { leavesOf } from '../../../src/redaction/parts.ts';
import { maskLines } from '../../../src/redaction/mask-lines.ts';

/** As Pulumi's state has a secret: encrypted. */
const encrypted: DataMap = {
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  ciphertext: 'v1:abc',
};

describe('what Pulumi has marked is withheld', () => {
  test('as a whole, and deep inside', () => {
    const values = {
      url: 'https://shop.example.com',
      password: 'hunter2-long',
      database: { host: 'db', users: [{ name: 'app', password: 'p4ssw0rd-1' }] },
    };
    const marks = {
      url: 'https://shop.example.com',
      password: encrypted,
      database: { host: 'db', users: [{ name: 'app', password: encrypted }] },
    };
    expect(withoutSecrets(values, marks)).toEqual({
      whole: values,
      withheld: {
        url: 'https://shop.example.com',
        password: '[secret]',
        database: { host: 'db', users: [{ name: 'app', password: '[secret]' }] },
      },
      plain: {
        url: 'https://shop.example.com',
        database: { host: 'db', users: [{ name: 'app', password: '[secret]' }] },
      },
      secrets: ['hunter2-long', 'p4ssw0rd-1'],
    });
  });

  test('what the state does not have, or has in another shape, is taken for a secret', () => {
    expect(withoutSecrets({ a: 'x' }, null).secrets).toEqual(['x']);
    expect(withoutSecrets({ a: { b: 'x' } }, { a: {} }).secrets).toEqual(['x']);
    expect(withoutSecrets({ a: 'x' }, { a: { b: encrypted } }).secrets).toEqual(['x']);
    expect(withoutSecrets({ a: ['x', 'y'] }, { a: [encrypted] }).secrets).toEqual(['x', 'y']);
  });
});

/** A value with its mark: leaves that hold a canary are marked, at some depth above them. */
const canary = fc
  .string({ minLength: 8, maxLength: 20, unit: fc.constantFrom('a', 'b', 'c', 'd', '0', '1', '2') })
  .map((text) => `canary-${text}`);
const pem = canary.map((text) => `-----BEGIN KEY-----\n${text}\n${text}2\n-----END KEY-----\n`);
const json = canary.map((text) => JSON.stringify({ deep: [{ token: text }] }));
const secret: fc.Arbitrary<Data> = fc.oneof(
  canary,
  pem,
  json,
  fc.record({ a: canary, b: fc.array(pem, { maxLength: 2 }) }),
);
interface Marked {
  readonly value: Data;
  readonly mark: Data;
}
const marked = fc.letrec<{ node: Marked }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('plain', 1, true, null).map((value): Marked => ({ value, mark: value })),
    secret.map((value): Marked => ({ value, mark: encrypted })),
    fc.array(tie('node'), { maxLength: 3 }).map((items): Marked => ({
      value: items.map(({ value }) => value),
      mark: items.map(({ mark }) => mark),
    })),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('node')).map((map): Marked => ({
      value: Object.fromEntries(Object.entries(map).map(([key, { value }]) => [key, value])),
      mark: Object.fromEntries(Object.entries(map).map(([key, { mark }]) => [key, mark])),
    })),
  ),
})).node;

test('no part of a secret is in what is given without them, and every part of one is masked before all is given', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('x', 'y', 'z'), marked), (outputs) => {
      const values = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
      const marks = Object.fromEntries(Object.entries(outputs).map(([name, { mark }]) => [name, mark]));
      const { plain, withheld, whole, secrets } = withoutSecrets(values, marks);
      expect(JSON.stringify([plain, withheld])).not.toContain('canary-');
      expect(whole).toEqual(values);
      const masks = new Set(secrets.flatMap(maskLines));
      const lines = secrets.flatMap(leavesOf).flatMap((leaf) => leaf.split('\n'));
      for (const line of lines.filter((text) => text.includes('canary-'))) expect(masks).toContain(line);
      // Also of those in JSON in a text.
      for (const [, inner = ''] of JSON.stringify(secrets).matchAll(/token\\":\\"(canary-[a-d0-2]+)/g))
        expect(masks).toContain(inner);
    }),
    { numRuns: 1_000 },
  );
});
