/** How a container ended last. */
import { at, isMap, numberAt, textAt, type DataMap } from '../kubernetes/data.ts';

export interface Ending {
  readonly exitCode: number;
  readonly signal: number | null;
  readonly reason: string;
  readonly message: string | null;
  /** It was the container before the one that runs or waits now. */
  readonly isPrevious: boolean;
}

/** How it ended last; null if it never did, or in an init container's success. */
export function ending(status: DataMap): Ending | null {
  const now = at(status, 'state', 'terminated');
  const before = at(status, 'lastState', 'terminated');
  const ended = isMap(now) ? now : before;
  if (!isMap(ended)) return null;
  const exitCode = numberAt(ended, 'exitCode') ?? 0;
  const restarts = numberAt(status, 'restartCount') ?? 0;
  if (exitCode === 0 && restarts === 0) return null;
  return {
    exitCode,
    signal: numberAt(ended, 'signal') ?? null,
    reason: textAt(ended, 'reason') ?? '',
    message: textAt(ended, 'message') ?? null,
    isPrevious: !isMap(now),
  };
}

/** `exit code 3`, `exit code 137 (killed by signal 9)`; runtimes tell a signal as 128 + its number. */
export function howItEnded({ exitCode, signal }: Ending): string {
  const number = signal ?? (exitCode > 128 && exitCode < 160 ? exitCode - 128 : null);
  return `exit code ${exitCode}${number === null || number === 0 ? '' : ` (signal ${number})`}`;
}

export const times = (restarts: number): string =>
  `restarted ${restarts === 1 ? 'once' : `${restarts} times`}`;
