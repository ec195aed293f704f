/** Asks a person before something is done that is hard to undo. */
import { createInterface } from 'node:readline/promises';
import { Failure } from '../stack/failure.ts';
import type { Io } from './session.ts';

/**
 * Waits for `word` to be typed, unless `yes`. Throws a `Failure`: `cancelled` if something else is typed, `configuration` if nobody can be asked. `what`: what was not
 * confirmed then, a sentence.
 */
export async function confirmed(
  { yes, word, what }: { readonly yes: boolean; readonly word: string; readonly what: string },
  { terminal, signal }: Pick<Io, 'terminal' | 'signal'>,
): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) {
    throw new Failure('configuration', what, { hint: 'add --yes where nobody can be asked' });
  }
  terminal.note('');
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`Type ${word} to go on: `, { signal });
    if (answer.trim() !== word) throw new Failure('cancelled', 'not confirmed: nothing was changed');
  } finally {
    prompt.close();
  }
}
