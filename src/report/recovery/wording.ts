/** What a run has left behind, and what is done about it, in words for every output. */
import type { Action, Stop } from '../../deploy/recovery/decision.ts';
import type { FoundLock, FoundOperation, FoundRelease, Situation } from '../../deploy/recovery/situation.ts';
import { duration } from '../../stack/duration.ts';

/** `ann@ci-7 (process 4711) since 2026-11-20T10:00:00Z, for 2 h 5 m, https://github.com/acme/shop/actions/runs/7/attempts/1 (job deploy)`. */
export function holderText({ holder, note }: Pick<FoundLock, 'holder' | 'note'>, now: Date): string {
  const { user, host, pid, since } = holder;
  const age = now.getTime() - Date.parse(since);
  const workflow = note?.workflow ?? null;
  return [
    `${user}@${host} (process ${pid}) since ${since}`,
    ...(Number.isNaN(age) ? [] : [`for ${duration(age)}`]),
    ...(workflow === null ? [] : [`${workflow.url}${workflow.job === '' ? '' : ` (job ${workflow.job})`}`]),
  ].join(', ');
}

const unfinished: Record<FoundOperation['operation'], string> = {
  creating: 'the creation',
  updating: 'an update',
  deleting: 'the deletion',
  reading: 'the reading',
};

/** `the creation of Secret login is unfinished`. */
export const operationText = ({ kind, name, operation }: FoundOperation): string =>
  `${unfinished[operation]} of ${kind} ${name} is unfinished`;

export const releaseText = ({ name, namespace, revision, status, since }: FoundRelease): string =>
  `release ${name} in namespace ${namespace} is ${status} in revision ${revision}${since === '' ? '' : ` since ${since}`}`;

export const isNothingFound = ({ locks, operations, releases }: Situation): boolean =>
  locks.length + operations.length + releases.length === 0;

/** One line each. */
export const foundTexts = ({ locks, operations, releases }: Situation, now: Date): string[] => [
  ...locks.map((lock) => `a lock, held by ${holderText(lock, now)}; ${lock.run.why}`),
  ...releases.map(releaseText),
  ...operations.map((operation) => `${operationText(operation)}; ${inCluster[operation.cluster]}`),
];

const inCluster: Record<FoundOperation['cluster'], string> = {
  present: 'the cluster has it',
  absent: 'the cluster does not have it',
  unknown: 'whether the cluster has it is not known',
};

export function aboutText(about: Stop['about']): string {
  switch (about.kind) {
    case 'store':
      return 'the state';
    case 'lock':
      return 'the lock';
    case 'release':
      return `release ${about.release.name}`;
    case 'operation':
      return `${about.operation.kind} ${about.operation.name}`;
  }
}

type Tense = 'done' | 'would' | 'not';

export function actionText(action: Action, tense: Tense): string {
  const [done, would, what] = words(action);
  switch (tense) {
    case 'done':
      return `${done} ${what}`;
    case 'would':
      return `would ${would} ${what}`;
    case 'not':
      return `could not ${would} ${what}`;
  }
}

function words(action: Action): readonly [done: string, would: string, what: string] {
  switch (action.kind) {
    case 'unlock': {
      const { holder } = action.lock;
      const left = action.orphans.length === 0 ? '' : ` and what is left of it: ${action.orphans.join(', ')}`;
      return ['freed', 'free', `the lock of ${holder.user}@${holder.host} (process ${holder.pid}${left})`];
    }
    case 'mark-failed': {
      const { name, namespace, revision } = action.release;
      return [
        'marked',
        'mark',
        `release ${name} in namespace ${namespace} as failed in revision ${revision}`,
      ];
    }
    case 'refresh': {
      const { kind, name } = action.operation;
      const what = `${kind} ${name}`;
      switch (action.how) {
        case 'adopt':
          return ['took over', 'take over', what];
        case 'forget':
          return ['forgot', 'forget', `the creation of ${what}: the next run makes it`];
        case 'reapply':
          return ['noted', 'note', `that the next run applies ${what} again`];
        case 'ask':
          return ['asked', 'ask', `the cluster what has become of ${what}`];
      }
    }
  }
}
