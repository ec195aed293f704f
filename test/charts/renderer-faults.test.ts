/** What goes wrong inside the renderer is told of the case that did it; the others go on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRenderer } from '../../src/render/open-renderer.ts';
import type { Renderer, RenderOutcome } from '../../src/render/renderer.ts';
import { config } from './chart-samples.ts';
import { openEngine, openHelm, rendererProgram, requestOf, writeChart } from './renderers.ts';

let engine: Renderer;
let helm: Renderer;
let good: string;
beforeAll(async () => {
  [engine, helm] = await Promise.all([openEngine(), openHelm()]);
  good = await writeChart({ 'templates/a.yaml': config('a', '.Values.n'), 'values.yaml': 'n: 0\n' });
});
afterAll(async () => {
  await Promise.all([engine.close(), helm.close()]);
});

const failureOf = (outcome: RenderOutcome) => (outcome.ok ? null : outcome.failure);

/** The case itself, with ten good ones around it. */
async function amongOthers(chart: string, timeoutSeconds = 30): Promise<RenderOutcome> {
  const others = Array.from({ length: 10 }, (_, n) => requestOf(good, { values: [{ n }] }));
  const [outcome, ...rest] = await Promise.all([
    engine.render(requestOf(chart, { timeoutSeconds })),
    ...others.map((request) => engine.render(request)),
  ]);
  const texts = rest.map((each) => each.ok && each.render.objects[0]?.manifest['data']);
  expect(texts).toEqual(others.map((_, n) => ({ all: String(n) })));
  return outcome;
}

describe('a case that', () => {
  it.each([
    [
      'never ends',
      '{{ range until 100000 }}{{ range until 10000 }}{{ range until 1000 }}{{ end }}{{ end }}{{ end }}',
      1,
      /did not end within 1 s/,
      'timeout',
    ],
    [
      'takes the process down',
      '{{ $_ := set .Values "self" .Values }}{{ .Values }}',
      30,
      /stack exceeds/,
      'panic',
    ],
    [
      'fills the memory',
      `{{ define "x" }}{{ range until 100000000 }}${'a'.repeat(100)}{{ end }}{{ end }}{{ include "x" . }}`,
      30,
      /more than 1 GiB/,
      'limit',
    ],
    [
      'prints without end',
      `a: "{{ range until 2000000 }}${'a'.repeat(100)}{{ end }}"`,
      30,
      /more than the 100 MiB/,
      'limit',
    ],
    [
      'prints 20,000 objects',
      '{{ range until 20000 }}\n---\nkind: ConfigMap\nmetadata: {name: "a{{ . }}"}\n{{ end }}',
      30,
      /more than the 10000 objects/,
      'limit',
    ],
  ])(
    '%s',
    async (_, template, seconds, message, kind) => {
      const chart = await writeChart({ 'templates/a.yaml': template });
      const failure = failureOf(await amongOthers(chart, seconds));
      expect(failure?.kind).toBe(kind);
      expect(failure?.message).toMatch(message);
    },
    60_000,
  );

  it.each([
    [
      'never ends',
      '{{ range until 100000 }}{{ range until 10000 }}{{ range until 1000 }}{{ end }}{{ end }}{{ end }}',
      'timeout',
    ],
    ['prints 20,000 objects', '{{ range until 20000 }}\n---\nkind: ConfigMap\n{{ end }}', 'limit'],
  ])('%s is told by Helm too', async (_, template, kind) => {
    const chart = await writeChart({ 'templates/a.yaml': template });
    expect(failureOf(await helm.render(requestOf(chart, { timeoutSeconds: 3 })))?.kind).toBe(kind);
  });
});

describe('an archive that is', () => {
  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['text', () => Buffer.from('name: chart\n')],
    ['empty', () => Buffer.alloc(0)],
  ])('%s is refused in the words of Helm', async (_, broken) => {
    const folder = await mkdtemp(join(tmpdir(), 'archive-'));
    await once(spawn('helm', ['package', good, '--destination', folder]), 'close');
    const archive = join(folder, 'sample-1.2.3.tgz');
    await writeFile(archive, broken(await readFile(archive)));
    const [ours, theirs] = await Promise.all([
      engine.render(requestOf(archive)),
      helm.render(requestOf(archive)),
    ]);
    expect(failureOf(ours)?.kind).toBe('chart');
    expect(ours).toEqual(theirs);
    await expect(engine.chart(archive)).rejects.toMatchObject({ code: 'configuration' });
    await expect(helm.chart(archive)).rejects.toMatchObject({ code: 'configuration' });
  });

  it('nowhere', async () => {
    const [ours, theirs] = await Promise.all(
      [engine, helm].map((each) => each.render(requestOf('/nowhere/chart.tgz'))),
    );
    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject({
      failure: { kind: 'chart', message: 'path "/nowhere/chart.tgz" not found' },
    });
  });
});

describe('the process', () => {
  it('ends with a complaint when it is asked nonsense', async () => {
    const child = spawn(rendererProgram ?? '', { stdio: ['pipe', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.stdin.end('render this\n');
    expect((await once(child, 'close'))[0]).toBe(2);
    expect(complaint).toMatch(/^a line on stdin is no request: /);
  });

  it('ends when nobody asks any more', async () => {
    const child = spawn(rendererProgram ?? '', { stdio: ['pipe', 'ignore', 'inherit'] });
    child.stdin.end();
    expect((await once(child, 'close'))[0]).toBe(0);
  });

  it('is started again when somebody kills it, and every request is answered', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'killed-'));
    const program = join(folder, 'k8s-deploy-renderer');
    await writeFile(program, `#!/bin/sh\necho $$ >> '${folder}/pids'\nexec '${rendererProgram ?? ''}'\n`);
    await chmod(program, 0o755);
    const mortal = await openRenderer({ renderer: program, helm: null });
    const slow = await writeChart({
      'templates/a.yaml': `{{ range until 3000000 }}{{ end }}${config('a', '1')}`,
    });
    const under = [slow, good, slow, good].map((chart) => mortal.render(requestOf(chart)));
    const [pid] = (await readFile(join(folder, 'pids'), 'utf8')).trim().split('\n');
    process.kill(Number(pid), 'SIGKILL');
    expect((await Promise.all(under)).map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect((await readFile(join(folder, 'pids'), 'utf8')).trim().split('\n')).toHaveLength(2);
    await mortal.close();
    await expect(mortal.render(requestOf(good))).rejects.toMatchObject({ code: 'cancelled' });
  });
});
