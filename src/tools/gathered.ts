/** Several things at once, and everything that went wrong with them in one failure. */
import { Failure } from '../stack/failure.ts';

/** Waits for all. Those that were only cancelled, for another's sake, are not told beside the others. */
export async function gathered<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises);
  const reasons = settled.filter((each) => each.status === 'rejected').map((each): unknown => each.reason);
  const failures = reasons.filter((reason) => reason instanceof Failure);
  const strange = reasons.find((reason) => !(reason instanceof Failure));
  if (strange !== undefined) throw strange;
  const causes = failures.filter(({ code }) => code !== 'cancelled');
  const [first, ...others] = causes.length > 0 ? causes : failures.slice(0, 1);
  if (first !== undefined) throw together(first, others);
  return settled.filter((each) => each.status === 'fulfilled').map(({ value }) => value);
}

/** With the code of the first, and all that is said of what to do. */
export function together(first: Failure, others: readonly Failure[]): Failure {
  if (others.length === 0) return first;
  const all = [first, ...others];
  const hints = new Set(all.flatMap(({ hint }) => hint ?? []));
  return new Failure(first.code, all.map(({ message }) => message).join('; '), {
    hint: [...hints].join('. '),
    cause: first,
  });
}
