import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { Parser } from 'tar';
import { expect, it } from 'vitest';
import { inspectArchive } from '../../../../src/render/charts/archive.ts';
import { digestOf } from '../../../../src/render/charts/cache.ts';
import { packageFiles, type ChartFile } from '../../../../src/render/charts/package.ts';

const step = fc.stringMatching(/^[A-Za-z0-9][A-Za-zé日0-9._-]{0,60}$/);
const file = fc.record({
  path: fc.array(step, { minLength: 1, maxLength: 5 }).map((steps) => `files/${steps.join('/')}`),
  content: fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
});
const fileSet = fc.uniqueArray(file, { selector: ({ path }) => path, minLength: 1, maxLength: 12 });

async function unpack(archive: Buffer): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const parser = new Parser({ strict: true });
  parser.on('entry', (entry) => {
    const chunks: Buffer[] = [];
    entry.on('data', (chunk: Buffer) => chunks.push(chunk));
    entry.on('end', () => found.set(entry.path, Buffer.concat(chunks)));
  });
  const ended = new Promise<void>((resolve, reject) => parser.on('end', resolve).on('error', reject));
  parser.end(gunzipSync(archive));
  await ended;
  return found;
}

it('gives back exactly the files that were packaged, long and foreign names included', async () => {
  await fc.assert(
    fc.asyncProperty(fileSet, async (files) => {
      const found = await unpack(packageFiles('web', files));
      expect(found).toEqual(new Map(files.map(({ path, content }) => [`web/${path}`, content])));
    }),
  );
});

it('gives the same bytes whatever the order of the files', () => {
  const twice = fileSet.chain((files) =>
    fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length })),
  );
  fc.assert(
    fc.property(twice, ([files, shuffled]) => {
      expect(packageFiles('web', shuffled)).toEqual(packageFiles('web', files));
    }),
  );
});

it('gives this digest on every machine, in every time zone, with every version of Node.js', () => {
  const files: ChartFile[] = [
    { path: 'values.yaml', content: Buffer.from('a: 1\n') },
    { path: 'Chart.yaml', content: Buffer.from('name: web\nversion: 1.0.0\n') },
    { path: `files/${'long/'.repeat(60)}é.txt`, content: Buffer.alloc(70_000, 'x') },
  ];
  expect(digestOf(packageFiles('web', files))).toBe(
    'sha256:b2889d9b5b36904240d4468a7c462d24254c85f1a4aa1b6acacc84e09835ef9b',
  );
});

it('is an archive that its own inspection accepts', async () => {
  const files = [{ path: 'Chart.yaml', content: Buffer.from('name: web\nversion: 1.0.0\n') }];
  await expect(inspectArchive(packageFiles('web', files))).resolves.toMatchObject({
    name: 'web',
    version: '1.0.0',
  });
});
