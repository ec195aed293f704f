/** Whether a chart is signed by whom it must be. Loaded only where the stack file asks for it: it brings Sigstore's libraries along. */
import { createPublicKey } from 'node:crypto';
import type { TrustMaterial } from '@sigstore/verify';
import type { ChartSigner, ChartVerification } from '../../../stack/desired.ts';
import type { AuthorizedHost } from '../authorization.ts';
import { digestOf } from '../cache.ts';
import { ChartProblem } from '../problem.ts';
import type { OciLocation } from '../reference.ts';
import { findSignatures } from './find-signatures.ts';
import { judge } from './judge.ts';
import { refused, unsigned } from './refusals.ts';
import { signatureRegistry } from './signature-registry.ts';
import { ownTrust, publicTrust, type PublicSource } from './trusted-root.ts';

export interface ChartVerifier {
  /** Who signed the manifest, for people. Throws a `ChartProblem` if nobody did whose signature is enough. */
  verify(
    manifest: Buffer,
    place: { readonly location: OciLocation; readonly host: AuthorizedHost },
    wanted: ChartVerification,
  ): Promise<string>;
}

/** `source` is asked at most once, and only if a chart needs the public Sigstore. */
export function createVerifier(source: PublicSource): ChartVerifier {
  let fetched: Promise<TrustMaterial> | null = null;

  async function trustFor({ trustedRoot, transparencyLog }: ChartVerification): Promise<TrustMaterial> {
    if (!transparencyLog) return trustsNobody;
    if (trustedRoot !== null) return ownTrust(trustedRoot);
    fetched ??= publicTrust(source);
    return await fetched;
  }

  return {
    async verify(bytes, { location, host }, wanted) {
      requireKey(wanted.signer);
      const digest = digestOf(bytes);
      const manifest = { bytes, digest };
      const { candidates, attestations } = await findSignatures(manifest, signatureRegistry(location, host));
      if (candidates.length === 0) {
        throw unsigned(`${location.host}/${location.repository}@${digest}`, attestations);
      }
      const trust = await trustFor(wanted);
      const verdicts = candidates.map((candidate) => judge(candidate, wanted, trust));
      const accepted = verdicts.find((verdict) => verdict.kind === 'accepted');
      if (accepted === undefined) throw refused(wanted.signer, verdicts);
      return accepted.by;
    },
  };
}

const trustsNobody: TrustMaterial = {
  certificateAuthorities: [],
  timestampAuthorities: [],
  tlogs: [],
  ctlogs: [],
  publicKey: () => {
    throw new TypeError('the key is the one of the stack file');
  },
};

/** Of these cosign signs with SHA-256, which is what is verified. */
const keyTypes: ReadonlySet<string | undefined> = new Set(['ec', 'rsa']);

function requireKey(signer: ChartSigner): void {
  if (signer.kind !== 'key') return;
  let type: string | undefined;
  try {
    // Of a private key Node.js would derive the public one: it has no place in a stack directory.
    if (/PRIVATE KEY/.test(signer.pem)) throw new TypeError('a private key');
    type = createPublicKey(signer.pem).asymmetricKeyType;
  } catch {
    type = undefined;
  }
  if (keyTypes.has(type)) return;
  throw new ChartProblem(
    'configuration',
    '`verify.publicKey` is not the PEM public key of an ECDSA or RSA key',
    'Give the file `cosign.pub` that `cosign generate-key-pair` writes, or the output of `cosign public-key --key …`',
  );
}
