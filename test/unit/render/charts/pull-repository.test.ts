import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../src/render/charts/cache.ts';
import type { FailureCode } from '../../../../src/stack/failure.ts';
import { certificate } from './certificate.ts';
import {
  chartArchive,
  failureOf,
  pull,
  reference,
  registryAnswers,
  secretFrom,
  serve,
  serveSecurely,
  temporaryFolder,
} from './stage.ts';

const archive = chartArchive('web', '1.0.0');
const indexOf = (entry: Record<string, unknown>): string =>
  `apiVersion: v1\nentries:\n  web:\n  - ${JSON.stringify({ version: '1.0.0', urls: ['web-1.0.0.tgz'], ...entry })}\n`;
const repository = (index: string, content: Buffer = archive) =>
  serve((request, response) => {
    if (request.url === '/charts/index.yaml') response.end(index);
    else if (request.url?.startsWith('/charts/web-1.0.0.tgz') === true) response.end(content);
    else response.writeHead(404).end();
  });
const at = (host: string, more = {}) =>
  reference(`http://${host}/charts/web`, { version: '1.0.0', plainHttp: true, ...more });
const basic = `Basic ${Buffer.from('me:plain').toString('base64')}`;
const withPassword = { username: 'me', password: secretFrom('X') };
const reveal = () => Promise.resolve('plain');

