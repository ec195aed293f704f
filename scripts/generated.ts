/** A committed file that a script makes: written, or with --check compared. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** `name` is relative to the repository; `remedy` ends the sentence when it differs. */
export function generated(name: string, text: string, remedy: string): void {
  const file = join(root, name);
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } else if (textOf(file) !== text) {
    process.stderr.write(`${name} ${remedy}\n`);
    process.exitCode = 1;
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // not written yet
  }
}
