/** When results of earlier runs may be taken for those of this one. */
import { Failure } from '../stack/failure.ts';
import type { Io } from './session.ts';

export interface CacheChoice {
  readonly cached: boolean;
  /** Also where CI is set. */
  readonly cachedInCi: boolean;
  readonly compat: boolean;
  readonly update: boolean;
  readonly allowPostRenderer: boolean;
}

/** Throws a `Failure` (configuration) where results cannot be kept by file. */
export function keepsResults(
  { cached, cachedInCi, compat, update, allowPostRenderer }: CacheChoice,
  { coverage, io }: { readonly coverage: boolean; readonly io: Pick<Io, 'environment'> },
): boolean {
  if (!cached && !cachedInCi) return false;
  if (compat) {
    const message =
      '--cached keeps results by file, and with --compat one file changes what the next one finds';
    throw new Failure('configuration', message, { hint: 'leave one of them out' });
  }
  // What is written, counted, or run by programs of others is not kept.
  if (update || coverage || allowPostRenderer) return false;
  return cachedInCi || io.environment['CI'] === undefined;
}
