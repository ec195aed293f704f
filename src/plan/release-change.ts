/** Whether Helm's record of a release is the one that the stack has left. */
import type { ReleaseChange } from './drift-report.ts';
import type { ReleaseState } from './plan.ts';

/** `applied`: the revision that the stack made last; null if the state has none. Null if nobody else was there. */
export function releaseChange(
  applied: number | null,
  latest: Pick<ReleaseState, 'revision' | 'status'> | null,
): ReleaseChange | null {
  if (latest === null || latest.status === 'uninstalled') return applied === null ? null : 'uninstalled';
  if (applied === null) return 'installed';
  if (latest.revision !== applied) return 'revised';
  return latest.status === 'deployed' ? null : 'unfinished';
}
