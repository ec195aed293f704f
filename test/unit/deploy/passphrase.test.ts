import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { opens, passphraseOf } from '../../../src/deploy/passphrase.ts';
import { saltFor } from './salt.ts';

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
