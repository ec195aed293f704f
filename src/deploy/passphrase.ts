/** The passphrase of a stack's secrets: whether it is there, and opens them, by the same computation as Pulumi's `passphrase` secrets provider. */
import { createDecipheriv, pbkdf2 } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { Failure } from '../stack/failure.ts';
import type { LearnSecret } from '../stack/secrets.ts';
import type { Backend } from './backend.ts';
import type { Project } from './project.ts';

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

export interface PassphraseUse {
  readonly stack: string;
  readonly backend: Backend;
  readonly project: Project;
  readonly environment: NodeJS.ProcessEnv;
  /** Is told the passphrase. */
  readonly learn: LearnSecret;
}

/** Throws a `Failure` (authentication) if the stack needs one and none is set. */
export function requirePassphrase({ stack, backend, project, environment, learn }: PassphraseUse): void {
  const isUsed =
    project.encryptionSalt !== null || (project.secretsProvider === null && backend.kind !== 'cloud');
  const passphrase = passphraseOf(environment);
  if (passphrase !== null) learn(passphrase, 'the passphrase of Pulumi');
  if (!isUsed || passphrase !== null) return;
  throw new Failure(
    'authentication',
    `stack "${stack}" needs a passphrase for its secrets, and none is set`,
    {
      hint: 'set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it',
    },
  );
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
