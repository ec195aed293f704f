import { createServer } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { pullCharts } from '../../../../src/render/charts.ts';
import { digestOf } from '../../../../src/render/charts/cache.ts';
import { parseMirrors } from '../../../../src/render/mirrors.ts';
import type { FailureCode } from '../../../../src/stack/failure.ts';
import {
  chartArchive,
  failureOf,
  manifestOf,
  pull,
  reference,
  registryAnswers,
  secretFrom,
  serve,
  temporaryFolder,
} from './stage.ts';

const archive = chartArchive('web', '1.0.0');
const published = { repository: 'team/web', tag: '1.0.0', archive };
const atVersion = (host: string, version: string | null = '1.0.0') =>
  reference(`oci+http://${host}/team/web`, { version });

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a chart in an OCI registry', () => {
  it('is downloaded once: afterwards only its manifest is asked for', async () => {
    const directory = await temporaryFolder();
    const registry = await serve(registryAnswers([published]));
    const first = await pull(atVersion(registry.host), { directory });
    expect(first).toMatchObject({
      name: 'web',
      digest: digestOf(archive),
      origin: `oci+http://${registry.host}/team/web:1.0.0`,
    });
    await expect(pull(atVersion(registry.host), { directory })).resolves.toEqual(first);
    const manifest = 'GET /v2/team/web/manifests/1.0.0';
    expect(registry.asked).toEqual([manifest, `GET /v2/team/web/blobs/${digestOf(archive)}`, manifest]);
  });

  it('that is pinned and cached needs no network', async () => {
    const directory = await temporaryFolder();
    const registry = await serve(registryAnswers([published]));
    await pull(atVersion(registry.host), { directory });
    const chart = reference('oci://registry.invalid/team/web', {
      version: '1.0.0',
      digest: digestOf(archive),
    });
    await expect(pull(chart, { directory })).resolves.toMatchObject({ digest: digestOf(archive) });
    expect(registry.asked).toHaveLength(2);
  });

  it('is found by its pinned digest alone, and by the digest of its manifest', async () => {
    const directory = await temporaryFolder();
    const manifest = Buffer.from(JSON.stringify(manifestOf(archive)));
    const registry = await serve(registryAnswers([published, { ...published, tag: digestOf(manifest) }]));
    const byArchive = reference(`oci+http://${registry.host}/team/web`, { digest: digestOf(archive) });
    await expect(pull(byArchive, { directory })).resolves.toMatchObject({ version: '1.0.0' });
    const byManifest = reference(`oci+http://${registry.host}/team/web@${digestOf(manifest)}`);
    await expect(pull(byManifest, { directory })).resolves.toMatchObject({ version: '1.0.0' });
  });

  it('that several releases ask for is asked for once', async () => {
    const directory = await temporaryFolder();
    const registry = await serve(registryAnswers([published]));
    const releases = ['a', 'b', 'c'].map((key) => ({
      key,
      chart: { ...atVersion(registry.host), path: ['releases', key, 'chart'] },
    }));
    const charts = await pullCharts(releases, {
      directory,
      mirrors: [],
      cacheDirectory: join(directory, 'cache'),
      reveal: () => Promise.resolve(''),
    });
    expect([...charts.keys()]).toEqual(['a', 'b', 'c']);
    expect(registry.asked).toHaveLength(2);
  });

  it('is taken from a mirror, which is not shown the credentials of the reference', async () => {
    const directory = await temporaryFolder();
    const answers = registryAnswers([{ ...published, repository: 'ghcr.io/team/web' }]);
    let open = false;
    const mirror = await serve((request, response) =>
      open
        ? answers(request, response)
        : response.writeHead(401, { 'www-authenticate': 'Basic realm="mirror"' }).end(),
    );
    const chart = reference('oci://ghcr.io/team/web', {
      version: '1.0.0',
      username: 'me',
      password: secretFrom('TOKEN'),
    });
    const mirrors = parseMirrors([`oci://ghcr.io/=oci+http://${mirror.host}/ghcr.io/`]);
    const failure = await failureOf(pull(chart, { directory, mirrors }));
    expect(failure).toMatchObject({ code: 'authentication' });
    open = true;
    await expect(pull(chart, { directory, mirrors })).resolves.toMatchObject({
      origin: `oci+http://${mirror.host}/ghcr.io/team/web:1.0.0`,
    });
    expect(new Set(mirror.shown)).toEqual(new Set([null]));
  });

  it('is fetched through the proxy of the environment, but not from this machine itself', async () => {
    const answers = registryAnswers([published]);
    const proxy = await serve((request, response) => {
      request.url = new URL(request.url ?? '').pathname;
      answers(request, response);
    });
    vi.stubEnv('HTTP_PROXY', `http://${proxy.host}`);
    const chart = atVersion('registry.invalid');
    await expect(pull(chart, { directory: await temporaryFolder() })).resolves.toMatchObject({ name: 'web' });
    expect(proxy.asked[0]).toBe('GET http://registry.invalid/v2/team/web/manifests/1.0.0');
    const registry = await serve(answers);
    await pull(atVersion(registry.host), { directory: await temporaryFolder() });
    expect(proxy.asked).toHaveLength(2);
    expect(registry.asked).toHaveLength(2);
  });

  it('is tried again after a server error and after a lost connection, three times in all', async () => {
    const directory = await temporaryFolder();
    const answers = registryAnswers([published]);
    const registry = await serve((request, response) => {
      if (registry.asked.length === 1) response.writeHead(503).end();
      else if (registry.asked.length === 2) request.socket.resetAndDestroy();
      else answers(request, response);
    });
    await expect(pull(atVersion(registry.host), { directory })).resolves.toMatchObject({ name: 'web' });
    expect(registry.asked).toHaveLength(4);
  });

  it('is asked for again where the registry does not know yet what was pushed just now, or is busy', async () => {
    const directory = await temporaryFolder();
    const answers = registryAnswers([published]);
    const registry = await serve((request, response) => {
      if (registry.asked.length === 1) response.writeHead(404).end();
      else if (registry.asked.length === 2) response.writeHead(429, { 'retry-after': '1' }).end();
      else answers(request, response);
    });
    await expect(pull(atVersion(registry.host), { directory })).resolves.toMatchObject({ name: 'web' });
    expect(registry.asked).toHaveLength(4);
  });

  it('is not waited for longer than is bearable: three requests, and what the registry said', async () => {
    const directory = await temporaryFolder();
    const away = await serve((_, response) => response.writeHead(503).end());
    await expect(pull(atVersion(away.host), { directory })).rejects.toMatchObject({ code: 'unreachable' });
    expect(away.asked).toHaveLength(3);
    const busy = await serve((_, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
    await expect(pull(atVersion(busy.host), { directory })).rejects.toMatchObject({ code: 'unreachable' });
    expect(busy.asked).toHaveLength(1);
  });
});

