/** What the search for signatures asks a registry: the same host, credentials, authorities and retries as for the chart itself. */
import { refusal } from '../answer.ts';
import type { AuthorizedHost } from '../authorization.ts';
import { digestOf } from '../cache.ts';
import type { HttpResponse } from '../exchange.ts';
import { endpoint, nextPage } from '../oci.ts';
import { ChartProblem } from '../problem.ts';
import type { OciLocation } from '../reference.ts';

/** A signature is some kilobytes; a bundle with a long chain and several log entries some more. */
const limits = { manifestBytes: 4 * 1024 * 1024, blobBytes: 1024 * 1024, referrerPages: 5 } as const;

const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.index.v1+json',
].join(', ');

/** What registries from before OCI 1.1 answer to an address that they don't know. */
const unknownQuestion: readonly number[] = [400, 404, 405, 406, 501];

interface Asking {
  readonly limit?: number;
  readonly mayBeNew?: boolean;
  /** Statuses that mean that it is not there; 404 by default. */
  readonly absent?: readonly number[];
}

export interface SignatureRegistry {
  /** By tag or digest; null if it is not there. */
  manifest(reference: string, mayBeNew: boolean): Promise<Buffer | null>;
  blob(digest: string): Promise<Buffer>;
  /** Every page of what refers to a manifest; null if the registry does not know the question. */
  referrers(digest: string): Promise<readonly Buffer[] | null>;
}

export function signatureRegistry(location: OciLocation, host: AuthorizedHost): SignatureRegistry {
  const ask = async (
    path: string | URL,
    { limit = limits.manifestBytes, mayBeNew = false, absent = [404] }: Asking = {},
  ): Promise<HttpResponse | null> => {
    const url = typeof path === 'string' ? endpoint(location, path) : path;
    const request = { url, accept: manifestTypes, limit, mayBeNew };
    const response = await host.request(request);
    if (absent.includes(response.status)) return null;
    if (response.status !== 200) throw refusal(host, request, response);
    return response;
  };
  return {
    async manifest(reference, mayBeNew) {
      const response = await ask(`manifests/${reference}`, { mayBeNew });
      if (response !== null && reference.startsWith('sha256:')) requireDigest(response, reference);
      return response?.body ?? null;
    },
    async blob(digest) {
      const response = await ask(`blobs/${digest}`, { limit: limits.blobBytes, mayBeNew: true });
      if (response === null) {
        throw new ChartProblem(
          'failed',
          `the registry lists a signature and does not have it (${digest})`,
          'Sign the chart again',
        );
      }
      requireDigest(response, digest);
      return response.body;
    },
    async referrers(digest) {
      const pages: Buffer[] = [];
      for (let url: URL | null = endpoint(location, `referrers/${digest}`); url !== null;) {
        if (pages.length === limits.referrerPages) {
          throw new ChartProblem(
            'failed',
            `more than ${limits.referrerPages} pages of the registry refer to it`,
            'They were not read further; remove from the registry what is not needed',
          );
        }
        const response: HttpResponse | null = await ask(url, { absent: unknownQuestion });
        if (response === null) return null;
        pages.push(response.body);
        url = nextPage(response, url);
      }
      return pages;
    },
  };
}

function requireDigest(response: HttpResponse, digest: string): void {
  if (digestOf(response.body) === digest) return;
  throw new ChartProblem(
    'failed',
    `${response.url.host} sent bytes that are not those of ${digest}`,
    'They were thrown away; try again, and ask who runs the registry if it stays so',
  );
}
