import { createCipheriv, pbkdf2Sync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { opens, passphraseOf } from '../../../src/deploy/passphrase.ts';

/** Sealed as Pulumi does; `test/plane/stack.test.ts` proves it against the salt that the real CLI writes. */
function saltFor(passphrase: string): string {
  const salt = Buffer.alloc(8, 3);
  const nonce = Buffer.alloc(12, 5);
  const cipher = createCipheriv('aes-256-gcm', pbkdf2Sync(passphrase, salt, 1_000_000, 32, 'sha256'), nonce);
  const sealed = Buffer.concat([cipher.update('pulumi'), cipher.final(), cipher.getAuthTag()]);
  return `v1:${salt.toString('base64')}:v1:${nonce.toString('base64')}:${sealed.toString('base64')}`;
}

describe('passphrase', () => {
  test('opens with the right one only', async () => {
    const salt = saltFor('right');
    await expect(opens(salt, 'right')).resolves.toBe(true);
    await expect(opens(salt, 'wrong')).resolves.toBe(false);
  });

  test('does not blame the passphrase for a salt of another form', async () => {
    await expect(opens('v2:unknown', 'any')).resolves.toBe(true);
  });

  test('is read from the variable, then from the file; an empty one counts', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'passphrase-')), 'file');
    writeFileSync(file, 'from file\n');
    expect(passphraseOf({ PULUMI_CONFIG_PASSPHRASE: 'direct', PULUMI_CONFIG_PASSPHRASE_FILE: file })).toBe(
      'direct',
    );
    expect(passphraseOf({ PULUMI_CONFIG_PASSPHRASE_FILE: file })).toBe('from file');
    expect(passphraseOf({ PULUMI_CONFIG_PASSPHRASE: '' })).toBe('');
    expect(passphraseOf({})).toBeNull();
    expect(passphraseOf({ PULUMI_CONFIG_PASSPHRASE_FILE: `${file}-missing` })).toBeNull();
  });
});
