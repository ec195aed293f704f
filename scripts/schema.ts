/** Writes schemas/deploy.schema.json from the stack file's schema; with --check, fails if the file differs. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stackFileJsonSchema } from '../src/stack/schema.ts';
import { systems } from '../src/systems/registry.ts';

const name = 'schemas/deploy.schema.json';
const file = join(import.meta.dirname, '..', name);
const wanted = `${JSON.stringify(stackFileJsonSchema(systems), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wanted);
} else if (textOf(file) !== wanted) {
  process.stderr.write(
    `${name} differs from the schema in src/stack/schema.ts; run node scripts/schema.ts\n`,
  );
  process.exitCode = 1;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // not written yet
  }
}
