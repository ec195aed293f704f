/** Charts in an OCI registry, by the distribution specification and Helm's media types. */
import type { AuthorizedHost } from './authorization.ts';
import { refusal } from './answer.ts';
import { archiveLimits } from './archive.ts';
import { digestOf, type ChartCache } from './cache.ts';
import { parseManifest, type ArchiveLayer } from './manifest.ts';
import { ChartProblem } from './problem.ts';
import type { OciLocation } from './reference.ts';
import type { HttpRequest, HttpResponse } from './exchange.ts';
import { fromTag, nearestVersions } from './versions.ts';

const limits = {
  manifestBytes: 4 * 1024 * 1024, // what the specification asks registries to take
  tagPages: 10,
  tagPageSize: 1000,
} as const;

const manifestTypes =
  'application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json';

/**
 * The chart's archive. A tag is resolved by one request for its manifest, which names the archive by digest: what is in
 * the cache is not downloaded again. `pinned` is the digest that the archive must have. `inspect` is shown the manifest before anything that it names is
 * looked at, and may throw: from then on only these bytes count, wherever the tag may be moved to.
 */
export async function pullFromRegistry(
  location: OciLocation,
  pinned: string | null,
  host: AuthorizedHost,
  cache: ChartCache,
  inspect: (manifest: Buffer) => Promise<void> = () => Promise.resolve(),
): Promise<Buffer> {
  const reference = location.manifestDigest ?? location.tag;
  if (reference === null && pinned === null) throw await missingVersion(location, host);
  const layer =
    reference === null
      ? { digest: pinned ?? '', size: null }
      : await inspectedLayer(await fetchManifest(location, reference, host), inspect);
  if (pinned !== null && layer.digest !== pinned) {
    throw new ChartProblem(
      'configuration',
      `the registry has ${layer.digest}, but the pinned digest is ${pinned}`,
      'Either the tag was pushed again or the pin is wrong: look at what changed, then correct `digest`',
    );
  }
  const cached = await cache.read(layer.digest);
  if (cached !== null) return cached;

  const request = {
    url: endpoint(location, `blobs/${layer.digest}`),
    limit: archiveLimits.compressedBytes,
    mayBeNew: true,
  };
  const response = await host.request(request);
  if (response.status === 404) {
    throw new ChartProblem(
      'configuration',
      `the registry has no archive with the digest ${layer.digest}`,
      'Check the repository and `digest`, or push the chart again',
    );
  }
  if (response.status !== 200) throw refusal(host, request, response);
  if (
    digestOf(response.body) !== layer.digest ||
    (layer.size ?? response.body.length) !== response.body.length
  ) {
    throw new ChartProblem(
      'failed',
      `${response.url.host} sent bytes that are not those of ${layer.digest}`,
      'They were thrown away; try again, and ask who runs the registry if it stays so',
    );
  }
  return response.body;
}

async function inspectedLayer(
  manifest: Buffer,
  inspect: (manifest: Buffer) => Promise<void>,
): Promise<ArchiveLayer> {
  const layer = parseManifest(manifest);
  await inspect(manifest);
  return layer;
}

async function fetchManifest(
  location: OciLocation,
  reference: string,
  host: AuthorizedHost,
): Promise<Buffer> {
  const request: HttpRequest = {
    url: endpoint(location, `manifests/${reference}`),
    accept: manifestTypes,
    limit: limits.manifestBytes,
    mayBeNew: true,
  };
  const response = await host.request(request);
  if (response.status === 404) throw await notFound(location, host);
  if (response.status !== 200) throw refusal(host, request, response);
  const promised = location.manifestDigest ?? response.headers['docker-content-digest'];
  if (
    typeof promised === 'string' &&
    promised.startsWith('sha256:') &&
    digestOf(response.body) !== promised
  ) {
    throw new ChartProblem(
      'failed',
      `${location.host} sent a manifest that is not that of ${promised}`,
      'It was thrown away; try again, and ask who runs the registry if it stays so',
    );
  }
  return response.body;
}

async function notFound(location: OciLocation, host: AuthorizedHost): Promise<ChartProblem> {
  const tags = await listTags(location, host);
  if (tags === null || tags.length === 0) {
    return new ChartProblem(
      'configuration',
      `${location.host} has no chart ${location.repository}`,
      'Check the path after the host; some registries also answer so when credentials are missing',
    );
  }
  const asked = location.manifestDigest ?? `version ${fromTag(location.tag ?? '')}`;
  return new ChartProblem('configuration', `there is no ${asked}`, nearest(tags, location.tag));
}

async function missingVersion(location: OciLocation, host: AuthorizedHost): Promise<ChartProblem> {
  const tags = await listTags(location, host);
  if (tags === null || tags.length === 0) return await notFound(location, host);
  return new ChartProblem('configuration', '`version` is missing', nearest(tags, null));
}

const nearest = (tags: readonly string[], asked: string | null): string =>
  `Set \`version\` to one that is there, such as ${nearestVersions(tags.map(fromTag), asked).join(', ')}`;

/** Every tag of the repository, or `null` if the registry does not know the repository. */
async function listTags(location: OciLocation, host: AuthorizedHost): Promise<string[] | null> {
  const tags: string[] = [];
  let url: URL | null = endpoint(location, `tags/list?n=${limits.tagPageSize}`);
  for (let page = 0; url !== null && page < limits.tagPages; page++) {
    const request: HttpRequest = { url, limit: limits.manifestBytes };
    const response = await host.request(request);
    if (response.status === 404) return null;
    if (response.status !== 200) throw refusal(host, request, response);
    tags.push(...readTags(response.body));
    url = nextPage(response, url);
  }
  // Signatures and attestations lie beside charts under tags made of a digest.
  return tags.filter((tag) => !/^sha256-[0-9a-f]{64}/.test(tag));
}

function readTags(body: Buffer): string[] {
  try {
    const { tags } = JSON.parse(body.toString('utf8')) as { tags?: unknown };
    return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
  } catch {
    return [];
  }
}

/** The address of the next page, of the same origin. */
export function nextPage(response: HttpResponse, url: URL): URL | null {
  const link = response.headers['link'];
  const target = /^<([^>]+)>;\s*rel="?next"?/.exec(typeof link === 'string' ? link : '')?.[1];
  const next = target === undefined ? null : URL.parse(target, url.href);
  return next?.origin === url.origin ? next : null;
}

/** `docker.io` is a name; its registry is on another host. */
export function endpoint(location: OciLocation, path: string): URL {
  const host = location.host === 'docker.io' ? 'registry-1.docker.io' : location.host;
  return new URL(`${location.plainHttp ? 'http' : 'https'}://${host}/v2/${location.repository}/${path}`);
}
