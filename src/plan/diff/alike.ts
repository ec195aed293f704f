/** Which items of a list became which, where no key tells. */
import { at, isMap, type Data } from '../../kubernetes/data.ts';
import { isGeneratedTwin } from './generated-names.ts';
import { nameStep } from './places.ts';
import { isList, isSame } from './plain.ts';

/** Comparing each with each costs more than it tells. */
const maximumPairs = 10_000;

/** Indices of an item in both lists; undefined where it is not. */
export interface Pair {
  readonly was: number | undefined;
  readonly is: number | undefined;
}

/** Indices of items that only one of the lists has. */
export interface Lone {
  readonly gone: readonly number[];
  readonly come: readonly number[];
}

/** `hasOrder`: what stands in the same place counts as alike. In the order of both lists; who is like nobody stays alone. */
export function alikePairs(
  before: readonly Data[],
  after: readonly Data[],
  { gone, come }: Lone,
  hasOrder: boolean,
): Pair[] {
  const isGone = (was: number | undefined): Pair => ({ was, is: undefined });
  if (gone.length * come.length > maximumPairs) {
    return [...come.map((is) => ({ was: undefined, is })), ...gone.map(isGone)];
  }
  const pairs: Pair[] = [];
  const isOnly = before.length === 1 && after.length === 1;
  const isInTurn = isOnly || (hasOrder && gone.length === come.length);
  let next = 0;
  for (const is of come) {
    const found = gone.findIndex(
      (was, index) =>
        index >= next &&
        isAlike(before[was] ?? null, after[is] ?? null, {
          hasOrder,
          isOnly,
          isInTurn: isInTurn && index === next,
        }),
    );
    if (found === -1) pairs.push({ was: undefined, is });
    else {
      pairs.push(...gone.slice(next, found).map(isGone), { was: gone[found], is });
      next = found + 1;
    }
  }
  return [...pairs, ...gone.slice(next).map(isGone)];
}

interface Position {
  readonly hasOrder: boolean;
  /** There is no other. */
  readonly isOnly: boolean;
  /** As many go as come, and both are the next. */
  readonly isInTurn: boolean;
}

function isAlike(before: Data, after: Data, { hasOrder, isOnly, isInTurn }: Position): boolean {
  if (typeof before === 'string' && typeof after === 'string') {
    return isInTurn || isGeneratedTwin(before, after) || (hasOrder && isSameOption(before, after));
  }
  // Who has another name is somebody else, and may be a secret where the other is none.
  if (!isSame(nameOf(before), nameOf(after))) return false;
  if (isMap(before) && isMap(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    const equal = [...keys].filter((key) => isSame(at(before, key), at(after, key))).length;
    return isOnly || equal * 2 >= keys.size;
  }
  return isInTurn && isList(before) === isList(after) && isMap(before) === isMap(after);
}

const nameOf = (item: Data): Data => {
  const step = nameStep(item);
  return typeof step === 'object' && step !== null && 'item' in step ? step.item : null;
};

/** `--replicas=1`, `--replicas=2`; `worker:1`, `worker:2`. */
const isSameOption = (before: string, after: string): boolean => {
  const name = /^[^=:\s]+[=:]/.exec(before)?.[0];
  return name !== undefined && after.startsWith(name);
};
