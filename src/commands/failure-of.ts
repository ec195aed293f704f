/** Whatever a command threw, in the closed set of codes. */
import { Failure } from '../stack/failure.ts';
import { sourceTrace } from './source-trace.ts';

export function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (error instanceof Failure) return error;
  // At a prompt, Ctrl-C and Ctrl-D are keys and no signals.
  const isWish = signal.aborted || (error instanceof Error && error.name === 'AbortError');
  if (isWish) return new Failure('cancelled', 'cancelled: nothing was changed', { cause: error });
  const text = error instanceof Error ? sourceTrace(error.stack ?? error.message) : String(error);
  return new Failure('failed', text);
}
