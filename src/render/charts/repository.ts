/** Charts in a classic chart repository, or behind the URL of an archive. */
import { suggestion } from '../../stack/nearest.ts';
import { refusal } from './answer.ts';
import { archiveLimits } from './archive.ts';
import type { AuthorizedHost } from './authorization.ts';
import { digestOf, type ChartCache } from './cache.ts';
import { ChartProblem } from './problem.ts';
import type { RepositoryLocation } from './reference.ts';
import { lookUpChart, type IndexEntry } from './repository-index.ts';
import { nearestVersions, sameVersion } from './versions.ts';

const limits = { indexBytes: 64 * 1024 * 1024 } as const;

/** Where an archive is and, if the index says so, what it is: an `https:` URL, or an `oci:` reference. */
export interface ListedArchive {
  readonly url: URL;
  readonly digest: string | null;
}

/** Asks the repository's index where the chart's archive is. */
export async function findInRepository(
  location: RepositoryLocation,
  host: AuthorizedHost,
): Promise<ListedArchive> {
  const request = { url: location.index, limit: limits.indexBytes };
  const response = await host.request(request);
  if (response.status === 404) {
    throw new ChartProblem(
      'configuration',
      `${location.index.host} has no ${location.index.pathname}`,
      'Check the address: index.yaml has to lie beside the last step of the reference; charts in an OCI registry need oci://',
    );
  }
  if (response.status !== 200) throw refusal(host, request, response);
  const { versions, charts } = lookUpChart(response.body.toString('utf8'), location.chart);
  if (versions === null) {
    throw new ChartProblem(
      'configuration',
      `the repository has no chart ${location.chart}${suggestion(location.chart, charts)}`,
      'Check the last step of the reference',
    );
  }
  const entry = choose(versions, location.version);
  // Relative to the folder of the index, wherever a redirect found it.
  const url = URL.parse(entry.url, response.url.href);
  if (url === null || !['https:', 'oci:', location.index.protocol].includes(url.protocol)) {
    throw new ChartProblem(
      'configuration',
      'its index.yaml gives no https:// address for the archive',
      'Ask who runs the repository; plain HTTP needs `plainHttp: true` and an http:// reference',
    );
  }
  return { url, digest: entry.digest };
}

function choose(versions: readonly IndexEntry[], asked: string | null): IndexEntry {
  const known = nearestVersions(
    versions.map(({ version }) => version),
    asked,
  ).join(', ');
  const advice = `Set \`version\` to one that is there, such as ${known}`;
  if (asked === null) throw new ChartProblem('configuration', '`version` is missing', advice);
  const entry =
    versions.find(({ version }) => version === asked) ??
    versions.find(({ version }) => sameVersion(version, asked));
  if (entry === undefined) throw new ChartProblem('configuration', `there is no version ${asked}`, advice);
  return entry;
}

/** Downloads an archive, unless `expected` names one that is in the cache. */
export async function download(
  url: URL,
  expected: string | null,
  host: AuthorizedHost,
  cache: ChartCache,
): Promise<Buffer> {
  const cached = expected === null ? null : await cache.read(expected);
  if (cached !== null) return cached;
  const request = { url, limit: archiveLimits.compressedBytes };
  const response = await host.request(request);
  if (response.status === 404) {
    throw new ChartProblem(
      'configuration',
      `${url.host} has no ${url.pathname}`,
      'Check the reference and the version',
    );
  }
  if (response.status !== 200) throw refusal(host, request, response);
  if (expected !== null && digestOf(response.body) !== expected) {
    throw new ChartProblem(
      'failed',
      `${response.url.host} sent ${digestOf(response.body)}, but the index of the repository says ${expected}`,
      'It was thrown away; the archive was replaced after it was published, or changed on its way',
    );
  }
  return response.body;
}
