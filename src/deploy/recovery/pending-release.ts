/** Until when somebody may be at work on a release that Helm calls pending. Pure. */
import type { FoundRelease, PendingStatus } from './situation.ts';

export interface PendingRecord {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: string;
  readonly updated: string; // ISO 8601, or empty
  /** Hooks that the operation may run; Helm waits for each as long as for the release. */
  readonly hooks: number;
  /** For one wait, as the stack file has it. */
  readonly timeoutSeconds: number;
  /** Whether Pulumi had begun something on it, and does not know how it went. */
  readonly begun: boolean;
}

/** A run that is over, by what it has left. */
export interface PastRun {
  readonly started: string; // ISO 8601
}

/** For clocks that differ, and for what Helm does besides waiting. */
const marginSeconds = 60;

/** What was begun so much later was begun by somebody else. */
const longestRun = 24 * 3_600_000;

/** Null for one that Helm is done with. */
export function pendingRelease(
  record: PendingRecord,
  pastRuns: readonly PastRun[],
  now: Date,
): FoundRelease | null {
  const { key, name, namespace, revision, updated, hooks, timeoutSeconds, begun } = record;
  if (!isPending(record.status)) return null;
  const since = Date.parse(updated);
  const until = new Date(
    (Number.isNaN(since) ? now.getTime() : since) + longest(hooks, timeoutSeconds) * 1000,
  );
  return {
    key,
    name,
    namespace,
    revision,
    status: record.status,
    since: updated,
    until: until.toISOString(),
    expired: until <= now,
    runOver:
      begun &&
      pastRuns.some(({ started }) => {
        const after = since - Date.parse(started);
        return after >= 0 && after <= longestRun;
      }),
  };
}

const longest = (hooks: number, timeoutSeconds: number): number =>
  (hooks + 1) * timeoutSeconds + marginSeconds;

const pending: ReadonlySet<string> = new Set<PendingStatus>([
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
  'uninstalling',
]);

const isPending = (status: string): status is PendingStatus => pending.has(status);
