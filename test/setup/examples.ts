/** The stack directories among the examples, by name. */
import { globSync } from 'node:fs';
import { join } from 'node:path';

export const examples: readonly string[] = globSync('*/deploy.yaml', {
  cwd: join(import.meta.dirname, '../../examples'),
})
  .map((file) => file.split('/')[0] ?? '')
  .toSorted();
