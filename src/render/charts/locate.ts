/** From a reference in the stack file to the place that it is taken from: mirrors, plain HTTP and authorities applied. Pure. */
import type { ChartReference, ChartVerification, RegistryAccess } from '../../stack/desired.ts';
import { applyMirrors, withoutCredentials, type Mirror } from '../mirrors.ts';
import { registriesFor, registryFor, type OwnCredential } from './credentials.ts';
import { parseReference, type ChartLocation } from './reference.ts';

export interface Source {
  readonly location: ChartLocation;
  /** `HOST/PATH`, by which credentials are found; empty for local charts. */
  readonly address: string;
  /** PEM of the authorities to trust besides the usual ones. */
  readonly ca: string | null;
  /** What the stack file gives for a chart is meant for the host that it names: never for a mirror. */
  readonly own: OwnCredential | null;
  /** Who must have signed it; null if nobody must. */
  readonly verify: ChartVerification | null;
}

/** Throws a `ChartProblem` for a reference that leads nowhere. */
export function locate(
  chart: ChartReference,
  mirrors: readonly Mirror[],
  registries: readonly RegistryAccess[],
): Source {
  const { ref, mirrored } = applyMirrors(chart.ref, mirrors);
  const [host, path] = hostAndPath(ref);
  const address = host + path;
  const registry = registryFor(address, registries);
  const plainHttp = (mirrored ? ref.startsWith('http://') : chart.plainHttp) || registry?.plainHttp === true;
  const authorities = [mirrored ? null : chart.ca, registry?.ca ?? null].filter((pem) => pem !== null);
  return {
    location: parseReference(ref, { version: chart.version, plainHttp }),
    address,
    ca: authorities.length === 0 ? null : authorities.join('\n'),
    own: mirrored || host === '' ? null : { host, username: chart.username, password: chart.password },
    verify: chart.verify ?? inheritedVerification([hostAndPath(chart.ref).join(''), address], registries),
  };
}

function hostAndPath(ref: string): readonly [host: string, path: string] {
  const [, host = '', path = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(\/[^:@?#]*)?/i.exec(ref) ?? [];
  return [host, path];
}

/**
 * Of the entry that is nearest to the chart, and asks for a signature: one that only gives credentials takes nothing back. What is published under a name must be
 * signed wherever it is taken from; after that, what the place asks for.
 */
const inheritedVerification = (
  addresses: readonly string[],
  registries: readonly RegistryAccess[],
): ChartVerification | null =>
  addresses
    .flatMap((address) => (address === '' ? [] : registriesFor(address, registries)))
    .find(({ verify }) => verify !== null)?.verify ?? null;

/** The place for people: never with credentials or a query. */
export function describe(location: ChartLocation): string {
  switch (location.kind) {
    case 'oci': {
      const { plainHttp, host, repository, tag, manifestDigest } = location;
      const suffix = `${tag === null ? '' : `:${tag}`}${manifestDigest === null ? '' : `@${manifestDigest}`}`;
      return `${plainHttp ? 'oci+http' : 'oci'}://${host}/${repository}${suffix}`;
    }
    case 'repository':
      return new URL(location.chart, location.index).href;
    case 'archive-url':
      return withoutCredentials(location.url.href);
    case 'local':
      return location.path;
  }
}
