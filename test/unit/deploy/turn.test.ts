import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseBackend } from '../../../src/deploy/backend.ts';
import { stateStore } from '../../../src/deploy/state-store.ts';
import { takeTurn } from '../../../src/deploy/turn.ts';

const open = (): { place: Parameters<typeof takeTurn>[0]; file: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'turns-'));
  return {
    place: { backend: parseBackend(`file://${folder}`), project: 'shop', stack: 'organization/dev' },
    file: join(folder, '.k8s-deploy/turns/shop/dev.json'),
  };
};
const never = new AbortController().signal;

test('one at a time: of ten that want it, each has it alone, and nothing is left', async () => {
  const { place, file } = open();
  let at = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      const turn = await takeTurn(place, never);
      at += 1;
      most = Math.max(most, at);
      await new Promise((resolve) => setImmediate(resolve));
      at -= 1;
      await turn.over();
      await turn.over();
    }),
  );
  expect({ most, left: existsSync(file) }).toEqual({ most: 1, left: false });
});

test('one that a killed run of this machine has left is taken over at once', async () => {
  const { place, file } = open();
  await takeTurn(place, never);
  const left = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...left, identity: 'of a process that is gone' }));
  const turn = await takeTurn(place, never);
  await turn.over();
  expect(existsSync(file)).toBe(false);
});

test('whoever waits for it may be called off', async () => {
  const { place } = open();
  await takeTurn(place, never);
  await expect(takeTurn(place, AbortSignal.timeout(100))).rejects.toMatchObject({ code: 'cancelled' });
});

test('it is given up only by whom it belongs to', async () => {
  const { place, file } = open();
  const turn = await takeTurn(place, never);
  writeFileSync(file, 'somebody else’s');
  await turn.over();
  expect(readFileSync(file, 'utf8')).toBe('somebody else’s');
});

test('of many that create a file at the same time one does, whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'turns-'));
  const store = await stateStore(parseBackend(`file://${folder}`));
  const texts = Array.from({ length: 50 }, (_, index) => `${index} `.repeat(1_000));
  const made = await Promise.all(texts.map(async (text) => await store?.create('a/b.json', text)));
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(await store?.read('a/b.json')).toBe(texts[made.indexOf(true)]);
});
