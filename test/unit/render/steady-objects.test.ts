import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { steadyObjects } from '../../../src/render/steady-objects.ts';
import { renderedObject } from '../../setup/rendered.ts';

const secret = (password: string, more: DataMap = {}): ReturnType<typeof renderedObject> =>
  renderedObject({ kind: 'Secret', metadata: { name: 'login' }, data: { user: 'web', password }, ...more });
const service = renderedObject({ kind: 'Service', metadata: { name: 'web' } });
const hashes = (...[first, second]: Parameters<typeof steadyObjects>): string[] =>
  steadyObjects(first, second).objects.map(({ hash }) => hash);

test('what renders the same twice is as it was', () => {
  expect(steadyObjects([service], [service])).toEqual({ objects: [service], random: [] });
});

test('what is random has the same hash each time, and is named', () => {
  const result = steadyObjects([secret('a'), service], [secret('b'), service]);
  expect(result.random.map(({ name }) => name)).toEqual(['login']);
  expect(hashes([secret('c')], [secret('d')])).toEqual(hashes([secret('e')], [secret('f')]));
});

test('what is not random still counts', () => {
  const typed = { type: 'kubernetes.io/basic-auth' };
  expect(hashes([secret('a', typed)], [secret('b', typed)])).not.toEqual(
    hashes([secret('a')], [secret('b')]),
  );
});

test('10,000 times: two of three random renders give the same hash as the other two', () => {
  const word = fc.string({ minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 4, maxLength: 4 }), ([a = '', b = '', c = '', d = '']) => {
      expect(hashes([secret(a)], [secret(b)])).toEqual(hashes([secret(c)], [secret(d)]));
    }),
    { numRuns: 10_000 },
  );
});
