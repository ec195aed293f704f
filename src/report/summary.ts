/** The text that closes a command. */
import type { Result } from '../deploy/deployment.ts';
import type { Counts, Operation, Step } from '../deploy/steps.ts';
import { operationMarks, operations } from './marks.ts';
import type { Terminal } from './terminal.ts';

/** `3 to create, 1 to update, 12 unchanged`; with `past`, `3 created, …`. */
function countsText(counts: Counts, { past }: { past: boolean }): string {
  const parts = operations.flatMap((operation) =>
    counts[operation] === 0 || operation === 'read'
      ? []
      : [`${counts[operation]} ${past ? pastWord[operation] : operationMarks[operation].word}`],
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

const keysShown = 6;

/** One line a resource that would change: mark, kind, name, changed keys. */
export function stepLines(steps: readonly Step[], terminal: Terminal): string[] {
  const width = Math.max(0, ...steps.map(({ kind }) => kind.length));
  return steps
    .filter(({ operation }) => operation !== 'read')
    .map(({ operation, kind, name, changedKeys }) => {
      const { mark, style } = operationMarks[operation];
      const rest = changedKeys.length > keysShown ? `, and ${changedKeys.length - keysShown} more` : '';
      const keys = changedKeys.length === 0 ? '' : `  [${changedKeys.slice(0, keysShown).join(', ')}${rest}]`;
      const remark = remarks[operation] ?? keys;
      return (
        terminal.style(style, `  ${mark} ${kind.padEnd(width)}  ${name}`) + terminal.style('dim', remark)
      );
    });
}

const remarks: Partial<Record<Operation, string>> = {
  delete: '',
  forget: '  (it stays; the stack forgets it)',
};

/** `Previewed dev in 1.4 s: 3 to create`. */
export function closingLine(
  verb: string,
  stack: string,
  result: Result,
  { past }: { past: boolean },
): string {
  return `${verb} ${stack} in ${result.seconds.toFixed(1)} s: ${countsText(result.counts, { past })}`;
}
