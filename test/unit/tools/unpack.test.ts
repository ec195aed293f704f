import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpack } from '../../../src/tools/unpack.ts';
import { archive, type TarEntry } from './releases.ts';

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'unpack-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

let count = 0;
const never = new AbortController().signal;

async function unpacked(entries: readonly TarEntry[], member: string, bytes?: number): Promise<string> {
  const name = `${++count}`;
  const path = join(root, name);
  await writeFile(`${path}.tgz`, archive(entries));
  await unpack(`${path}.tgz`, member, path, never, ...(bytes === undefined ? [] : [{ bytes }]));
  return path;
}

describe('unpacking one file', () => {
  it('takes the file and its content, whatever lies in front of it or behind', async () => {
    const safe = fc.stringMatching(/^[a-z]{1,20}(\/[a-z]{1,20}){0,3}$/).filter((path) => path !== 'bin/tool');
    const entry = fc.record({ path: safe, content: fc.string({ maxLength: 3000 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 5 }),
        fc.string({ maxLength: 100_000, size: 'max' }),
        fc.array(entry, { maxLength: 5 }),
        fc.constantFrom('', './'),
        async (before, content, after, prefix) => {
          const path = await unpacked(
            [...before, { path: `${prefix}bin/tool`, content }, ...after],
            'bin/tool',
          );
          expect(await readFile(path, 'utf8')).toBe(Buffer.from(content).toString());
        },
      ),
      { numRuns: 40 },
    );
  });

  it('makes it a program', async () => {
    const path = await unpacked([{ path: 'tool', content: 'x' }], 'tool');
    expect((await stat(path)).mode & 0o111).toBe(0o111);
  });

  it('stops where it gets too large, a bomb in front of the file included', async () => {
    const bomb = { path: 'zeros', content: '\0'.repeat(3_000_000) };
    await expect(unpacked([bomb, { path: 'tool', content: 'x' }], 'tool', 1_000_000)).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('more than 1000000 bytes'),
    });
  });

  it('refuses paths that leave the folder, however they are written', async () => {
    const step = fc.constantFrom('a', '..', '.', 'b');
    const leaving = fc
      .tuple(fc.constantFrom('', '/', './'), fc.array(step, { minLength: 1, maxLength: 5 }))
      .map(([start, steps]) => `${start}${steps.join('/')}/x`)
      .filter((path) => path.startsWith('/') || path.split('/').includes('..'));
    await fc.assert(
      fc.asyncProperty(leaving, async (path) => {
        await expect(
          unpacked(
            [
              { path, content: 'evil' },
              { path: 'tool', content: 'x' },
            ],
            'tool',
          ),
        ).rejects.toMatchObject({ message: expect.stringContaining('leaves the folder') });
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['no gzip', Buffer.from('plain text')],
    ['no tar', archive([]).fill(0xff, 20)],
    ['an archive that is cut off', archive([{ path: 'tool', content: 'x'.repeat(100_000) }]).subarray(0, 60)],
  ])('refuses %s', async (_, file) => {
    await writeFile(join(root, 'file'), file);
    await expect(unpack(join(root, 'file'), 'tool', join(root, 'out'), never)).rejects.toMatchObject({
      code: 'failed',
    });
  });

  it('ends when it is cancelled', async () => {
    await writeFile(join(root, 'file'), archive([{ path: 'tool', content: 'x' }]));
    const reason = new Error('cancelled');
    await expect(
      unpack(join(root, 'file'), 'tool', join(root, 'out'), AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
  });
});
