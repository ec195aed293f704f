/**
 * Signs what a comment stands for, so that an approval cannot be forged by whoever else may write as our account: every workflow of the repository is
 * `github-actions[bot]`. The key comes from a secret that the previewing and the applying job share.
 */
import { createHmac, createSecretKey, hkdfSync, scrypt, timingSafeEqual, type KeyObject } from 'node:crypto';

export interface SharedSecret {
  readonly bytes: Buffer;
  /** `approval-key`: K8S_DEPLOY_APPROVAL_KEY. `passphrase`: that of the stack's Pulumi secrets, which people choose. */
  readonly kind: 'approval-key' | 'passphrase';
}

/** What a signature is for: it is not valid elsewhere. */
export interface SignedPlace {
  readonly repository: string; // acme/shop
  readonly number: number; // of the pull request
}

const randomBytes = 32; // from here on an approval key is taken for a random one, such as `openssl rand -hex 32` makes
const leastBytes = 12;
const keyBytes = 32;
const purpose = 'k8s-deploy approval v1';

/**
 * The signature is public, so that a weak secret could be guessed from it: OWASP's parameters, which cost more than the million rounds of PBKDF2 by which
 * Pulumi's own `encryptionsalt` can be guessed. About half a second, 128 MiB, beside the main thread.
 */
const slow = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

/** Null if the secret is too short to sign with. */
export async function signingKey(
  { bytes, kind }: SharedSecret,
  repository: string,
): Promise<KeyObject | null> {
  if (bytes.length < leastBytes) return null;
  const salt = `${purpose} ${repository.toLowerCase()}`;
  if (kind === 'approval-key' && bytes.length >= randomBytes)
    return createSecretKey(Buffer.from(hkdfSync('sha256', bytes, salt, purpose, keyBytes)));
  const derived = await new Promise<Buffer>((resolve, reject) => {
    scrypt(bytes, salt, keyBytes, slow, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
  return createSecretKey(derived);
}

/** HMAC-SHA256 in base64url. Names of repositories are the same in capitals. */
export const signatureOf = (key: KeyObject, { repository, number }: SignedPlace, payload: string): string =>
  createHmac('sha256', key)
    .update([purpose, repository.toLowerCase(), number, payload].join('\n'))
    .digest('base64url');

export function isSigned(
  key: KeyObject,
  place: SignedPlace,
  payload: string,
  signature: string | null,
): boolean {
  const expected = Buffer.from(signatureOf(key, place, payload));
  const given = Buffer.from(signature ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
