import { createCipheriv, pbkdf2Sync } from 'node:crypto';

/** `encryptionsalt`, sealed as Pulumi does; `test/plane/failures.test.ts` proves it with what the real CLI writes. */
export function saltFor(passphrase: string): string {
  const salt = Buffer.alloc(8, 3);
  const nonce = Buffer.alloc(12, 5);
  const cipher = createCipheriv('aes-256-gcm', pbkdf2Sync(passphrase, salt, 1_000_000, 32, 'sha256'), nonce);
  const sealed = Buffer.concat([cipher.update('pulumi'), cipher.final(), cipher.getAuthTag()]);
  return `v1:${salt.toString('base64')}:v1:${nonce.toString('base64')}:${sealed.toString('base64')}`;
}
