/** The leader’s address of each worker, as far as it is known. */
import type { DataPath } from '../../../kubernetes/data.ts';
import type { Verdict } from '../../rule.ts';
import { urlVariable, type LeaderUrl } from './leader-link.ts';
import type { Worker } from './worker-group.ts';

/** Why the rules over the address can't be judged. */
const unknownUrl = ({ leader }: Worker): Verdict => ({
  notChecked: `the leader's address, which ${leader.parts.length === 0 ? urlVariable : 'a Secret that somebody else makes'} holds`,
});

/** Workers whose leader's address is known, each with it; what isn't known is said by `unknown`. */
export function* urls(workers: readonly Worker[]): Iterable<readonly [Worker, LeaderUrl]> {
  for (const worker of workers) {
    if (worker.leader.url !== null && worker.leader.url !== 'malformed') yield [worker, worker.leader.url];
  }
}

export function* unknown(workers: readonly Worker[]): Iterable<Verdict> {
  for (const worker of workers) {
    if (worker.leader.variable !== undefined && worker.leader.url === null) yield unknownUrl(worker);
  }
}

export const pathOf = ({ leader }: Worker): DataPath => leader.variable?.path ?? [];
