/** Orders and ranges of CEL's values. */
import { isCelUint, type CelValue } from '@bufbuild/cel';

/** As `compareTo` of Kubernetes' types: -1, 0 or 1. */
export const compareTo = (a: bigint, b: bigint): bigint => (a < b ? -1n : a > b ? 1n : 0n);

export function int64(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new Error('an int has at most 64 bits');
  return value;
}

type Comparable = bigint | number | string | boolean;

/** Numbers of all types compare with each other, as `<` does; throws for what has no order. */
export function compare(a: CelValue, b: CelValue): number {
  const [left, right] = [comparable(a), comparable(b)];
  const alike =
    typeof left === typeof right ||
    (typeof left !== 'string' &&
      typeof right !== 'string' &&
      typeof left !== 'boolean' &&
      typeof right !== 'boolean');
  if (!alike) throw new Error('the list has items of types that cannot be compared');
  return left < right ? -1 : left > right ? 1 : 0;
}

function comparable(value: CelValue): Comparable {
  if (isCelUint(value)) return value.value;
  if (typeof value === 'object') throw new Error('the list has items that have no order');
  return value;
}
