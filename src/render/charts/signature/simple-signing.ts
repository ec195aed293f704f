/**
 * Signatures as cosign 2 writes them: layers of an image under the tag `sha256-HEX.sig`, each with a payload that names the signed manifest and
 * with annotations that hold the rest. https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md. Pure.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { isRecord } from '../record.ts';
import type { Candidate } from './candidate.ts';
import { parseJson } from './json.ts';

export const simpleSigningType = 'application/vnd.dev.cosign.simplesigning.v1+json';

const payloadType = 'cosign container image signature';
const annotation = {
  signature: 'dev.cosignproject.cosign/signature',
  certificate: 'dev.sigstore.cosign/certificate',
  logEntry: 'dev.sigstore.cosign/bundle',
  timestamp: 'dev.sigstore.cosign/rfc3161timestamp',
} as const;

/** Why the payload does not speak of the manifest with this digest; null if it does. */
export function payloadFault(payload: Buffer, manifestDigest: string): string | null {
  const parsed = parseJson(payload);
  const critical = isRecord(parsed) ? parsed['critical'] : null;
  if (!isRecord(critical)) return 'what it signs is not a payload of cosign';
  if (critical['type'] !== payloadType) return 'what it signs is not the signature of an image or chart';
  const signed = isRecord(critical['image']) ? critical['image']['docker-manifest-digest'] : null;
  if (signed === manifestDigest) return null;
  return typeof signed === 'string' && /^sha256:[0-9a-f]{64}$/.test(signed)
    ? `it was made for something else, ${signed}`
    : 'it does not say what it was made for';
}

/** The same as a Sigstore bundle of version 0.1, which is of that time. */
export function simpleSignature(
  layer: Readonly<Record<string, unknown>>,
  payload: Buffer,
  manifestDigest: string,
): Candidate {
  const texts = isRecord(layer['annotations']) ? layer['annotations'] : {};
  const text = (key: keyof typeof annotation): string | null => {
    const value = texts[annotation[key]];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const certificate = text('certificate');
  const logEntry = text('logEntry');
  const timestamp = text('timestamp');
  const candidate = (bundle: unknown, fault: string | null): Candidate => ({
    bundle,
    signed: payload,
    fault,
  });
  try {
    const bundle = {
      mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
      verificationMaterial: {
        ...(certificate === null
          ? { publicKey: { hint: '' } }
          : { x509CertificateChain: { certificates: [{ rawBytes: leafOf(certificate) }] } }),
        tlogEntries: logEntry === null ? [] : [transparencyLogEntry(parseRecord(logEntry))],
        ...(timestamp !== null && {
          timestampVerificationData: { rfc3161Timestamps: [signedTimestamp(timestamp)] },
        }),
      },
      messageSignature: {
        messageDigest: {
          algorithm: 'SHA2_256',
          digest: createHash('sha256').update(payload).digest('base64'),
        },
        signature: text('signature') ?? '',
      },
    };
    return candidate(bundle, payloadFault(payload, manifestDigest));
  } catch {
    return candidate(null, 'its annotations are not those of cosign');
  }
}

/** The certificate is the first one; those of authorities that may follow are taken from the trusted root only. */
const leafOf = (pem: string): string => new X509Certificate(pem).raw.toString('base64');

/** `{"SignedEntryTimestamp", "Payload": {"body", "integratedTime", "logIndex", "logID"}}` */
function transparencyLogEntry(entry: Record<string, unknown>): object {
  const payload = isRecord(entry['Payload']) ? entry['Payload'] : {};
  const body = String(payload['body']);
  const { kind, apiVersion } = parseRecord(Buffer.from(body, 'base64').toString('utf8'));
  return {
    logIndex: String(payload['logIndex']),
    logId: { keyId: Buffer.from(String(payload['logID']), 'hex').toString('base64') },
    kindVersion: { kind, version: apiVersion },
    integratedTime: String(payload['integratedTime']),
    inclusionPromise: { signedEntryTimestamp: entry['SignedEntryTimestamp'] },
    canonicalizedBody: body,
  };
}

const signedTimestamp = (text: string): object => ({
  signedTimestamp: parseRecord(text)['SignedRFC3161Timestamp'],
});

function parseRecord(text: string): Record<string, unknown> {
  const parsed: unknown = JSON.parse(text);
  if (!isRecord(parsed)) throw new TypeError('not a JSON object');
  return parsed;
}
