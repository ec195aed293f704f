/** Whether the passphrase opens a stack's secrets, by the same computation as Pulumi's `passphrase` secrets provider. */
import { createDecipheriv, pbkdf2 } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const iterations = 1_000_000; // sdk/go/common/resource/config/crypt.go: SymmetricCrypterKeyBytes, PBKDF2 with SHA-256
const keyBytes = 32;
const tagBytes = 16;

/** The passphrase from the environment; `null` if neither variable is set. An empty one is a passphrase. */
export function passphraseOf(environment: NodeJS.ProcessEnv): string | null {
  const direct = environment['PULUMI_CONFIG_PASSPHRASE'];
  if (direct !== undefined) return direct;
  const file = environment['PULUMI_CONFIG_PASSPHRASE_FILE'];
  if (file === undefined) return null;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

/**
 * `encryptionsalt` of Pulumi.<stack>.yaml is `v1:<salt>:v1:<nonce>:<ciphertext>`, the last two a sealed known text.
 * Takes about half a second: only asked to explain a failure.
 */
export async function opens(encryptionSalt: string, passphrase: string): Promise<boolean> {
  const [version, salt, sealedVersion, nonce, sealed] = encryptionSalt.split(':');
  if (
    version !== 'v1' ||
    sealedVersion !== 'v1' ||
    salt === undefined ||
    nonce === undefined ||
    sealed === undefined
  ) {
    return true; // not a form that we know: no ground to blame the passphrase
  }
  const key = await promisify(pbkdf2)(
    passphrase,
    Buffer.from(salt, 'base64'),
    iterations,
    keyBytes,
    'sha256',
  );
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    decipher.update(bytes.subarray(0, -tagBytes));
    decipher.final();
    return true;
  } catch {
    return false;
  }
}
