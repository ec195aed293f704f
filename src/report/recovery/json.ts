/** A recovery for programs. Its schema is `schemas/recovery.schema.json`, and changes only with `version`. */
import { z } from 'zod';
import type { Action, Stop } from '../../deploy/recovery/decision.ts';
import type { Recovery } from '../../deploy/recovery/recovery.ts';
import type { FoundLock, FoundOperation, FoundRelease } from '../../deploy/recovery/situation.ts';
import { exitCodes } from '../../stack/failure.ts';
import { errorJson } from '../failure-json.ts';
import { jsonDocumentSchema } from '../json-document.ts';
import { list } from '../plan/json-fields.ts';

const lock = z
  .strictObject({
    user: z.string().describe('Who runs the Pulumi that took it'),
    host: z.string().describe('Where'),
    pid: z.int().describe('Of that Pulumi'),
    since: z.string().describe('ISO 8601'),
    run: z.strictObject({
      state: z
        .enum(['live', 'ending', 'over', 'unknown'])
        .describe('Whether the run is over. ending: over, but what it started may take a while'),
      why: z.string().describe('How that is known'),
      url: z.string().nullable().describe('Of its workflow run; null if no workflow ran it, or nobody knows'),
    }),
  })
  .describe('A lock of the state');

const release = z
  .strictObject({
    key: z.string().describe('Under releases: of the stack file'),
    name: z.string().describe("Helm's name"),
    namespace: z.string().describe('Of the release'),
    revision: z.int().describe('That Helm is working on'),
    status: z
      .enum(['pending-install', 'pending-upgrade', 'pending-rollback', 'uninstalling'])
      .describe('As Helm has it'),
    since: z.string().nullable().describe('ISO 8601; null if its record does not say'),
    until: z.string().describe('When whoever works on it must have given up, ISO 8601'),
  })
  .describe('A release that Helm is working on, or was');

const operation = z
  .strictObject({
    urn: z.string().describe('Of the resource, as Pulumi has it'),
    kind: z.string().describe('Release'),
    name: z.string().describe('As the stack file or a recipe names it'),
    operation: z.enum(['creating', 'updating', 'deleting', 'reading']).describe('What had begun'),
    cluster: z
      .enum(['present', 'absent', 'unknown'])
      .describe('What it is about, in the cluster; unknown: nobody could be asked'),
    said: z.enum(['created', 'not-created']).nullable().describe('By --created or --not-created'),
  })
  .describe('What Pulumi had begun and could not say of how it went');

const told = {
  done: z.boolean().describe('Whether it was done; false for each with --dry-run'),
  notes: list(z.string()).describe('What follows from it'),
};
const action = z.union([
  z.strictObject({
    kind: z.literal('unlock'),
    pid: z.int().describe('Of the lock'),
    host: z.string().describe('Of the lock'),
    orphans: list(z.int()).describe('Processes that its run left here, ended first'),
    ...told,
  }),
  z.strictObject({
    kind: z.literal('mark-failed'),
    name: z.string().describe('Of the release'),
    namespace: z.string().describe('Of the release'),
    ...told,
  }),
  z.strictObject({
    kind: z.literal('refresh'),
    how: z
      .enum(['adopt', 'forget', 'reapply', 'ask'])
      .describe('Into the state, out of it, as changed and to be applied again, or as the cluster says'),
    urn: z.string().describe('Of the operation'),
    ...told,
  }),
]);

const stop = z.strictObject({
  about: z.enum(['store', 'lock', 'release', 'operation']).describe('What cannot be settled'),
  reason: z.string().describe('Why'),
  commands: list(z.string()).describe('Exactly what to run; several are alternatives'),
});

const recoveryReport = z.strictObject({
  version: z.literal(1).describe('Of this document'),
  project: z.string().describe('name: of the stack file'),
  stack: z.string().describe('Of Pulumi'),
  dryRun: z.boolean().describe('Whether it was only looked (--dry-run)'),
  free: z.boolean().describe('Whether the next run may begin'),
  store: z
    .enum(['answered', 'elsewhere', 'silent'])
    .describe('Of the state. elsewhere: it keeps its locks to itself. silent: it gave no whole answer'),
  locks: list(lock),
  releases: list(release),
  operations: list(operation),
  actions: list(action).describe('What was decided, in the order in which it is done'),
  stops: list(stop).describe('What only a person, or time, can settle'),
  gaps: list(z.string()).describe('What could not be asked, and why'),
  error: errorJson.nullable().describe('Why the stack is not free; null if it is, or would be'),
});

export const recoveryJsonSchema = (): object =>
  jsonDocumentSchema('recovery', 'Result of k8s-deploy recover --json', recoveryReport);

export const recoveryJson = ({
  situation,
  decision,
  done,
  gaps,
  isDryRun,
  failure,
}: Recovery): z.output<typeof recoveryReport> => ({
  version: 1,
  project: situation.project,
  stack: situation.stack,
  dryRun: isDryRun,
  free: failure === null && (!isDryRun || decision.actions.length === 0),
  store: situation.store,
  locks: situation.locks.map(lockOf),
  releases: situation.releases.map(releaseOf),
  operations: situation.operations.map(operationOf),
  actions: decision.actions.map((each) => {
    const result = done.find((item) => item.action === each);
    return { ...actionOf(each), done: result !== undefined, notes: result?.notes ?? [] };
  }),
  stops: decision.stops.map(stopOf),
  gaps,
  error:
    failure === null
      ? null
      : {
          code: failure.code,
          exitCode: exitCodes[failure.code],
          message: failure.message,
          hint: failure.hint,
        },
});

const lockOf = ({ holder, note, run }: FoundLock): z.output<typeof lock> => ({
  user: holder.user,
  host: holder.host,
  pid: holder.pid,
  since: holder.since,
  run: { state: run.state, why: run.why, url: note?.workflow?.url ?? null },
});

const releaseOf = (found: FoundRelease): z.output<typeof release> => ({
  key: found.key,
  name: found.name,
  namespace: found.namespace,
  revision: found.revision,
  status: found.status,
  since: found.since === '' ? null : found.since,
  until: found.until,
});

const operationOf = (found: FoundOperation): z.output<typeof operation> => ({
  urn: found.urn,
  kind: found.kind,
  name: found.name,
  operation: found.operation,
  cluster: found.cluster,
  said: found.said,
});

type Untold<Item> = Item extends unknown ? Omit<Item, keyof typeof told> : never;

function actionOf(each: Action): Untold<z.output<typeof action>> {
  switch (each.kind) {
    case 'unlock': {
      const { pid, host } = each.lock.holder;
      return { kind: each.kind, pid, host, orphans: each.orphans };
    }
    case 'mark-failed':
      return { kind: each.kind, name: each.release.name, namespace: each.release.namespace };
    case 'refresh':
      return { kind: each.kind, how: each.how, urn: each.operation.urn };
  }
}

const stopOf = ({ about, reason, commands }: Stop): z.output<typeof stop> => ({
  about: about.kind,
  reason,
  commands,
});
