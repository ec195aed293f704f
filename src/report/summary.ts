/** The text that closes a command. */
import type { Counts, Operation } from '../deploy/steps.ts';
import { operations } from './marks.ts';

/** `Applied dev in 12.1 s: 3 created, 1 updated, 12 unchanged`. */
export const closingLine = (
  verb: string,
  stack: string,
  { seconds, counts }: { readonly seconds: number; readonly counts: Counts },
): string => `${verb} ${stack} in ${seconds.toFixed(1)} s: ${countsText(counts)}`;

/** `3 created, 1 updated, 12 unchanged`. */
export function countsText(counts: Counts): string {
  const parts = operations.flatMap((operation) =>
    counts[operation] === 0 || operation === 'read' ? [] : [`${counts[operation]} ${pastWord[operation]}`],
  );
  return parts.join(', ') || 'nothing declared';
}

const pastWord: Record<Operation, string> = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
  forget: 'forgotten',
  import: 'imported',
  read: 'read',
  same: 'unchanged',
};
