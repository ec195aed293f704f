/** Every signature of a manifest that a registry has, wherever cosign puts them: the tag `sha256-HEX.sig`, and what refers to the manifest. */
import { isRecord } from '../record.ts';
import { ChartProblem } from '../problem.ts';
import { bundledSignature, isBundleType } from './bundled.ts';
import type { Evidence } from './candidate.ts';
import { parseJson } from './json.ts';
import type { SignatureRegistry } from './signature-registry.ts';
import { simpleSignature, simpleSigningType } from './simple-signing.ts';

/** More are not looked through: among that many the right one could be hidden. */
const limits = { signatures: 64 } as const;

export interface SignedManifest {
  readonly bytes: Buffer;
  readonly digest: string;
}

/**
 * Asked once; and where there is nothing at all, once more with patience: signatures are pushed after the chart, and a registry of several machines may not
 * know them everywhere yet.
 */
export async function findSignatures(
  manifest: SignedManifest,
  registry: SignatureRegistry,
): Promise<Evidence> {
  for (const mayBeNew of [false, true]) {
    const found = await Promise.all([
      bySignatureTag(manifest, registry, mayBeNew),
      byReference(manifest, registry, mayBeNew),
    ]);
    const evidence = {
      candidates: found.flatMap(({ candidates }) => candidates),
      attestations: found.flatMap(({ attestations }) => attestations),
    };
    if (evidence.candidates.length > 0 || mayBeNew) return evidence;
  }
  throw new Error('unreachable');
}

const tagOf = (digest: string): string => digest.replace(':', '-');

async function bySignatureTag(
  manifest: SignedManifest,
  registry: SignatureRegistry,
  mayBeNew: boolean,
): Promise<Evidence> {
  const found = await registry.manifest(`${tagOf(manifest.digest)}.sig`, mayBeNew);
  return found === null ? nothing : await inLayers(found, manifest, registry);
}

/** By the question that OCI 1.1 gave registries; where one does not know it, by the tag that clients keep the answer under. */
async function byReference(
  manifest: SignedManifest,
  registry: SignatureRegistry,
  mayBeNew: boolean,
): Promise<Evidence> {
  let pages = await registry.referrers(manifest.digest);
  if (pages === null) {
    const listed = await registry.manifest(tagOf(manifest.digest), mayBeNew);
    pages = listed === null ? [] : [listed];
  }
  const digests = [...new Set(pages.flatMap(referringDigests))];
  requireFew(digests.length);
  const found = await Promise.all(
    digests.map(async (digest) => {
      const referring = await registry.manifest(digest, true);
      return referring === null ? nothing : await inLayers(referring, manifest, registry);
    }),
  );
  return {
    candidates: found.flatMap(({ candidates }) => candidates),
    attestations: found.flatMap(({ attestations }) => attestations),
  };
}

/** Artifact types are of no help: registries without OCI 1.1 list what clients made of them. */
function referringDigests(index: Buffer): string[] {
  return listIn(parseJson(index), 'manifests').flatMap(({ digest }) =>
    typeof digest === 'string' && sha256.test(digest) ? [digest] : [],
  );
}

async function inLayers(
  image: Buffer,
  { bytes, digest }: SignedManifest,
  registry: SignatureRegistry,
): Promise<Evidence> {
  const layers = listIn(parseJson(image), 'layers').filter(
    (layer) =>
      (layer['mediaType'] === simpleSigningType || isBundleType(layer['mediaType'])) &&
      typeof layer['digest'] === 'string' &&
      sha256.test(layer['digest']),
  );
  requireFew(layers.length);
  const found = await Promise.all(
    layers.map(async (layer): Promise<Evidence> => {
      const content = await registry.blob(String(layer['digest']));
      return layer['mediaType'] === simpleSigningType
        ? { candidates: [simpleSignature(layer, content, digest)], attestations: [] }
        : bundledSignature(content, bytes, digest);
    }),
  );
  return {
    candidates: found.flatMap(({ candidates }) => candidates),
    attestations: found.flatMap(({ attestations }) => attestations),
  };
}

const nothing: Evidence = { candidates: [], attestations: [] };
const sha256 = /^sha256:[0-9a-f]{64}$/;

const listIn = (parsed: unknown, key: string): Record<string, unknown>[] => {
  const list = isRecord(parsed) ? parsed[key] : null;
  return Array.isArray(list) ? (list as unknown[]).filter(isRecord) : [];
};

function requireFew(count: number): void {
  if (count <= limits.signatures) return;
  throw new ChartProblem(
    'failed',
    `it has ${count} signatures and attestations, of which at most ${limits.signatures} are looked through`,
    'Remove from the registry those that are not needed',
  );
}
