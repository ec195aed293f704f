/** Row 15: what is verified is what is used, wherever a tag is moved to meanwhile. */
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../../../../src/render/charts/cache.ts';
import { chartArchive, failureOf, pull, serve, temporaryFolder } from '../stage.ts';
import { payloadOf, signSimply } from './forms.ts';
import { chartUploads, holding, manifestBytes, simpleUploads, type Upload } from './shelf.ts';
import { openSigstore, type Sigstore } from './sigstore.ts';
import { archive, byIdentity, digest, handedOver, signedChart } from './subject.ts';

let sigstore: Sigstore;
let signed: Upload[];
beforeAll(async () => {
  sigstore = await openSigstore();
  signed = simpleUploads(digest, [await signSimply(sigstore, payloadOf(digest))]);
});

const other = chartArchive('web', '1.0.0').fill(0x20, 4, 8); // another time in the header: the same files, other bytes
const otherManifest = manifestBytes(other);

/** Does something at the first request that fits. */
function when(pattern: RegExp, act: () => void, handler: RequestListener): RequestListener {
  let done = false;
  return (request, response) => {
    if (!done && pattern.test(request.url ?? '')) {
      done = true;
      act();
    }
    handler(request, response);
  };
}

describe('a tag that is moved', () => {
  it('while signatures are looked for changes nothing: the manifest is asked for once', async () => {
    const uploads = [...chartUploads(archive, '1.0.0'), ...signed];
    const move = (): void => void uploads.push(...chartUploads(other, '1.0.0'));
    const registry = await serve(
      when(
        /\.sig$/,
        move,
        holding(() => uploads),
      ),
    );
    const directory = await temporaryFolder();
    const chart = signedChart(registry.host, byIdentity(sigstore));
    const pulled = await pull(chart, { directory });
    expect(registry.asked.filter((line) => line.endsWith('/manifests/1.0.0'))).toHaveLength(1);
    expect(pulled.digest).toBe(digestOf(archive));
    // What the renderer reads and what Pulumi installs are the bytes that the signature is of.
    expect(await readFile(pulled.archive)).toEqual(archive);
    expect(await readFile(handedOver(directory, pulled))).toEqual(archive);
  });

  it('between a preview and an up, to a chart that nobody signed, is refused then', async () => {
    const uploads = [...chartUploads(archive, '1.0.0'), ...signed];
    const { host } = await serve(holding(() => uploads));
    const directory = await temporaryFolder();
    const chart = signedChart(host, byIdentity(sigstore));
    await pull(chart, { directory });
    uploads.push(...chartUploads(other, '1.0.0'));
    const failure = await failureOf(pull(chart, { directory }));
    expect(failure.code).toBe('findings');
    expect(failure.message).toContain('it has no signature');
  });

  it('between a preview and an up, to a chart that is signed too, is another digest, which no approval is for', async () => {
    const uploads = [...chartUploads(archive, '1.0.0'), ...signed];
    const { host } = await serve(holding(() => uploads));
    const directory = await temporaryFolder();
    const chart = signedChart(host, byIdentity(sigstore));
    const previewed = await pull(chart, { directory });
    const otherDigest = digestOf(otherManifest);
    const resigned = simpleUploads(otherDigest, [await signSimply(sigstore, payloadOf(otherDigest))]);
    uploads.push(...chartUploads(other, '1.0.0'), ...resigned);
    const applied = await pull(chart, { directory });
    expect(applied.digest).not.toBe(previewed.digest);
    expect(applied.path).not.toBe(previewed.path);
    const pinned = { ...chart, digest: previewed.digest };
    const failure = await failureOf(pull(pinned, { directory }));
    expect(failure.code).toBe('configuration');
    expect(failure.message).toContain(
      `the registry has ${digestOf(other)}, but the pinned digest is ${previewed.digest}`,
    );
  });
});

describe('bytes that are not those of the signed manifest', () => {
  it('are thrown away', async () => {
    const uploads = [...chartUploads(archive, '1.0.0'), ...signed].map((upload) =>
      upload.reference === digestOf(archive) ? { ...upload, content: other } : upload,
    );
    const { host } = await serve(holding(() => uploads));
    const directory = await temporaryFolder();
    const failure = await failureOf(pull(signedChart(host, byIdentity(sigstore)), { directory }));
    expect(failure.code).toBe('failed');
    expect(failure.message).toContain(`sent bytes that are not those of ${digestOf(archive)}`);
  });

  it('are not taken for a signature either', async () => {
    const spoilt = signed.map((upload) =>
      upload.kind === 'blob' ? { ...upload, content: Buffer.from('other') } : upload,
    );
    const { host } = await serve(holding(() => [...chartUploads(archive, '1.0.0'), ...spoilt]));
    const failure = await failureOf(
      pull(signedChart(host, byIdentity(sigstore)), { directory: await temporaryFolder() }),
    );
    expect(failure.code).toBe('failed');
    expect(failure.message).toContain('sent bytes that are not those of sha256:');
  });

  it('are verified again where the cache has them and they are pinned', async () => {
    const uploads = [...chartUploads(archive, '1.0.0'), ...signed];
    const { host } = await serve(holding(() => uploads));
    const directory = await temporaryFolder();
    const chart = { ...signedChart(host, byIdentity(sigstore)), digest: digestOf(archive) };
    await pull({ ...chart, verify: null }, { directory });
    uploads.splice(chartUploads(archive, '1.0.0').length);
    expect((await failureOf(pull(chart, { directory }))).message).toContain('it has no signature');
  });
});
