/**
 * Signatures as cosign 3 writes them: a Sigstore bundle that refers to the signed manifest (OCI 1.1). It holds either a DSSE envelope around an in-toto
 * statement, or a message signature of the manifest itself.
 * https://github.com/sigstore/cosign/blob/main/specs/BUNDLE_SPEC.md, https://docs.sigstore.dev/about/bundle. Pure.
 */
import { isRecord } from '../record.ts';
import type { Candidate, Evidence } from './candidate.ts';
import { parseJson } from './json.ts';

/** `application/vnd.dev.sigstore.bundle.v0.3+json`, `application/vnd.dev.sigstore.bundle+json;version=0.2` */
export const isBundleType = (mediaType: unknown): boolean =>
  typeof mediaType === 'string' && /^application\/vnd\.dev\.sigstore\.bundle[.+]/.test(mediaType);

/** What `cosign sign` states. Other statements are about the chart: of what it was made, what was found in it. */
const signPredicate = 'https://sigstore.dev/cosign/sign/v1';
const statementTypes: ReadonlySet<unknown> = new Set([
  'https://in-toto.io/Statement/v1',
  'https://in-toto.io/Statement/v0.1',
]);

/** The one thing that a bundle is: a signature, or an attestation by its predicate type. */
export function bundledSignature(bytes: Buffer, manifest: Buffer, manifestDigest: string): Evidence {
  const one = (candidate: Candidate): Evidence => ({ candidates: [candidate], attestations: [] });
  const bundle = parseJson(bytes);
  if (!isRecord(bundle)) return one({ bundle: null, signed: null, fault: 'it is not a Sigstore bundle' });
  const { dsseEnvelope: envelope } = bundle;
  if (!isRecord(envelope)) return one({ bundle, signed: manifest, fault: null });
  const statement =
    envelope['payloadType'] === 'application/vnd.in-toto+json' && typeof envelope['payload'] === 'string'
      ? parseJson(Buffer.from(envelope['payload'], 'base64'))
      : undefined;
  if (!isRecord(statement) || !statementTypes.has(statement['_type'])) {
    return one({ bundle, signed: null, fault: 'what it signs is not an in-toto statement' });
  }
  const predicate = statement['predicateType'];
  if (predicate !== signPredicate) {
    return { candidates: [], attestations: typeof predicate === 'string' ? [predicate] : [] };
  }
  return one({ bundle, signed: null, fault: subjectFault(statement['subject'], manifestDigest) });
}

function subjectFault(subject: unknown, manifestDigest: string): string | null {
  const digests = (Array.isArray(subject) ? (subject as unknown[]) : []).flatMap((each) =>
    isRecord(each) && isRecord(each['digest']) && typeof each['digest']['sha256'] === 'string'
      ? [`sha256:${each['digest']['sha256']}`]
      : [],
  );
  if (digests.includes(manifestDigest)) return null;
  const [first] = digests;
  return first !== undefined && /^sha256:[0-9a-f]{64}$/.test(first)
    ? `it was made for something else, ${first}`
    : 'it does not say what it was made for';
}
