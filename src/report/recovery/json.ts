/** A recovery for programs. */
import type { Action, Stop } from '../../deploy/recovery/decision.ts';
import type { Recovery } from '../../deploy/recovery/recovery.ts';
import type { FoundLock, FoundOperation, FoundRelease } from '../../deploy/recovery/situation.ts';
import { failureJson } from '../failure.ts';

export const recoveryJson = ({
  situation,
  decision,
  done,
  gaps,
  isDryRun,
  failure,
}: Recovery): Record<string, unknown> => ({
  project: situation.project,
  stack: situation.stack,
  dryRun: isDryRun,
  free: failure === null && (!isDryRun || decision.actions.length === 0),
  store: situation.store,
  locks: situation.locks.map(lock),
  releases: situation.releases.map(release),
  operations: situation.operations.map(operation),
  actions: decision.actions.map((each) => {
    const result = done.find((item) => item.action === each);
    return { ...action(each), done: result !== undefined, notes: result?.notes ?? [] };
  }),
  stops: decision.stops.map(stop),
  gaps,
  ...(failure === null ? { error: null } : failureJson(failure)),
});

const lock = ({ holder, note, run }: FoundLock): Record<string, unknown> => ({
  user: holder.user,
  host: holder.host,
  pid: holder.pid,
  since: holder.since,
  run: { state: run.state, why: run.why, url: note?.workflow?.url ?? null },
});

const release = ({
  key,
  name,
  namespace,
  revision,
  status,
  since,
  until,
}: FoundRelease): Record<string, unknown> => ({
  key,
  name,
  namespace,
  revision,
  status,
  since: since === '' ? null : since,
  until,
});

const operation = ({
  urn,
  kind,
  name,
  operation: what,
  cluster,
  said,
}: FoundOperation): Record<string, unknown> => ({
  urn,
  kind,
  name,
  operation: what,
  cluster,
  said,
});

function action(each: Action): Record<string, unknown> {
  switch (each.kind) {
    case 'unlock':
      return {
        kind: each.kind,
        pid: each.lock.holder.pid,
        host: each.lock.holder.host,
        orphans: each.orphans,
      };
    case 'mark-failed':
      return { kind: each.kind, name: each.release.name, namespace: each.release.namespace };
    case 'refresh':
      return { kind: each.kind, how: each.how, urn: each.operation.urn };
  }
}

const stop = ({ about, reason, commands }: Stop): Record<string, unknown> => ({
  about: about.kind,
  reason,
  commands,
});
