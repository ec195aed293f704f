/** The text that closes a command. */
import type { Result } from '../deploy/deployment.ts';
import type { Counts, Operation } from '../deploy/steps.ts';
import { operations } from './marks.ts';

/** `Applied dev in 12.1 s: 3 created, 1 updated, 12 unchanged`. */
export const closingLine = (verb: string, stack: string, { seconds, counts }: Result): string =>
  `${verb} ${stack} in ${seconds.toFixed(1)} s: ${countsText(counts)}`;

function countsText(counts: Counts): string {
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
