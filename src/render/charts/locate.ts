/** From a reference in the stack file to the place that it is taken from: mirrors, plain HTTP and authorities applied. Pure. */
import type { ChartReference, RegistryAccess } from '../../stack/desired.ts';
import { applyMirrors, withoutCredentials, type Mirror } from '../mirrors.ts';
import { registryFor, type OwnCredential } from './credentials.ts';
import { parseReference, type ChartLocation } from './reference.ts';

export interface Source {
  readonly location: ChartLocation;
  /** `HOST/PATH`, by which credentials are found; empty for local charts. */
  readonly address: string;
  /** PEM of the authorities to trust besides the usual ones. */
  readonly ca: string | null;
  /** What the stack file gives for a chart is meant for the host that it names: never for a mirror. */
  readonly own: OwnCredential | null;
}

/** Throws a `ChartProblem` for a reference that leads nowhere. */
export function locate(
  chart: ChartReference,
  mirrors: readonly Mirror[],
  registries: readonly RegistryAccess[],
): Source {
  const { ref, mirrored } = applyMirrors(chart.ref, mirrors);
  const [, host = '', path = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(\/[^:@?#]*)?/i.exec(ref) ?? [];
  const address = host + path;
  const registry = registryFor(address, registries);
  const plainHttp = (mirrored ? ref.startsWith('http://') : chart.plainHttp) || registry?.plainHttp === true;
  const authorities = [mirrored ? null : chart.ca, registry?.ca ?? null].filter((pem) => pem !== null);
  return {
    location: parseReference(ref, { version: chart.version, plainHttp }),
    address,
    ca: authorities.length === 0 ? null : authorities.join('\n'),
    own: mirrored || host === '' ? null : { host, username: chart.username, password: chart.password },
  };
}

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
