/** Writes docs/contract-reference.md from the schema of contract files; with --check, fails if it differs. */
import { contractJsonSchema } from '../src/contract/suite/schema.ts';
import { generated } from './generated.ts';
import { contractReference } from './reference/contract-page.ts';

generated(
  'docs/contract-reference.md',
  contractReference(contractJsonSchema()),
  'differs from the schema of contract files, or from the examples; run node scripts/contract-reference.ts',
);
