/** What Kubernetes adds to lists. */
import { celMethod, CelScalar, isCelUint, listType, type CelFunc, type CelValue } from '@bufbuild/cel';
import { compare, int64 } from './order.ts';

const { BOOL, DYN, INT } = CelScalar;
const list = listType(DYN);

/** `int` if all are; the sum of none is 0. */
function sumOf(items: Iterable<CelValue>): bigint | number {
  let whole = 0n;
  let rest: number | null = null;
  for (const item of items) {
    const number = isCelUint(item) ? item.value : item;
    if (typeof number === 'bigint') whole = int64(whole + number);
    else if (typeof number === 'number') rest = (rest ?? 0) + number;
    else throw new Error('sum() was called on a list with items that are no numbers');
  }
  return rest === null ? whole : rest + Number(whole);
}

function extreme(items: Iterable<CelValue>, name: string, wanted: 1 | -1): CelValue {
  const [first, ...others] = items;
  if (first === undefined) throw new Error(`${name}() was called on an empty list`);
  return others.reduce((best, item) => (compare(item, best) * wanted > 0 ? item : best), first);
}

function isSorted(items: Iterable<CelValue>): boolean {
  let previous: CelValue | undefined;
  for (const item of items) {
    if (previous !== undefined && compare(previous, item) > 0) return false;
    previous = item;
  }
  return true;
}

/** Numbers are equal across their types, as in `==`; lists and maps are never found. */
const isSame = (a: CelValue, b: CelValue): boolean => {
  const [left, right] = [isCelUint(a) ? a.value : a, isCelUint(b) ? b.value : b];
  // oxlint-disable-next-line eqeqeq -- 1n and 1 are one number
  return isNumber(left) && isNumber(right) ? left == right : left === right;
};

const isNumber = (value: CelValue): value is bigint | number =>
  typeof value === 'bigint' || typeof value === 'number';

export const listFunctions: readonly CelFunc[] = [
  celMethod('isSorted', list, [], BOOL, function () {
    return isSorted(this);
  }),
  celMethod('sum', list, [], DYN, function () {
    return sumOf(this);
  }),
  celMethod('min', list, [], DYN, function () {
    return extreme(this, 'min', -1);
  }),
  celMethod('max', list, [], DYN, function () {
    return extreme(this, 'max', 1);
  }),
  celMethod('indexOf', list, [DYN], INT, function (wanted) {
    return BigInt([...this].findIndex((item) => isSame(item, wanted)));
  }),
  celMethod('lastIndexOf', list, [DYN], INT, function (wanted) {
    return BigInt([...this].findLastIndex((item) => isSame(item, wanted)));
  }),
];
