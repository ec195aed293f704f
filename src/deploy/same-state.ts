/** Whether a state is still the one that was planned from. */
import { Failure } from '../stack/failure.ts';
import type { Checkpoint } from './checkpoint/parse.ts';

/** `before`: undefined if nothing was planned from it. Throws a `Failure` (locked) if another run has changed it since. */
export function requireSameState(
  before: Checkpoint | null | undefined,
  now: Checkpoint | null,
  stack: string,
): void {
  if (before === undefined || applied(before) === applied(now)) return;
  const when =
    now?.time === null || now === null
      ? ''
      : `, which was applied at ${new Date(now.time / 1000).toISOString()}`;
  throw new Failure(
    'locked',
    `another run has changed stack "${stack}" since this one was planned${when}: nothing was changed by this one`,
    { hint: 'run the command again: it is planned anew on what is there now' },
  );
}

/** One that has nothing in it, such as a stack that was just made, is as good as none. */
const applied = (checkpoint: Checkpoint | null): string | null =>
  (checkpoint?.deployment?.resources ?? []).length === 0 ? null : (checkpoint?.sha256 ?? null);
