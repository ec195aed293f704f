/** Plain scalars of YAML as Go's decoder (yaml.v3) takes them, which reads suites for helm-unittest: `0644` is 420, `1_000` a number, `yes` a text. */
import type { Data } from '../../../kubernetes/data.ts';

const nulls: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);
const booleans: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'True', 'TRUE'].map((text): [string, boolean] => [text, true]),
  ...['false', 'False', 'FALSE'].map((text): [string, boolean] => [text, false]),
]);

const startOfNumber = /^[-+.]?\d/;
const whole = /^([-+]?)(0[bB][01]+|0[xX][\da-fA-F]+|0[oO]?[0-7]+|0|[1-9]\d*)$/;
const fraction = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;

export function goScalar(source: string): Data {
  if (nulls.has(source)) return null;
  const boolean = booleans.get(source);
  if (boolean !== undefined) return boolean;
  if (!startOfNumber.test(source)) return source;
  const text = source.replaceAll('_', '');
  const [, sign, digits] = whole.exec(text) ?? [];
  if (digits !== undefined) {
    // What Go writes as 0644, JavaScript writes as 0o644.
    const value = Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase());
    return sign === '-' && value !== 0 ? -value : value;
  }
  return fraction.test(text) ? Number(text) : source;
}
