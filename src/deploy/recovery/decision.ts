/**
 * The decision table of a recovery: what is done about a situation, and what is left to a person. Pure: the same situation, the same decision.
 *
 * | found                                          | done                                                           |
 * | ---------------------------------------------- | -------------------------------------------------------------- |
 * | store of the state does not answer             | stop                                                           |
 * | lock of a run that lives, or ends, or unknown  | stop, and nothing else is touched                              |
 * | lock of a run that is over                     | unlock                                                         |
 * | release pending, run over or its time is up    | mark failed                                                    |
 * | release pending, somebody may be at work       | stop: wait, or undo                                            |
 * | creation pending, nobody says how it went      | stop: say it; no operation is settled before                   |
 * | creation pending, said and not contradicted    | refresh: adopt, or forget                                      |
 * | update pending                                 | refresh: apply again                                           |
 * | deletion pending, what it deletes is gone      | refresh: ask the cluster                                       |
 * | deletion pending otherwise, reading pending    | proceed: the next run deletes, or reads, again                 |
 * | nothing of these                               | proceed                                                        |
 */
import { idOf } from '../pending-operations.ts';
import type { FoundLock, FoundOperation, FoundRelease, Situation } from './situation.ts';

export type Action =
  | { readonly kind: 'unlock'; readonly lock: FoundLock; readonly orphans: readonly number[] }
  | { readonly kind: 'mark-failed'; readonly release: FoundRelease }
  | { readonly kind: 'refresh'; readonly operation: FoundOperation; readonly how: Refresh };

/** `adopt`, `forget` and `reapply` as in `Settlement`; `ask`: Pulumi asks the cluster. */
export type Refresh = 'adopt' | 'forget' | 'reapply' | 'ask';

/** What only a person, or time, can settle. */
export interface Stop {
  readonly about:
    | { readonly kind: 'store' }
    | { readonly kind: 'lock'; readonly lock: FoundLock }
    | { readonly kind: 'release'; readonly release: FoundRelease }
    | { readonly kind: 'operation'; readonly operation: FoundOperation };
  readonly reason: string;
  /** Exactly what to run; several are alternatives. */
  readonly commands: readonly string[];
}

export interface Decision {
  /** In the order in which they are done. */
  readonly actions: readonly Action[];
  readonly stops: readonly Stop[];
}

/** Whether a change of the stack may begin as it is. */
export const mayProceed = ({ actions, stops }: Decision): boolean =>
  actions.length === 0 && stops.length === 0;

export function decide(situation: Situation): Decision {
  const { store, locks, operations, releases, stack } = situation;
  if (store === 'silent') {
    const reason = 'the store of the state does not answer: whether somebody works on the stack is not known';
    return { actions: [], stops: [{ about: { kind: 'store' }, reason, commands: [recoverCommand(stack)] }] };
  }
  const held = locks.flatMap((lock) => heldLock(lock, stack));
  if (held.length > 0) return { actions: [], stops: held };
  const ofOperations = operations.map((operation) => ofOperation(operation, stack));
  const open = stopsIn(ofOperations);
  const verdicts = [...locks.map(unlocking), ...releases.map((release) => ofRelease(release, stack))];
  return {
    // Pulumi settles all pending operations at once or none: what is not answered yet would be forgotten.
    actions: [...actionsIn(verdicts), ...(open.length > 0 ? [] : actionsIn(ofOperations))],
    stops: [...stopsIn(verdicts), ...open],
  };
}

type Verdict = Action | Stop | null;

const actionsIn = (verdicts: readonly Verdict[]): Action[] =>
  verdicts.flatMap((verdict) => (verdict !== null && 'kind' in verdict ? verdict : []));

const stopsIn = (verdicts: readonly Verdict[]): Stop[] =>
  verdicts.flatMap((verdict) => (verdict !== null && 'about' in verdict ? verdict : []));

