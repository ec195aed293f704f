/** The client against tiny programs that stand in for the renderer, and behave as none should. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRenderer } from '../../../../src/render/open-renderer.ts';
import type { Renderer, RenderRequest } from '../../../../src/render/renderer.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'client-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

/**
 * A program that notes each start, greets, and answers by `answer(id, chart)`: JavaScript that has `told`, which makes an answer of
 * one object, and `out`, which prints a line.
 */
async function standIn(answer: string, greeting = '{ protocol: 3, helm: "v3.18.6" }'): Promise<Renderer> {
  const path = join(folder, 'renderer');
  const script = `#!${process.execPath}
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
appendFileSync(${JSON.stringify(join(folder, 'starts'))}, 'x');
const out = (line) => process.stdout.write(JSON.stringify(line) + '\\n');
const known = new Set();
const told = (id, name) => {
  const documents = known.has(name) ? [] : [{ number: name.length, hash: name, manifest: { kind: 'X', metadata: { name } } }];
  known.add(name);
  out({ id, render: { documents, objects: [{ document: name.length, template: 'c/templates/a.yaml' }], values: {} } });
};
out(${greeting});
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, render } = JSON.parse(line);
  const chart = render?.chart;
  ${answer}
});
`;
  await writeFile(`${path}.mjs`, script);
  await writeFile(path, `#!/bin/sh\nexec '${process.execPath}' '${path}.mjs'\n`);
  await chmod(path, 0o755);
  return await openRenderer({ renderer: path, helm: null });
}

const starts = async (): Promise<number> => (await readFile(join(folder, 'starts'), 'utf8')).length;

const request = (chart: string): RenderRequest => ({
  chart,
  values: [],
  set: [],
  name: 'a',
  namespace: 'b',
  isUpgrade: false,
  kubeVersion: '1.33',
  apiVersions: [],
  timeoutSeconds: 5,
  coverage: false,
});

describe('a renderer', () => {
  it('gives the same object for the same text of the same template', async () => {
    const renderer = await standIn('told(id, chart)');
    const [one, two, other] = await Promise.all(
      ['a', 'a', 'bb'].map((chart) => renderer.render(request(chart))),
    );
    if (!one?.ok || !two?.ok || !other?.ok) throw new Error('no render');
    expect(one.render.objects[0]).toBe(two.render.objects[0]);
    expect(other.render.objects[0]?.name).toBe('bb');
    expect(renderer.description).toBe('k8s-deploy-renderer (Helm 3.18.6)');
    await renderer.close();
  });

  it('keeps objects the same when it is replaced', async () => {
    const renderer = await standIn(
      'if (chart === "endless") out({ id, failure: { kind: "timeout", message: "late" } }); else told(id, chart)',
    );
    const before = await renderer.render(request('a'));
    expect(await renderer.render(request('endless'))).toMatchObject({ failure: { kind: 'timeout' } });
    await expect.poll(starts).toBe(1);
    await new Promise((resolve) => void setTimeout(resolve, 200));
    const after = await renderer.render(request('a'));
    expect(await starts()).toBe(2);
    expect(after).toEqual(before);
    expect(after.ok && after.render.objects[0]).toBe(before.ok && before.render.objects[0]);
    await renderer.close();
  });

  it('tells which case took it down, and answers the others', async () => {
    const renderer = await standIn(
      'if (chart === "deadly") { console.error("fatal: " + chart); process.exit(7); } setTimeout(() => told(id, chart), 50)',
    );
    const outcomes = await Promise.all(
      ['a', 'deadly', 'bb', 'deadly', 'ccc'].map((chart) => renderer.render(request(chart))),
    );
    expect(outcomes.map((each) => (each.ok ? each.render.objects[0]?.name : each.failure))).toEqual([
      'a',
      expect.objectContaining({
        kind: 'panic',
        message: 'the renderer was taken down: it ended with exit code 7: fatal: deadly',
      }),
      'bb',
      expect.objectContaining({ kind: 'panic' }),
      'ccc',
    ]);
    await renderer.close();
  });

  it('refuses what comes after it was closed, and what was under way', async () => {
    const renderer = await standIn('');
    const under = renderer.render(request('a'));
    const [ended] = await Promise.allSettled([under, renderer.close()]);
    expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
    await expect(renderer.chart('a')).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is given up when it says something that is no answer', async () => {
    const renderer = await standIn('process.stdout.write("oops\\n")');
    await expect(renderer.render(request('a'))).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/says something that is no answer$/),
    });
  });
});

describe('a program that is no renderer of ours', () => {
  it.each([
    [
      'of another version',
      () => standIn('', '{ protocol: 99, helm: "v4.0.0" }'),
      /is a renderer of another version$/,
    ],
    [
      'that ends',
      () => standIn('', '{}); process.exit(3'),
      /is a renderer of another version|is no renderer/,
    ],
    [
      'that is not there',
      () => openRenderer({ renderer: join(folder, 'none'), helm: null }),
      /is no renderer: it could not be run/,
    ],
    ['that prints text', () => openRenderer({ renderer: '/bin/ls', helm: null }), /no answer|is no renderer/],
    [
      'and no Helm',
      () => openRenderer({ renderer: null, helm: null }),
      /neither k8s-deploy-renderer nor helm/,
    ],
    [
      'and a Helm that is none',
      () => openRenderer({ renderer: null, helm: '/bin/true' }),
      /does not tell a version of Helm/,
    ],
  ])('%s', async (_, open, message) => {
    await expect(open()).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(message),
    });
  });
});
