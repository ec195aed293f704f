import type { FieldPath } from '../../stack/desired.ts';

export interface Refusal {
  readonly path: FieldPath; // from the release
  readonly message: string;
}

/** A refusal if `broken`; else none. */
export const refuseIf = (broken: boolean, path: FieldPath, message: string): Refusal[] =>
  broken ? [{ path, message }] : [];

/** One of two ways to give the same thing. */
export function oneOf<Key extends string>(
  path: FieldPath,
  keys: readonly Key[],
  options: Readonly<Partial<Record<Key, unknown>>>,
  rule: string,
): Refusal[] {
  const given = keys.filter((key) => options[key] !== undefined).length;
  const found = given === 0 ? 'there is neither' : 'there are both';
  return refuseIf(given !== 1, path, `${rule}: give either ${keys.join(' or ')}: ${found}`);
}
