/** Writes the JSON Schemas of our files from what they are checked by; with --check, fails if one differs. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contractJsonSchema } from '../src/contract/suite/schema.ts';
import { checkJsonSchema } from '../src/report/check/json.ts';
import { stackFileJsonSchema } from '../src/stack/schema.ts';
import { systems } from '../src/systems/registry.ts';

const schemas = [
  ['schemas/deploy.schema.json', 'src/stack/schema.ts', stackFileJsonSchema(systems)],
  ['schemas/contract.schema.json', 'src/contract/suite/schema.ts', contractJsonSchema()],
  ['schemas/check.schema.json', 'src/report/check/json.ts', checkJsonSchema()],
] as const;

for (const [name, origin, schema] of schemas) {
  const file = join(import.meta.dirname, '..', name);
  const wanted = `${JSON.stringify(schema, null, 2)}\n`;
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, wanted);
  } else if (textOf(file) !== wanted) {
    process.stderr.write(`${name} differs from the schema in ${origin}; run node scripts/schema.ts\n`);
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