const manifest = (value: unknown) => serve((_, response) => response.end(JSON.stringify(value)));
const answering = (status: number, headers = {}) =>
  serve((_, response) => response.writeHead(status, headers).end());

describe('a chart that cannot be had from an OCI registry', () => {
  const others = ['0.9.0', '1.1.0', '2.0.0'].map((tag) => ({
    ...published,
    tag,
    archive: chartArchive('web', tag),
  }));
  const pin = `sha256:${'0'.repeat(64)}`;

  it.each<[string, () => ReturnType<typeof serve>, Parameters<typeof reference>[1], FailureCode, string]>([
    [
      'unknown version',
      () => serve(registryAnswers(others)),
      { version: '1.0.0' },
      'configuration',
      'cannot use REF 1.0.0: there is no version 1.0.0. Set `version` to one that is there, such as 2.0.0, 1.1.0, 0.9.0.',
    ],
    [
      'missing version',
      () => serve(registryAnswers(others)),
      {},
      'configuration',
      'cannot use REF: `version` is missing. Set `version` to one that is there, such as 2.0.0, 1.1.0, 0.9.0.',
    ],
    [
      'unknown chart',
      () => answering(404),
      { version: '1.0.0' },
      'configuration',
      'cannot use REF 1.0.0: HOST has no chart team/web. Check the path after the host; some registries also answer so when credentials are missing.',
    ],
    [
      'another digest than the pinned one',
      () => serve(registryAnswers([published])),
      { version: '1.0.0', digest: pin },
      'configuration',
      `cannot use REF 1.0.0: the registry has ${digestOf(archive)}, but the pinned digest is ${pin}. Either the tag was pushed again or the pin is wrong: look at what changed, then correct \`digest\`.`,
    ],
    [
      'another version inside',
      () => serve(registryAnswers([{ ...published, tag: '3.0.0' }])),
      { version: '3.0.0' },
      'configuration',
      'cannot use REF 3.0.0: its Chart.yaml says version 1.0.0, not 3.0.0. Correct `version`, or publish the chart under the version that it has.',
    ],
    [
      'an image',
      () => manifest({ config: { mediaType: 'application/vnd.oci.image.config.v1+json' }, layers: [] }),
      { version: '1.0.0' },
      'configuration',
      'cannot use REF 1.0.0: what lies there is not a Helm chart but application/vnd.oci.image.config.v1+json. Check the path and the version; images and charts may share a repository.',
    ],
    [
      'no manifest',
      () => serve((_, response) => response.end('<html>')),
      { version: '1.0.0' },
      'failed',
      'cannot use REF 1.0.0: its manifest is not a JSON object. Check that the host is an OCI registry.',
    ],
    [
      'denied without credentials',
      () => answering(401),
      { version: '1.0.0' },
      'authentication',
      'cannot use REF 1.0.0: HOST denies access without credentials (401). Check the reference; if it is right, give `username` and `password`, or run `helm registry login HOST`.',
    ],
    [
      'denied with credentials',
      () => answering(401, { 'www-authenticate': 'Basic realm="r"' }),
      { version: '1.0.0', username: 'me', password: secretFrom('CANARY') },
      'authentication',
      'cannot use REF 1.0.0: HOST denies access with the credentials from `chart` in the stack file (401). Check them, and that they may read this chart.',
    ],
    [
      'half of the credentials',
      () => answering(401, { 'www-authenticate': 'Basic realm="r"' }),
      { version: '1.0.0', username: 'me' },
      'configuration',
      'cannot use REF 1.0.0: `chart` in the stack file gives a user name without `password`. Give both, or neither.',
    ],
    [
      'too many requests',
      () => answering(429),
      { version: '1.0.0' },
      'unreachable',
      'cannot use REF 1.0.0: HOST allows no more requests for now (429). Wait, give credentials, or name a mirror with --chart-mirror.',
    ],
    [
      'out of order',
      () => answering(502),
      { version: '1.0.0' },
      'unreachable',
      'cannot use REF 1.0.0: HOST is out of order (502). Try again later.',
    ],
    [
      'redirects for ever',
      () => answering(307, { location: '/again' }),
      { version: '1.0.0' },
      'failed',
      'cannot use REF 1.0.0: HOST redirects more than 5 times. Check the address.',
    ],
    [
      'an endless manifest',
      () => serve((_, response) => response.end(Buffer.alloc(5 * 1024 * 1024))),
      { version: '1.0.0' },
      'failed',
      'cannot use REF 1.0.0: the answer of HOST is larger than 4096 KiB. It was not read further; check that the reference names a chart.',
    ],
    [
      'a manifest of another digest',
      () => serve((_, response) => response.writeHead(200, { 'docker-content-digest': pin }).end('{}')),
      { version: '1.0.0' },
      'failed',
      `cannot use REF 1.0.0: HOST sent a manifest that is not that of ${pin}. It was thrown away; try again, and ask who runs the registry if it stays so.`,
    ],
    [
      'an archive of another digest',
      () =>
        serve((request, response) =>
          response.end(
            request.url?.includes('blobs') === true ? 'other' : JSON.stringify(manifestOf(archive)),
          ),
        ),
      { version: '1.0.0' },
      'failed',
      `cannot use REF 1.0.0: HOST sent bytes that are not those of ${digestOf(archive)}. They were thrown away; try again, and ask who runs the registry if it stays so.`,
    ],
  ])('%s', async (_, start, chart, code, message) => {
    const directory = await temporaryFolder();
    const { host } = await start();
    const ref = `oci+http://${host}/team/web`;
    const failure = await failureOf(pull(reference(ref, chart), { directory }));
    expect(failure.message).toBe(
      `releases.web.chart: ${message.replaceAll('REF', ref).replaceAll('HOST', host)}`,
    );
    expect(failure.code).toBe(code);
    expect(failure.message).not.toContain('revealed');
  });

  const nowhere =
    'Check the address and the network, or name a mirror with --chart-mirror or K8S_DEPLOY_CHART_MIRRORS.';
  it.each([
    ['oci://registry.invalid/web', 'the host name of registry.invalid cannot be resolved'],
    ['oci+http://127.0.0.1:1/web', '127.0.0.1:1 refuses the connection (ECONNREFUSED)'],
  ])('%s', async (ref, message) => {
    const failure = await failureOf(
      pull(reference(ref, { version: '1.0.0' }), { directory: await temporaryFolder() }),
    );
    expect(failure.code).toBe('unreachable');
    expect(failure.message).toContain(`releases.web.chart: cannot use ${ref} 1.0.0: ${message}`);
    expect(failure.message.endsWith(nowhere)).toBe(true);
  });

  it('a host that never answers, within the time that is given', async () => {
    const silent = await serve(() => undefined);
    const work = pull(atVersion(silent.host), { directory: await temporaryFolder(), timeoutSeconds: 0.3 });
    expect(await failureOf(work)).toMatchObject({
      code: 'unreachable',
      message: `releases.web.chart: cannot use oci+http://${silent.host}/team/web 1.0.0: pulling the charts took longer than 0.3 s. ${nowhere}`,
    });
  });

  it('a run that is cancelled', async () => {
    const cancel = new AbortController();
    const silent = await serve(() => cancel.abort());
    const work = pull(atVersion(silent.host), { directory: await temporaryFolder(), signal: cancel.signal });
    expect(await failureOf(work)).toMatchObject({ code: 'cancelled' });
  });

  it('a server that does not speak TLS', async () => {
    const { host } = await serve(registryAnswers([published]));
    const failure = await failureOf(
      pull(reference(`oci://${host}/team/web`, { version: '1.0.0' }), { directory: await temporaryFolder() }),
    );
    expect(failure.code).toBe('configuration');
    expect(failure.message).toContain(`${host} does not speak TLS (`);
    expect(failure.message).toContain('If it serves plain HTTP and that is intended, set `plainHttp: true`.');
  });

  it('a server that speaks no HTTP', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-x\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const failure = await failureOf(pull(atVersion(host), { directory: await temporaryFolder() }));
    server.close();
    expect(failure.message).toContain(`${host} cannot be talked to (HPE_`);
  });

  it('names every problem of every release at once, each line with its place', async () => {
    const directory = await temporaryFolder();
    const { host } = await serve(registryAnswers([published]));
    await writeFile(join(directory, 'file'), '');
    const wanted = {
      a: atVersion(host, '7.0.0'),
      b: reference('file'),
      c: atVersion(host),
      d: reference('oci+http://127.0.0.1:1/x', { version: '1' }),
      e: reference('file'),
    };
    const releases = Object.entries(wanted).map(([key, chart]) => ({
      key,
      chart: { ...chart, path: ['releases', key, 'chart'] },
    }));
    const failure = await failureOf(
      pullCharts(releases, {
        directory,
        mirrors: [],
        cacheDirectory: join(directory, 'cache'),
        reveal: () => Promise.resolve(''),
      }),
    );
    expect(failure.code).toBe('configuration');
    expect(failure.message.split('\n').map((line) => line.split(':')[0])).toEqual([
      'releases.a.chart',
      'releases.b.chart, releases.e.chart',
      'releases.d.chart',
    ]);
  });
});
