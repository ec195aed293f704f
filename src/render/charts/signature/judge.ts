/** One signature against what the stack file asks for. No network: everything that is needed lies in the signature and in the trusted root. */
import { createHash, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { bundleFromJSON, type Bundle } from '@sigstore/bundle';
import { toSignedEntity, VerificationError, Verifier, type TrustMaterial } from '@sigstore/verify';
import type { ChartSigner } from '../../../stack/desired.ts';
import { matchesWhole } from '../../../stack/identity-pattern.ts';
import type { Candidate } from './candidate.ts';
import { describeIdentity, shown } from './wording.ts';

/** `other`: the signature holds, or may, but is not by whom it must be. `by` and `why` are clauses for people. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly by: string }
  | { readonly kind: 'other'; readonly by: string }
  | { readonly kind: 'invalid'; readonly why: string };

/** RFC 5280: the certificate may be used for signing code, and artifacts. */
const codeSigning = '1.3.6.1.5.5.7.3.3';

const invalid = (why: string): Verdict => ({ kind: 'invalid', why });

export function judge(
  { bundle: json, signed, fault }: Candidate,
  wanted: { readonly signer: ChartSigner; readonly transparencyLog: boolean },
  trust: TrustMaterial,
): Verdict {
  if (fault !== null) return invalid(fault);
  let bundle: Bundle;
  try {
    bundle = bundleFromJSON(json);
  } catch {
    return invalid('it is incomplete, or no Sigstore bundle');
  }
  const { content } = bundle;
  if ((content.$case === 'dsseEnvelope') !== (signed === null)) return invalid('it is of two kinds at once');
  if (content.$case === 'messageSignature' && signed !== null) {
    const { digest } = content.messageSignature.messageDigest;
    if (!isDigestOf(digest, signed)) return invalid('it was made for something else');
  }
  return wanted.signer.kind === 'key'
    ? judgeByKey(bundle, signed, createPublicKey(wanted.signer.pem), wanted.transparencyLog, trust)
    : judgeByIdentity(bundle, signed, wanted.signer, trust);
}

function judgeByIdentity(
  bundle: Bundle,
  signed: Buffer | null,
  wanted: Exclude<ChartSigner, { kind: 'key' }>,
  trust: TrustMaterial,
): Verdict {
  const certificate = certificateOf(bundle);
  if (certificate === null) return { kind: 'other', by: 'a key, which no identity stands behind' };
  try {
    const signer = new Verifier(trust).verify(toSignedEntity(bundle, signed ?? undefined));
    if (!new X509Certificate(certificate).keyUsage?.includes(codeSigning)) {
      return invalid('its certificate is not for signing');
    }
    const identity = signer.identity?.subjectAlternativeName;
    const issuer = signer.identity?.extensions?.issuer;
    if (identity === undefined || issuer === undefined) return invalid('its certificate names no identity');
    const by = describeIdentity(identity, issuer);
    return isWanted(wanted, identity, issuer)
      ? { kind: 'accepted', by: shown(identity) }
      : { kind: 'other', by };
  } catch (error) {
    return invalid(reasonOf(error));
  }
}

export const isWanted = (
  wanted: Exclude<ChartSigner, { kind: 'key' }>,
  identity: string,
  issuer: string,
): boolean =>
  issuer === wanted.issuer &&
  (wanted.kind === 'identity' ? identity === wanted.identity : matchesWhole(wanted.pattern, identity));

function judgeByKey(
  bundle: Bundle,
  signed: Buffer | null,
  publicKey: KeyObject,
  transparencyLog: boolean,
  trust: TrustMaterial,
): Verdict {
  const certificate = certificateOf(bundle);
  if (certificate !== null) return { kind: 'other', by: claimedBy(certificate) };
  const entity = toSignedEntity(bundle, signed ?? undefined);
  // First the key: of a signature by another one, what else is wrong with it is of no interest.
  if (!entity.signature.verifySignature(publicKey)) {
    return { kind: 'other', by: 'another key, or it was changed since' };
  }
  const logged = transparencyLog ? entity : { ...entity, tlogEntries: [], timestamps: [] };
  const verifier = new Verifier(
    { ...trust, publicKey: () => ({ publicKey, validFor: () => true }) },
    { tlogThreshold: transparencyLog ? 1 : 0, timestampThreshold: 0 },
  );
  try {
    verifier.verify(logged);
    return { kind: 'accepted', by: 'the key of `verify`' };
  } catch (error) {
    return invalid(reasonOf(error));
  }
}

function certificateOf({ verificationMaterial: { content } }: Bundle): Buffer | null {
  switch (content.$case) {
    case 'certificate':
      return content.certificate.rawBytes;
    case 'x509CertificateChain':
      return content.x509CertificateChain.certificates[0]?.rawBytes ?? null;
    case 'publicKey':
      return null;
  }
}

/** By what the certificate says, which nobody has verified. */
function claimedBy(certificate: Buffer): string {
  try {
    const name = new X509Certificate(certificate).subjectAltName?.replace(/^(URI|email):/, '');
    return `an identity, ${shown(name ?? '')}, as it says`;
  } catch {
    return 'an identity that cannot be read';
  }
}

const algorithms: Readonly<Record<number, string>> = { 32: 'sha256', 48: 'sha384', 64: 'sha512' };

function isDigestOf(digest: Buffer, content: Buffer): boolean {
  const algorithm = algorithms[digest.length];
  return algorithm !== undefined && createHash(algorithm).update(content).digest().equals(digest);
}

/** In our words, with the code of the library: its own messages are for those who know Sigstore. */
function reasonOf(error: unknown): string {
  if (!(error instanceof VerificationError)) return 'it cannot be read';
  const said = `${error.code}: ${error.message}`;
  switch (error.code) {
    case 'TIMESTAMP_ERROR':
      return `nothing that is trusted says when it was made (${said})`;
    case 'CERTIFICATE_ERROR':
      return `its certificate is not from the trusted Sigstore, or was not valid when it was made (${said})`;
    case 'TLOG_ERROR':
    case 'TLOG_INCLUSION_PROOF_ERROR':
    case 'TLOG_INCLUSION_PROMISE_ERROR':
    case 'TLOG_MISSING_INCLUSION_ERROR':
    case 'TLOG_BODY_ERROR':
      return `the transparency log does not have it as it is (${said})`;
    case 'SIGNATURE_ERROR':
      return `what is signed was changed since, or it is of another key than its certificate (${said})`;
    case 'PUBLIC_KEY_ERROR':
    case 'NOT_IMPLEMENTED_ERROR':
      return `it cannot be verified (${said})`;
  }
}
