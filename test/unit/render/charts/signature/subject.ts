/** One chart that must be signed, and the registry that has it with whatever signatures a test gives it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PulledChart } from '../../../../../src/render/charts.ts';
import { digestOf } from '../../../../../src/render/charts/cache.ts';
import type { ChartVerification } from '../../../../../src/stack/desired.ts';
import type { Failure } from '../../../../../src/stack/failure.ts';
import { chartArchive, failureOf, pull, reference, serve, temporaryFolder, type StandIn } from '../stage.ts';
import type { Bundle, SimpleSignature } from './forms.ts';
import { bundleUploads, chartUploads, holding, manifestBytes, simpleUploads, type Upload } from './shelf.ts';
import { acme, pemOf, type KeyPair, type Sigstore } from './sigstore.ts';

export const archive = chartArchive('web', '1.0.0');
export const manifest = manifestBytes(archive);
export const digest = digestOf(manifest);
/** Of a chart that is another one. */
export const foreignDigest = digestOf(Buffer.from('another chart'));

export interface Signatures {
  readonly simple?: readonly SimpleSignature[];
  readonly bundles?: readonly Bundle[];
}

/** All that the registry has; with `referrers` it answers what refers to the chart by itself. */
export async function registryWith(
  { simple = [], bundles = [] }: Signatures,
  referrers = false,
): Promise<StandIn> {
  const referring = bundleUploads({ digest, size: manifest.length }, bundles);
  const uploads: Upload[] = [
    ...chartUploads(archive, '1.0.0'),
    ...(simple.length === 0 ? [] : simpleUploads(digest, simple)),
    ...(bundles.length === 0 ? [] : referring.uploads),
    ...(bundles.length === 0 || referrers ? [] : [referring.index]),
  ];
  return await serve(holding(() => uploads, referrers ? referring.index : null));
}

export const byIdentity = (sigstore: Sigstore, signer: Partial<typeof acme> = {}): ChartVerification => ({
  signer: { kind: 'identity', ...acme, ...signer },
  transparencyLog: true,
  trustedRoot: sigstore.trustedRoot,
});

export const byPattern = (sigstore: Sigstore, pattern: string): ChartVerification => ({
  signer: { kind: 'identity-pattern', issuer: acme.issuer, pattern },
  transparencyLog: true,
  trustedRoot: sigstore.trustedRoot,
});

/** Without `sigstore` the key alone counts. */
export const byKey = (key: KeyPair, sigstore?: Sigstore): ChartVerification => ({
  signer: { kind: 'key', pem: pemOf(key) },
  transparencyLog: sigstore !== undefined,
  trustedRoot: sigstore?.trustedRoot ?? null,
});

export const signedChart = (host: string, verify: ChartVerification) =>
  reference(`oci+http://${host}/team/web`, { version: '1.0.0', verify });

export async function pulled(signatures: Signatures, verify: ChartVerification): Promise<PulledChart> {
  const { host } = await registryWith(signatures);
  return await pull(signedChart(host, verify), { directory: await temporaryFolder() });
}

/** The failure; that nothing was handed over, and nothing kept, is made sure of. */
export async function refusal(signatures: Signatures, verify: ChartVerification): Promise<Failure> {
  const { host } = await registryWith(signatures);
  const directory = await temporaryFolder();
  const failure = await failureOf(pull(signedChart(host, verify), { directory }));
  const left = await readdir(directory, { recursive: true });
  if (left.some((file) => file.endsWith('.tgz'))) throw new Error(`it was kept: ${left.join(', ')}`);
  return failure;
}

export const handedOver = (directory: string, chart: PulledChart): string => join(directory, chart.path);
