/**
 * A Sigstore in this process: a real certificate authority, certificate log, transparency log and timestamp authority, of which nothing is public. The modules are
 * named by their files because the package's entry also patches `http`.
 */
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { initializeCA, initializeCTLog } from '@sigstore/mock/dist/fulcio/index.js';
import { initializeTLog } from '@sigstore/mock/dist/rekor/index.js';
import { initializeTSA } from '@sigstore/mock/dist/timestamp/index.js';

export const acme = {
  identity: 'https://github.com/acme/charts/.github/workflows/release.yml@refs/heads/main',
  issuer: 'https://token.actions.githubusercontent.com',
} as const;

export interface Signing {
  readonly identity?: string;
  readonly issuer?: string;
  /** Signs with this key, without a certificate. */
  readonly key?: KeyPair;
  /** When the certificate is made, which holds for ten minutes; now by default. */
  readonly certified?: Date;
  /** When the log takes it; now by default. Null: the log is not asked. */
  readonly logged?: Date | null;
  /** A timestamp of the authority in the place of a promise of the log. */
  readonly timestamped?: boolean;
  /** Without the certificate log's receipt. */
  readonly withoutReceipt?: boolean;
}

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const newKey = (): KeyPair => generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const pemOf = ({ publicKey }: KeyPair): string =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** A signature and what proves it, before it is put into one form or the other. */
export interface Signature {
  readonly signature: string; // base64
  readonly certificate: Buffer | null; // DER
  readonly entry: LogEntry | null;
  readonly timestamp: string | null; // base64
}

export interface LogEntry {
  readonly body: string;
  readonly integratedTime: number;
  readonly logIndex: number;
  readonly logID: string;
  readonly signedEntryTimestamp: string;
  readonly inclusionProof: {
    readonly logIndex: number;
    readonly treeSize: number;
    readonly rootHash: string;
    readonly hashes: readonly string[];
    readonly checkpoint: string;
  };
}

/** As Rekor answers. */
interface Taken extends Omit<LogEntry, 'signedEntryTimestamp' | 'inclusionProof'> {
  readonly verification: Pick<LogEntry, 'signedEntryTimestamp' | 'inclusionProof'>;
}

export type Sigstore = Awaited<ReturnType<typeof openSigstore>>;

const base64 = (bytes: ArrayBufferView | Buffer): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

export async function openSigstore() {
  const keys = { ca: newKey(), certificateLog: newKey(), log: newKey(), timestamps: newKey() };
  const certificateLog = await initializeCTLog(keys.certificateLog);
  const authority = await initializeCA(keys.ca, certificateLog);
  // In whole seconds: of a fraction that ends in a zero, DER has two digits or one, and Sigstore's library reads none but three.
  const clock = new Date();
  const timestamps = await initializeTSA(keys.timestamps, clock);
  const address = 'https://rekor.example.com';
  const start = new Date(Date.now() - 24 * 3600_000).toISOString();

  const trustedLog = (publicKey: KeyObject, baseUrl: string) => ({
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: base64(spki(publicKey)),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: { start },
    },
    logId: { keyId: sha256(spki(publicKey)).toString('base64') },
  });
  const chain = (...certificates: readonly ArrayBufferView[]) => ({
    subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
    uri: 'https://fulcio.example.com',
    certChain: { certificates: certificates.map((bytes) => ({ rawBytes: base64(bytes) })) },
    validFor: { start },
  });
  const trustedRoot = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [trustedLog(keys.log.publicKey, address)],
    certificateAuthorities: [chain(authority.rootCertificate)],
    ctlogs: [trustedLog(keys.certificateLog.publicKey, 'https://ctfe.example.com')],
    timestampAuthorities: [chain(timestamps.intCertificate, timestamps.rootCertificate)],
  };

  async function certify(publicKey: KeyObject, signing: Signing): Promise<Buffer> {
    const issuer = signing.issuer ?? acme.issuer;
    const plain = signing.certified === undefined && signing.withoutReceipt !== true;
    const by = plain
      ? authority
      : await initializeCA(
          keys.ca,
          signing.withoutReceipt === true ? undefined : certificateLog,
          signing.certified,
        );
    const certificate = await by.issueCertificate({
      publicKey: new Uint8Array(spki(publicKey)),
      subjectAltName: signing.identity ?? acme.identity,
      extensions: [
        { oid: '1.3.6.1.4.1.57264.1.1', value: issuer, legacy: true },
        { oid: '1.3.6.1.4.1.57264.1.8', value: issuer },
      ],
    });
    return Buffer.from(base64(certificate), 'base64');
  }

  return {
    trustedRoot: JSON.stringify(trustedRoot),
    /** `entryOf` makes what the log is asked to take of the signature and of who signed, in PEM and base64. */
    async sign(
      bytes: Buffer,
      signing: Signing,
      entryOf: (signature: string, verifier: string) => object,
    ): Promise<Signature> {
      const key = signing.key ?? newKey();
      const signature = sign('sha256', bytes, key.privateKey);
      const certificate = signing.key === undefined ? await certify(key.publicKey, signing) : null;
      const verifier = certificate === null ? pemOf(key) : pemOfCertificate(certificate);
      return {
        signature: signature.toString('base64'),
        certificate,
        entry:
          signing.logged === null
            ? null
            : await logged(
                entryOf(signature.toString('base64'), Buffer.from(verifier).toString('base64')),
                signing.logged,
              ),
        timestamp: signing.timestamped === true ? await timestamped(signature) : null,
      };
    },
  };

  async function logged(entry: object, at?: Date): Promise<LogEntry> {
    const log = await initializeTLog(address, keys.log, at);
    const [taken] = Object.values((await log.log(entry)) as Record<string, Taken>);
    if (taken === undefined) throw new Error('the log takes nothing');
    const { verification, ...logEntry } = taken;
    return { ...logEntry, ...verification };
  }

  async function timestamped(signature: Buffer): Promise<string> {
    clock.setTime(Math.floor(Date.now() / 1000) * 1000);
    const answer = await timestamps.timestamp({
      artifactHash: sha256(signature),
      hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
      nonce: 7,
      policyOID: '1.3.6.1.4.1.57264.2',
      certReq: true,
    });
    return base64(answer);
  }
}

export const pemOfCertificate = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
