import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shimName, writeProviderShim } from '../../../pulumi/provider/shim.ts';

describe('shim', () => {
  const awkward = mkdtempSync(join(tmpdir(), `it's a "$HOME" \`folder\` `));
  const entry = join(awkward, 'entry.mjs');
  writeFileSync(entry, 'process.stdout.write(JSON.stringify([process.execPath, ...process.argv.slice(2)]))');

  test('runs the entry with this Node.js and passes its arguments on, whatever is in the paths', () => {
    const folder = join(awkward, 'bin');
    writeProviderShim(folder, entry);
    const output = execFileSync(join(folder, shimName), ['127.0.0.1:1', 'a b'], { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual([process.execPath, '127.0.0.1:1', 'a b']);
  });

  test('is left alone when it is right, and replaced when the entry moved', () => {
    const folder = join(awkward, 'twice');
    const path = join(folder, shimName);
    writeProviderShim(folder, entry);
    utimesSync(path, 1, 1);
    writeProviderShim(folder, entry);
    expect(statSync(path).mtimeMs).toBe(1000);
    writeProviderShim(folder, `${entry}.moved`);
    expect(statSync(path).mtimeMs).toBeGreaterThan(1000);
    expect(readdirSync(folder)).toEqual([shimName]);
  });
});
