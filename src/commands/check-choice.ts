/** Which of the cases are asked for: `--filter` and `--shard`. */
import type { Case } from '../contract/case.ts';
import { matches } from '../contract/suite/patterns.ts';
import { Failure } from '../stack/failure.ts';

export interface CaseChoice {
  readonly filter?: string | undefined;
  readonly shard?: string | undefined;
}

/** Null: all. Throws a `Failure` (configuration) for what is no shard. */
export function chooseCases({ filter, shard }: CaseChoice): ((one: Case, index: number) => boolean) | null {
  const isInShard = chooseFiles({ shard });
  if (filter === undefined && shard === undefined) return null;
  return (one, index) => (filter === undefined || fits(filter, one)) && isInShard(index);
}

/** Of `--shard`: files with helm-unittest suites are shared out one by one, as cases are. */
export function chooseFiles({ shard }: Pick<CaseChoice, 'shard'>): (index: number) => boolean {
  const part = shard === undefined ? null : parseShard(shard);
  return (index) => part === null || index % part.of === part.number - 1;
}

/** A release, a case, `RELEASE/CASE`, or `STACK: RELEASE/CASE`, with `*` for any characters. */
const fits = (filter: string, { name, release, stack }: Case): boolean =>
  [release, name, `${release}/${name}`, `${stack ?? ''}: ${release}/${name}`].some((text) =>
    matches(filter, text),
  );

const mostShards = 1000;

function parseShard(text: string): { number: number; of: number } {
  const [, number, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? [];
  if (number === undefined || of === undefined || number < 1 || number > of || of > mostShards) {
    throw new Failure('configuration', `--shard ${text}: expected NUMBER/COUNT such as 1/4`, {
      hint: `the first is 1, and at most ${mostShards} shards are made`,
    });
  }
  return { number, of };
}