describe('a chart in a classic repository', () => {
  it('is downloaded once if the index names its digest', async () => {
    const directory = await temporaryFolder();
    const { host, asked } = await repository(indexOf({ digest: digestOf(archive).slice(7) }));
    const first = await pull(at(host), { directory });
    expect(first).toMatchObject({ name: 'web', version: '1.0.0', origin: `http://${host}/charts/web` });
    await expect(pull(at(host), { directory })).resolves.toEqual(first);
    expect(asked).toEqual(['GET /charts/index.yaml', 'GET /charts/web-1.0.0.tgz', 'GET /charts/index.yaml']);
  });

  it('is found without a digest, with a "v" before the version, and by an address of its own', async () => {
    const directory = await temporaryFolder();
    const { host } = await repository(indexOf({ version: 'v1.0.0' }));
    await expect(pull(at(host), { directory })).resolves.toMatchObject({ digest: digestOf(archive) });
    const direct = reference(`http://${host}/charts/web-1.0.0.tgz?sig=canary`, {
      plainHttp: true,
      digest: digestOf(archive),
    });
    await expect(pull(direct, { directory: await temporaryFolder() })).resolves.toMatchObject({
      origin: `http://${host}/charts/web-1.0.0.tgz`,
    });
  });

  it('may lie in an OCI registry that the index names', async () => {
    const registry = await serve(registryAnswers([{ repository: 'team/web', tag: '1.0.0', archive }]));
    const { host } = await repository(indexOf({ urls: [`oci://${registry.host}/team/web:1.0.0`] }));
    const registries = [
      { prefix: registry.host, username: null, password: null, plainHttp: true, ca: null, verify: null },
    ];
    const failure = await failureOf(pull(at(host), { directory: await temporaryFolder() }));
    expect(failure.message).toContain(`${registry.host} does not speak TLS`);
    await expect(pull(at(host), { directory: await temporaryFolder(), registries })).resolves.toMatchObject({
      digest: digestOf(archive),
    });
  });

  it('is asked for with the credentials of the stack file, but not on another host', async () => {
    const storage = await serve((_, response) => response.end(archive));
    const { host, shown } = await repository(indexOf({ urls: [`http://${storage.host}/web.tgz`] }));
    await pull(at(host, withPassword), { directory: await temporaryFolder(), reveal });
    expect(shown).toEqual([basic]);
    expect(storage.shown).toEqual([null]);
  });

  it('is asked for with the credentials on the same host', async () => {
    const { host, shown } = await repository(indexOf({}));
    await pull(at(host, withPassword), { directory: await temporaryFolder(), reveal });
    expect(shown).toEqual([basic, basic]);
  });

  it('is not followed from https:// to plain HTTP', async () => {
    const plain = await serve((_, response) => response.end(indexOf({})));
    const secure = await serveSecurely((_, response) =>
      response.writeHead(302, { location: `http://${plain.host}/` }).end(),
    );
    const chart = reference(`https://${secure}/charts/web`, {
      version: '1.0.0',
      ca: certificate,
      verify: null,
    });
    const failure = await failureOf(pull(chart, { directory: await temporaryFolder() }));
    expect(failure.message).toContain(
      `${secure} redirects to plain HTTP on ${plain.host}. It was not followed`,
    );
    const listing = await serveSecurely((_, response) =>
      response.end(indexOf({ urls: [`http://${plain.host}/web.tgz`] })),
    );
    const listed = reference(`https://${listing}/charts/web`, {
      version: '1.0.0',
      ca: certificate,
      verify: null,
    });
    const refused = await failureOf(pull(listed, { directory: await temporaryFolder() }));
    expect(refused.message).toContain('its index.yaml gives no https:// address for the archive.');
    expect(plain.asked).toEqual([]);
  });

  it.each<[string, () => ReturnType<typeof serve>, Record<string, unknown>, FailureCode, string]>([
    [
      'no index',
      () => serve((_, response) => response.writeHead(404).end()),
      {},
      'configuration',
      'HOST has no /charts/index.yaml. Check the address: index.yaml has to lie beside the last step of the reference; charts in an OCI registry need oci://.',
    ],
    [
      'another page',
      () => repository('<html></html>'),
      {},
      'configuration',
      'its index.yaml is not that of a chart repository. Check the address: index.yaml has to lie beside the last step of the reference.',
    ],
    [
      'unknown chart',
      () => repository(indexOf({}).replace('  web:', '  webb:')),
      {},
      'configuration',
      'the repository has no chart web; did you mean "webb"? Check the last step of the reference.',
    ],
    [
      'unknown version',
      () => repository(indexOf({ version: '1.1.0' })),
      {},
      'configuration',
      'there is no version 1.0.0. Set `version` to one that is there, such as 1.1.0.',
    ],
    [
      'missing version',
      () => repository(indexOf({})),
      { version: null },
      'configuration',
      '`version` is missing. Set `version` to one that is there, such as 1.0.0.',
    ],
    [
      'missing archive',
      () => repository(indexOf({ urls: ['gone.tgz'] })),
      {},
      'configuration',
      'HOST has no /charts/gone.tgz. Check the reference and the version.',
    ],
    [
      'another archive than the index says',
      () => repository(indexOf({ digest: '0'.repeat(64) })),
      {},
      'failed',
      `HOST sent ${digestOf(archive)}, but the index of the repository says sha256:${'0'.repeat(64)}. It was thrown away; the archive was replaced after it was published, or changed on its way.`,
    ],
    [
      'denied',
      () => serve((_, response) => response.writeHead(403).end()),
      {},
      'authentication',
      'HOST denies access without credentials (403). Check the reference; if it is right, give `username` and `password`, or run `helm registry login HOST`.',
    ],
    [
      'denied with credentials',
      () => serve((_, response) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end()),
      withPassword,
      'authentication',
      'HOST denies access with the credentials from `chart` in the stack file (401). Check them, and that they may read this chart.',
    ],
  ])('%s', async (_, start, chart, code, message) => {
    const { host } = await start();
    const { version = '1.0.0' } = chart;
    const failure = await failureOf(pull(at(host, chart), { directory: await temporaryFolder(), reveal }));
    const subject = `cannot use http://${host}/charts/web${version === null ? '' : ' 1.0.0'}`;
    expect(failure.message).toBe(`releases.web.chart: ${subject}: ${message.replaceAll('HOST', host)}`);
    expect(failure.code).toBe(code);
  });
});
