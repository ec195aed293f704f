import { describe, expect, test } from 'vitest';
import { canaries, findCanaries } from '../../setup/canaries.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('the search that the other tests rely on', () => {
  test('has thirty secrets of eight kinds, and sees none where none is', () => {
    expect(canaries.length).toBe(30);
    expect(new Set(canaries.map(({ kind }) => kind)).size).toBe(8);
    expect(findCanaries('apiVersion: v1\nkind: Secret\ndata: {password: (secret)}')).toEqual([]);
  });

  test.each<[how: string, write: (secret: string) => string]>([
    ['as it is', (secret) => secret],
    ['in bytes', (secret) => `x${secret}y`],
    ['in JSON', (secret) => JSON.stringify({ secret })],
    ['in JSON within JSON', (secret) => JSON.stringify(JSON.stringify({ secret }))],
    ['in base64', base64],
    ['in a longer base64', (secret) => base64(`a${secret}b`)],
    ['in base64 at the third place', (secret) => base64(`ab${secret}c`)],
    ['twice in base64', (secret) => base64(`user:${base64(secret)}`)],
    ['in a URL', encodeURIComponent],
    ['in hexadecimal', (secret) => Buffer.from(secret).toString('hex')],
    [
      'indented, as a diff',
      (secret) =>
        secret
          .split('\n')
          .map((line) => `+     ${line}`)
          .join('\n'),
    ],
  ])('finds each of them %s', (_, write) => {
    const found = canaries.filter(({ name, secret }) => findCanaries(write(secret)).includes(name));
    expect(found).toEqual(canaries);
    expect(findCanaries(Buffer.from(write(canaries[0]?.secret ?? '')))).toEqual(['word 1']);
  });

  test('finds a piece', () => {
    for (const { name, parts } of canaries)
      for (const part of parts) expect(findCanaries(`… ${part.slice(0, 9)}…`)).toEqual([name]);
  });
});