const recoverCommand = (stack: string): string => `k8s-deploy recover --stack ${stack}`;

function heldLock(lock: FoundLock, stack: string): Stop[] {
  const { run } = lock;
  const about = { kind: 'lock', lock } as const;
  switch (run.state) {
    case 'over':
      return [];
    case 'live':
      return [{ about, reason: 'wait for the end of its run', commands: [waiting(stack)] }];
    case 'ending':
      return [{ about, reason: `wait until ${run.until}`, commands: [recoverCommand(stack)] }];
    case 'unknown':
      return [
        {
          about,
          reason: 'make sure that its run is over, then free the stack by hand',
          commands: [`pulumi cancel --yes --stack ${stack}`],
        },
      ];
  }
}

const waiting = (stack: string): string => `k8s-deploy up --stack ${stack} --wait-for-lock 15m`;

/** Only for those whose run is over. */
const unlocking = (lock: FoundLock): Action => ({
  kind: 'unlock',
  lock,
  orphans: lock.run.state === 'over' ? lock.run.orphans : [],
});

function ofRelease(release: FoundRelease, stack: string): Action | Stop {
  if (release.runOver || release.expired) return { kind: 'mark-failed', release };
  return {
    about: { kind: 'release', release },
    reason: `somebody may still be at work on it: nobody can be after ${release.until}`,
    commands: [
      recoverCommand(stack),
      `helm ${release.status === 'pending-install' || release.status === 'uninstalling' ? 'uninstall' : 'rollback'} ${release.name} --namespace ${release.namespace}`,
    ],
  };
}

function ofOperation(operation: FoundOperation, stack: string): Action | Stop | null {
  switch (operation.operation) {
    case 'creating':
      return ofCreation(operation, stack);
    case 'updating':
      return { kind: 'refresh', operation, how: 'reapply' };
    case 'deleting':
      if (operation.cluster === 'absent') return { kind: 'refresh', operation, how: 'ask' };
      // Of a release that is half uninstalled, Pulumi would say that nothing has changed if it is wanted after all.
      return operation.stands.as === 'release' && operation.cluster === 'present'
        ? { kind: 'refresh', operation, how: 'reapply' }
        : null;
    case 'reading':
      return null;
  }
}

function ofCreation(operation: FoundOperation, stack: string): Action | Stop {
  const { said, cluster, stands, urn } = operation;
  const stop = (reason: string, answers: readonly ('created' | 'not-created')[]): Stop => ({
    about: { kind: 'operation', operation },
    reason,
    commands: answers.map((answer) => `${recoverCommand(stack)} --${answer} '${urn}'`),
  });
  switch (said) {
    case null: {
      if (stands.as === 'elsewhere') return stop('nobody can tell whether it was created', ['not-created']);
      if (cluster === 'unknown')
        return stop('the cluster could not be asked whether it was created', ['created', 'not-created']);
      return cluster === 'present'
        ? stop(`the cluster has ${idOf(stands)}: say whether that is it`, ['created'])
        : stop(`the cluster does not have ${idOf(stands)}: say that it was not created`, ['not-created']);
    }
    case 'created':
      if (stands.as === 'elsewhere')
        return stop('what is not in the cluster cannot be adopted; making it again takes it over', [
          'not-created',
        ]);
      return cluster === 'present'
        ? { kind: 'refresh', operation, how: 'adopt' }
        : stop(`${notSeen(cluster)} ${idOf(stands)}`, cluster === 'absent' ? ['not-created'] : ['created']);
    case 'not-created':
      return cluster === 'present' && stands.as !== 'elsewhere'
        ? stop(`the cluster has ${idOf(stands)}: adopt it, or remove it first`, ['created'])
        : { kind: 'refresh', operation, how: 'forget' };
  }
}

const notSeen = (cluster: 'absent' | 'unknown'): string =>
  cluster === 'absent' ? 'the cluster does not have' : 'the cluster could not be asked for';
