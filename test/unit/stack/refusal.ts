import { Failure } from '../../../src/stack/failure.ts';
import type { SystemOptions } from '../../../src/stack/schema.ts';
import type { BadFile } from './bad-file.ts';
import { load, stackDirectory } from './stack-directory.ts';

/** How a bad stack directory is refused. */
export function refusalOf({ yaml, files: others, links }: BadFile, known: readonly SystemOptions[]): Failure {
  const directory = stackDirectory({ 'deploy.yaml': yaml, ...others }, links);
  try {
    load(directory, 'dev', known);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('the stack file was accepted');
}
