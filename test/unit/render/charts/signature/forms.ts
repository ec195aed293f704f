/** Signatures in the forms that cosign 2 and cosign 3 write, as plain data that a test may spoil before it is pushed. */
import { createHash } from 'node:crypto';
import type { LogEntry, Signature, Signing, Sigstore } from './sigstore.ts';
import { pemOfCertificate } from './sigstore.ts';

export interface SimpleSignature {
  payload: Buffer;
  readonly annotations: Record<string, string>;
}

/** What `cosign sign` states, and the one thing that differs in attestations. */
const signPredicate = 'https://sigstore.dev/cosign/sign/v1';

const hex = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export const payloadOf = (manifestDigest: string, type = 'cosign container image signature'): Buffer =>
  Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': 'registry.example.com/team/web' },
        image: { 'docker-manifest-digest': manifestDigest },
        type,
      },
      optional: null,
    }),
  );

export async function signSimply(
  sigstore: Sigstore,
  payload: Buffer,
  signing: Signing = {},
): Promise<SimpleSignature> {
  const made = await sigstore.sign(payload, signing, hashedRecord(hex(payload)));
  const { signature, certificate, entry, timestamp } = made;
  return {
    payload,
    annotations: {
      'dev.cosignproject.cosign/signature': signature,
      ...(certificate !== null && { 'dev.sigstore.cosign/certificate': pemOfCertificate(certificate) }),
      ...(entry !== null && { 'dev.sigstore.cosign/bundle': JSON.stringify(promised(entry)) }),
      ...(timestamp !== null && {
        'dev.sigstore.cosign/rfc3161timestamp': JSON.stringify({ SignedRFC3161Timestamp: timestamp }),
      }),
    },
  };
}

const promised = ({ body, integratedTime, logIndex, logID, signedEntryTimestamp }: LogEntry) => ({
  SignedEntryTimestamp: signedEntryTimestamp,
  Payload: { body, integratedTime, logIndex, logID },
});

const hashedRecord = (digest: string) => (signature: string, verifier: string) => ({
  apiVersion: '0.0.1',
  kind: 'hashedrekord',
  spec: {
    data: { hash: { algorithm: 'sha256', value: digest } },
    signature: { content: signature, publicKey: { content: verifier } },
  },
});

export const statementOf = (manifestDigest: string, predicateType = signPredicate): object => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ digest: { sha256: manifestDigest.slice('sha256:'.length) } }],
  predicateType,
  predicate: {},
});

export type Bundle = Record<string, unknown>;

export async function signStatement(
  sigstore: Sigstore,
  statement: object,
  signing: Signing = {},
): Promise<Bundle> {
  const payload = Buffer.from(JSON.stringify(statement));
  const payloadType = 'application/vnd.in-toto+json';
  const encoded = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ]);
  const made = await sigstore.sign(encoded, signing, (signature, verifier) => ({
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      envelopeHash: { algorithm: 'sha256', value: hex(encoded) },
      payloadHash: { algorithm: 'sha256', value: hex(payload) },
      signatures: [{ signature, verifier }],
    },
  }));
  return {
    ...bundleOf(made, 'dsse'),
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType,
      signatures: [{ sig: made.signature }],
    },
  };
}

export async function signMessage(
  sigstore: Sigstore,
  message: Buffer,
  signing: Signing = {},
): Promise<Bundle> {
  const made = await sigstore.sign(message, signing, hashedRecord(hex(message)));
  return {
    ...bundleOf(made, 'hashedrekord'),
    messageSignature: {
      messageDigest: {
        algorithm: 'SHA2_256',
        digest: Buffer.from(hex(message), 'hex').toString('base64'),
      },
      signature: made.signature,
    },
  };
}

const bundleOf = ({ certificate, entry, timestamp }: Signature, kind: string): Bundle => ({
  mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  verificationMaterial: {
    ...(certificate === null
      ? { publicKey: { hint: 'some key' } }
      : { certificate: { rawBytes: certificate.toString('base64') } }),
    // With a timestamp of an authority, the log gives no promise: so it is with Rekor 2.
    tlogEntries: entry === null ? [] : [proven(entry, kind, timestamp === null)],
    ...(timestamp !== null && {
      timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: timestamp }] },
    }),
  },
});

function proven(entry: LogEntry, kind: string, promise: boolean): object {
  const { body, integratedTime, logIndex, logID, signedEntryTimestamp, inclusionProof } = entry;
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logID, 'hex').toString('base64') },
    kindVersion: { kind, version: '0.0.1' },
    canonicalizedBody: body,
    ...(promise && {
      integratedTime: String(integratedTime),
      inclusionPromise: { signedEntryTimestamp },
    }),
    inclusionProof: {
      logIndex: String(inclusionProof.logIndex),
      treeSize: String(inclusionProof.treeSize),
      rootHash: Buffer.from(inclusionProof.rootHash, 'hex').toString('base64'),
      hashes: inclusionProof.hashes,
      checkpoint: { envelope: inclusionProof.checkpoint },
    },
  };
}
