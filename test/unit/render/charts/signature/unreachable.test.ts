/** Row 16: what is not there yet is asked for again, within bounds; what cannot be had is never done without. */
import type { RequestListener } from 'node:http';
import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { failureOf, pull, serve, temporaryFolder } from '../stage.ts';
import { payloadOf, signSimply, signStatement, statementOf } from './forms.ts';
import { bundleUploads, chartUploads, holding, simpleUploads, type Upload } from './shelf.ts';
import { acme, openSigstore, type Sigstore } from './sigstore.ts';
import { archive, byIdentity, digest, manifest, signedChart } from './subject.ts';

let sigstore: Sigstore;
let simple: Upload[];
let bundled: Upload[];
beforeAll(async () => {
  sigstore = await openSigstore();
  simple = simpleUploads(digest, [await signSimply(sigstore, payloadOf(digest))]);
  const referring = bundleUploads({ digest, size: manifest.length }, [
    await signStatement(sigstore, statementOf(digest)),
  ]);
  bundled = [...referring.uploads, referring.index];
});

/** The first `times` requests that fit get `status`. */
function ailing(pattern: RegExp, status: number, times: number, handler: RequestListener): RequestListener {
  let left = times;
  return (request, response) => {
    if (pattern.test(request.url ?? '') && left-- > 0) response.writeHead(status).end();
    else handler(request, response);
  };
}

const chart = (host: string) => signedChart(host, byIdentity(sigstore));
const held = (signatures: readonly Upload[]) =>
  holding(() => [...chartUploads(archive, '1.0.0'), ...signatures]);

describe('a signature that a registry does not have yet, or cannot give now,', () => {
  const forms = [
    ['simple', /\.sig$/, () => simple],
    ['bundled', /manifests\/sha256-[0-9a-f]{64}$/, () => bundled],
  ] as const;
  for (const status of [404, 500, 503, 429]) {
    it.each(forms)(`is asked for again after ${status}, in the form %s`, async (_, place, signatures) => {
      const registry = await serve(ailing(place, status, 2, held(signatures())));
      await expect(pull(chart(registry.host), { directory: await temporaryFolder() })).resolves.toMatchObject(
        { signedBy: acme.identity },
      );
      expect(registry.asked.filter((line) => place.test(line)).length).toBe(3);
    });
  }

  it('is not waited for without end: then there is none', async () => {
    const registry = await serve(held([]));
    const failure = await failureOf(pull(chart(registry.host), { directory: await temporaryFolder() }));
    expect(failure.code).toBe('findings');
    // Once at once, three times with patience, for each of the two places.
    expect(
      registry.asked.filter((line) => line.includes(`manifests/${digest.replace(':', '-')}`)),
    ).toHaveLength(8);
  });
});

describe('nothing is used, and the failure is one that passes by itself, where', () => {
  const places = [
    ['the tag of signatures', /\.sig$/, 503],
    ['what refers to the chart', /referrers/, 503],
    ['the list of what refers to it', /manifests\/sha256-[0-9a-f]{64}$/, 502],
    ['the signature itself', /blobs/, 500],
  ] as const;
  it.each(places)('the registry does not give %s', async (_, place, status) => {
    const registry = await serve(ailing(place, status, Infinity, held([...simple, ...bundled])));
    const directory = await temporaryFolder();
    const failure = await failureOf(pull(chart(registry.host), { directory }));
    expect(failure.code).toBe('unreachable');
    expect(failure.message).toContain(`is out of order (${status})`);
    expect(await readdir(directory)).toEqual([]);
  });

  it('the registry wants credentials for signatures only', async () => {
    const registry = await serve(ailing(/\.sig$/, 403, Infinity, held([...simple, ...bundled])));
    const failure = await failureOf(pull(chart(registry.host), { directory: await temporaryFolder() }));
    expect(failure.code).toBe('authentication');
  });
});

it('a registry that knows nothing of referrers and says so in its own way is asked by tag', async () => {
  for (const status of [400, 405, 501]) {
    const registry = await serve(ailing(/referrers/, status, Infinity, held(bundled)));
    await expect(pull(chart(registry.host), { directory: await temporaryFolder() })).resolves.toMatchObject({
      signedBy: acme.identity,
    });
  }
});

it('more signatures than are looked through are a failure: the right one could be hidden among them', async () => {
  const many = Array.from({ length: 65 }, (_, index) => ({
    payload: Buffer.from(String(index)),
    annotations: {},
  }));
  const { host } = await serve(held(simpleUploads(digest, many)));
  const failure = await failureOf(pull(chart(host), { directory: await temporaryFolder() }));
  expect(failure.code).toBe('failed');
  expect(failure.message).toContain(
    'it has 65 signatures and attestations, of which at most 64 are looked through',
  );
});
