/** Brings one chart from where it is: into the cache, checked, and beside the stack file. */
import type { ChartReference, RegistryAccess } from '../../stack/desired.ts';
import type { PulledChart } from '../charts.ts';
import type { Mirror } from '../mirrors.ts';
import { inspectArchive } from './archive.ts';
import { authorize, type AuthorizedHost } from './authorization.ts';
import { digestOf, type ChartCache } from './cache.ts';
import { findCredential, namedCredential } from './credentials.ts';
import { handOver } from './handover.ts';
import { readLocalChart } from './local.ts';
import { describe, locate, type Source } from './locate.ts';
import { pullFromRegistry } from './oci.ts';
import { ChartProblem } from './problem.ts';
import type { OciLocation, RepositoryLocation } from './reference.ts';
import { download, findInRepository } from './repository.ts';
import type { ChartVerifier } from './signature/verifier.ts';
import type { Transport } from './transport.ts';
import { fromTag, sameVersion } from './versions.ts';
import type { DroppedValues } from '../../stack/removed-defaults.ts';
import { withDefaultsFor } from './without-defaults.ts';

/** What all charts of one run share. */
export interface Workshop {
  readonly directory: string;
  readonly cache: ChartCache;
  readonly mirrors: readonly Mirror[];
  readonly registries: readonly RegistryAccess[];
  readonly reveal: Parameters<typeof findCredential>[1]['reveal'];
  readonly signal: AbortSignal;
  /** The transport that trusts `ca` besides the usual authorities. */
  transport(ca: string | null): Transport;
  /** Loaded with the first chart that must be signed: most stacks have none. */
  verifier(): Promise<ChartVerifier>;
  readonly onProgress: (line: string) => void;
}

/** `dropped`: what does not reach Helm, so that the chart is handed over with other defaults. */
export async function fetchChart(
  chart: ChartReference,
  dropped: DroppedValues,
  shop: Workshop,
): Promise<PulledChart> {
  const source = locate(chart, shop.mirrors, shop.registries);
  const { location } = source;
  // With a pin no one has to be asked about bytes that are here; a folder may have been edited, and a signature is of the manifest, which is not kept.
  const known =
    chart.digest === null || location.kind === 'local' || source.verify !== null
      ? null
      : await shop.cache.read(chart.digest);
  const { archive, signedBy } =
    known === null ? await obtain(source, chart.digest, shop) : { archive: known, signedBy: null };
  const digest = digestOf(archive);
  if (chart.digest !== null && digest !== chart.digest) {
    throw new ChartProblem(
      'configuration',
      `its archive is ${digest}, but the pinned digest is ${chart.digest}`,
      'Look at what changed; if that is wanted, correct `digest`',
    );
  }
  const metadata = await inspectArchive(archive);
  requireVersion(metadata.version, location.kind === 'oci' ? (location.tag ?? chart.version) : chart.version);
  if (known === null && (await shop.cache.read(digest)) === null) await shop.cache.write(digest, archive);
  const { name, version, appVersion, kubeVersion } = metadata;
  const handed = await withDefaultsFor(archive, dropped);
  const path = await handOver(shop.directory, { name, version, digest: digestOf(handed) }, handed);
  const origin = describe(location);
  const signed = signedBy === null ? '' : `, signed by ${signedBy}`;
  shop.onProgress(`chart ${name} ${version} from ${origin} (${digest.slice(0, 19)})${signed}`);
  return {
    name,
    version,
    appVersion,
    kubeVersion,
    digest,
    archive: shop.cache.path(digest),
    path,
    origin,
    signedBy,
  };
}

interface Obtained {
  readonly archive: Buffer;
  readonly signedBy: string | null;
}

async function obtain(source: Source, pinned: string | null, shop: Workshop): Promise<Obtained> {
  const { location } = source;
  if (location.kind === 'oci') return await obtainSigned(source, location, pinned, shop);
  if (location.kind === 'repository') return await obtainListed(source, location, pinned, shop);
  if (source.verify !== null) throw neverSigned();
  const archive =
    location.kind === 'local'
      ? await readLocalChart(shop.directory, location.path)
      : await download(location.url, null, await repositoryHost(source, shop), shop.cache);
  return { archive, signedBy: null };
}

/** The tag is asked for once. What is verified and what is taken are what that one manifest names. */
async function obtainSigned(
  source: Source,
  location: OciLocation,
  pinned: string | null,
  shop: Workshop,
): Promise<Obtained> {
  const host = registryHost(source, location.repository, shop);
  const { verify } = source;
  if (verify === null) {
    return { archive: await pullFromRegistry(location, pinned, host, shop.cache), signedBy: null };
  }
  if ((location.manifestDigest ?? location.tag) === null) {
    throw new ChartProblem(
      'configuration',
      'a signature is of a version, and none is named',
      'Give `version`; `digest` is of the archive inside',
    );
  }
  let signedBy: string | null = null;
  const archive = await pullFromRegistry(location, pinned, host, shop.cache, async (manifest) => {
    const verifier = await shop.verifier();
    signedBy = await verifier.verify(manifest, { location, host }, verify);
  });
  return { archive, signedBy };
}

const neverSigned = (): ChartProblem =>
  new ChartProblem(
    'findings',
    'it must be signed, and where it is taken from there are no signatures',
    'Take it from an OCI registry: only there can cosign’s signatures lie with a chart',
  );

/** The repository's index may list an archive on another host, or in an OCI registry. */
async function obtainListed(
  source: Source,
  location: RepositoryLocation,
  pinned: string | null,
  shop: Workshop,
): Promise<Obtained> {
  const host = await repositoryHost(source, shop);
  const { url, digest } = await findInRepository(location, host);
  if (source.verify !== null && url.protocol !== 'oci:') throw neverSigned();
  if (url.origin === location.index.origin) {
    return { archive: await download(url, digest, host, shop.cache), signedBy: null };
  }
  if (url.protocol === 'oci:') {
    const nothingOfItsOwn = {
      username: null,
      password: null,
      plainHttp: false,
      ca: null,
      digest: null,
      verify: source.verify,
      path: [],
    };
    const chart = { ...nothingOfItsOwn, ref: url.href, version: location.version };
    return await obtain(locate(chart, shop.mirrors, shop.registries), pinned ?? digest, shop);
  }
  const elsewhere = { ...source, address: url.host + url.pathname };
  return {
    archive: await download(url, digest, await repositoryHost(elsewhere, shop), shop.cache),
    signedBy: null,
  };
}

/** A registry waits for its challenge: a credential helper is a program that takes its time. */
function registryHost(source: Source, repository: string, shop: Workshop): AuthorizedHost {
  return authorize({
    transport: shop.transport(source.ca),
    lookUp: () => findCredential(source.address, { ...shop, own: source.own }),
    eager: null,
    scope: `repository:${repository}:pull`,
  });
}

async function repositoryHost(source: Source, shop: Workshop): Promise<AuthorizedHost> {
  const sources = { ...shop, own: source.own };
  return authorize({
    transport: shop.transport(source.ca),
    lookUp: () => findCredential(source.address, sources),
    eager: await namedCredential(source.address, sources),
    scope: null,
  });
}

function requireVersion(found: string, asked: string | null): void {
  if (asked === null || sameVersion(found, asked)) return;
  throw new ChartProblem(
    'configuration',
    `its Chart.yaml says version ${found}, not ${fromTag(asked)}`,
    'Correct `version`, or publish the chart under the version that it has',
  );
}
