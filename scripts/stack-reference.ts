/** Writes docs/stack-file.md from the schema of the stack file; with --check, fails if it differs. */
import { stackFileJsonSchema } from '../src/stack/schema.ts';
import { systems } from '../src/systems/registry.ts';
import { generated } from './generated.ts';
import { stackReference } from './reference/stack-page.ts';

generated(
  'docs/stack-file.md',
  stackReference(stackFileJsonSchema(systems)),
  'differs from the schema of the stack file, or from the examples; run node scripts/stack-reference.ts',
);
