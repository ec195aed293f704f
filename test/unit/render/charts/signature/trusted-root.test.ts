/** The public Sigstore's trusted root, from a repository on loopback in the place of the public one. Row 16. */
import { createServer, type RequestListener } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { pullCharts, type PullOptions } from '../../../../../src/render/charts.ts';
import { failureOf, pull, serve, temporaryFolder, type StandIn } from '../stage.ts';
import { signStatement, statementOf, type Bundle } from './forms.ts';
import { acme, openSigstore, type Sigstore } from './sigstore.ts';
import { byIdentity, digest, registryWith, signedChart } from './subject.ts';
import { updateRepository, type UpdateRepository } from './update-repository.ts';

let sigstore: Sigstore;
let bundle: Bundle;
let published: UpdateRepository;
beforeAll(async () => {
  sigstore = await openSigstore();
  bundle = await signStatement(sigstore, statementOf(digest));
  published = updateRepository(sigstore.trustedRoot);
});

const publishing =
  (files: ReadonlyMap<string, string>): RequestListener =>
  (request, response) => {
    const found = files.get(request.url?.slice(1) ?? '');
    if (found === undefined) response.writeHead(404).end();
    else response.end(found);
  };

interface Site {
  readonly registry: StandIn;
  readonly options: Pick<PullOptions, 'publicSigstore'> & { readonly directory: string };
}

async function site(repository: StandIn, root = published.root): Promise<Site> {
  const directory = await temporaryFolder();
  const file = join(await temporaryFolder(), 'root.json');
  await writeFile(file, root);
  const publicSigstore = { address: `http://${repository.host}`, root: file };
  return { registry: await registryWith({ bundles: [bundle] }), options: { directory, publicSigstore } };
}

const chart = ({ registry }: Site) =>
  signedChart(registry.host, { ...byIdentity(sigstore), trustedRoot: null });

describe('the trusted root of the public Sigstore', () => {
  it('is fetched once for all charts of a run, and not again while it holds', async () => {
    const repository = await serve(publishing(published.files));
    const at = await site(repository);
    const releases = ['a', 'b', 'c'].map((key) => ({
      key,
      chart: { ...chart(at), path: ['releases', key, 'chart'], ca: key === 'a' ? null : '' },
    }));
    const options = {
      ...at.options,
      mirrors: [],
      reveal: () => Promise.resolve(''),
      cacheDirectory: join(at.options.directory, 'cache'),
    };
    const charts = await pullCharts(releases, options);
    expect([...charts.values()].map(({ signedBy }) => signedBy)).toEqual(Array(3).fill(acme.identity));
    expect(repository.asked.filter((line) => line.includes('trusted_root.json'))).toHaveLength(1);
    const before = repository.asked.length;
    await expect(pull(chart(at), at.options)).resolves.toMatchObject({ signedBy: acme.identity });
    expect(repository.asked).toHaveLength(before);
  });

  it('is asked for again after a server error', async () => {
    const answers = publishing(published.files);
    let bad = 2;
    const repository = await serve((request, response) => {
      if (request.url === '/timestamp.json' && bad-- > 0) response.writeHead(503).end();
      else answers(request, response);
    });
    const at = await site(repository);
    await expect(pull(chart(at), at.options)).resolves.toMatchObject({ signedBy: acme.identity });
  });

  it('that cannot be had lets no chart through, after a few tries', async () => {
    const repository = await serve((_, response) => response.writeHead(503).end());
    const at = await site(repository);
    const failure = await failureOf(pull(chart(at), at.options));
    expect(failure.code).toBe('unreachable');
    expect(failure.message).toContain(
      `the trusted root of Sigstore cannot be had from ${repository.host} (503), and without it no signature can be verified. Check the network, or keep a trusted_root.json beside the stack file and name it with \`verify.trustedRoot\`.`,
    );
    // Three times each of the two files that it may begin with.
    expect(repository.asked).toHaveLength(6);
  });

  it('that nobody publishes any more lets no chart through', async () => {
    const at = await site({ host: '127.0.0.1:9', asked: [], shown: [] });
    expect(await failureOf(pull(chart(at), at.options))).toMatchObject({ code: 'unreachable' });
  });

  it('is not waited for longer than for charts', async () => {
    const at = await site(await serve(() => undefined));
    const failure = await failureOf(pull(chart(at), { ...at.options, timeoutSeconds: 2 }));
    expect(failure.code).toBe('unreachable');
    expect(failure.message).toContain('pulling the charts took longer than 2 s');
  });

  it('ends with the run', async () => {
    const wish = new AbortController();
    const at = await site(await serve(() => wish.abort()));
    const failure = await failureOf(pull(chart(at), { ...at.options, signal: wish.signal }));
    expect(failure.code).toBe('cancelled');
  });

  const outOfDate = (): UpdateRepository => updateRepository(sigstore.trustedRoot, { expires: new Date(0) });
  const changed = (): UpdateRepository => ({
    ...published,
    files: new Map([...published.files].map(([path, text]) => [path, text.replace('.mock', '.fake')])),
  });
  it.each([
    [
      'that descends from another root',
      () => ({ ...updateRepository(sigstore.trustedRoot), root: published.root }),
    ],
    ['that is out of date', outOfDate],
    ['that was changed', changed],
  ])('%s is not believed', async (_, make) => {
    const { files, root } = make();
    const at = await site(await serve(publishing(files)), root);
    const failure = await failureOf(pull(chart(at), at.options));
    expect(failure.code).toBe('failed');
    expect(failure.message).toContain('is not signed as it must be, or out of date');
  });

  it('is fetched through the proxy of the environment', async () => {
    const repository = await serve(publishing(published.files));
    const tunnels: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      tunnels.push(String(request.url));
      const { hostname, port } = new URL(`http://${repository.host}`);
      const target = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
      for (const end of [socket, target]) end.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      vi.unstubAllEnvs();
      proxy.close();
      proxy.closeAllConnections();
    });
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    const at = await site({ host: 'tuf.invalid', asked: [], shown: [] });
    await expect(pull(chart(at), at.options)).resolves.toMatchObject({ signedBy: acme.identity });
    expect(new Set(tunnels)).toEqual(new Set(['tuf.invalid:80']));
  });
});
