/** Quantities, exactly as Kubernetes has them: whole billionths, rounded away from zero, within ±(2^63-1). */
import { celFunc, celMethod, CelScalar, type CelFunc } from '@bufbuild/cel';
import { opaqueType } from './opaque.ts';
import { compareTo, int64 } from './order.ts';

const nano = 1_000_000_000n;
const most = (2n ** 63n - 1n) * nano;

const decimal: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binary: Readonly<Record<string, bigint>> = {
  Ki: 2n ** 10n,
  Mi: 2n ** 20n,
  Gi: 2n ** 30n,
  Ti: 2n ** 40n,
  Pi: 2n ** 50n,
  Ei: 2n ** 60n,
};

/** More digits than any quantity needs; further ones could only cost time. */
const readCharacters = 100;
/** Beyond it, everything but zero is more than the most, or less than a billionth. */
const exponents = 200;

/** In billionths; null if it is none. */
function nanosOf(text: string): bigint | null {
  if (text.length > readCharacters) return null;
  const [, sign, whole = '', fraction = '', exponent, suffix = ''] =
    /^([+-]?)(?=\.?\d)(\d*)\.?(\d*)(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text) ?? [];
  if (sign === undefined) return null;
  const digits = BigInt(whole + fraction) * (binary[suffix] ?? 1n);
  const given = Number(exponent ?? decimal[suffix] ?? 0);
  const shift = Math.max(-exponents, Math.min(exponents, given)) - fraction.length + 9;
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : roundedUp(digits, 10n ** BigInt(-shift));
  const capped = size > most ? most : size;
  return sign === '-' ? -capped : capped;
}

const roundedUp = (size: bigint, by: bigint): bigint => (size + by - 1n) / by;

const { of, valueOf, type } = opaqueType<bigint>('Quantity', String);
const { STRING, INT, DOUBLE, BOOL } = CelScalar;

function parsed(text: string): bigint {
  const nanos = nanosOf(text);
  if (nanos === null) throw new Error('quantity() was given what is no quantity');
  return nanos;
}

export const quantityFunctions: readonly CelFunc[] = [
  celFunc('quantity', [STRING], type, (text) => of(parsed(text))),
  celFunc('isQuantity', [STRING], BOOL, (text) => nanosOf(text) !== null),
  celMethod('isInteger', type, [], BOOL, function () {
    return valueOf(this) % nano === 0n;
  }),
  celMethod('asInteger', type, [], INT, function () {
    const nanos = valueOf(this);
    if (nanos % nano !== 0n) throw new Error('asInteger() was called on a quantity that is not whole');
    return nanos / nano;
  }),
  celMethod('asApproximateFloat', type, [], DOUBLE, function () {
    return Number(valueOf(this)) / Number(nano);
  }),
  celMethod('sign', type, [], INT, function () {
    return compareTo(valueOf(this), 0n);
  }),
  celMethod('add', type, [type], type, function (other) {
    return of(valueOf(this) + valueOf(other));
  }),
  celMethod('add', type, [INT], type, function (other) {
    return of(valueOf(this) + int64(other) * nano);
  }),
  celMethod('sub', type, [type], type, function (other) {
    return of(valueOf(this) - valueOf(other));
  }),
  celMethod('sub', type, [INT], type, function (other) {
    return of(valueOf(this) - int64(other) * nano);
  }),
  celMethod('isLessThan', type, [type], BOOL, function (other) {
    return valueOf(this) < valueOf(other);
  }),
  celMethod('isGreaterThan', type, [type], BOOL, function (other) {
    return valueOf(this) > valueOf(other);
  }),
  celMethod('compareTo', type, [type], INT, function (other) {
    return compareTo(valueOf(this), valueOf(other));
  }),
];
