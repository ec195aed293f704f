import type { Value } from '../stack/desired.ts';
import type { Fault } from './system.ts';
import { isLiteral, valueAt, type ValuePath } from './value-path.ts';

/** A fault if `broken`; else none. */
export const faultIf = (broken: boolean, path: ValuePath, message: string): Fault[] =>
  broken ? [{ path, message }] : [];

/** Where a chart takes a secret as a value, and what to use instead. */
export interface SecretPlace {
  readonly rule: string;
  readonly path: ValuePath;
  readonly use: string;
}

/** Secrets in plain text. Helm keeps all values in every release record. */
export function plainSecrets(values: Value, places: readonly SecretPlace[]): Fault[] {
  return places.flatMap(({ rule, path, use }) =>
    faultIf(
      isLiteral(valueAt(values, path)),
      path,
      `${rule}: secrets never enter Helm values, which every release record keeps: use ${use}`,
    ),
  );
}
