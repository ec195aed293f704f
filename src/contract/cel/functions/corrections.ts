/**
 * Functions of @bufbuild/cel 0.6.1 that differ from the language: `double("x")` gives NaN, with which every comparison is false, and `int("")`
 * gives 0; `split` with a limit drops the rest; `replace` takes quadratic time. And the texts that they make are bounded.
 */
import { celFunc, celMethod, CelScalar, listType, type CelFunc } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { celLimits } from '../limits.ts';
import { int64 } from './order.ts';

const { DOUBLE, INT, STRING } = CelScalar;

function toInt(text: string): bigint {
  if (!/^-?\d{1,19}$/.test(text)) throw new Error('int() was given a text that is no whole number');
  return int64(BigInt(text));
}

function toDouble(text: string): number {
  if (/^[+-]?(?:Inf(?:inity)?)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (text === 'NaN') return NaN;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) {
    throw new Error('double() was given a text that is no number');
  }
  return Number(text);
}

function bounded(text: string): string {
  if (text.length > celLimits.textCharacters) {
    throw new Error(`the rule makes a text of more than ${celLimits.textCharacters} characters`);
  }
  return text;
}

/** At most `most` parts, the last one with all the rest; below zero: all. */
function split(text: string, separator: string, most: number): string[] {
  const parts = separator === '' ? Array.from(text) : text.split(separator);
  if (most < 0 || parts.length <= most) return parts;
  return most === 0 ? [] : [...parts.slice(0, most - 1), parts.slice(most - 1).join(separator)];
}

/** The first `most` of them; below zero: all. Nothing stands before each character and at the end. */
function replace(text: string, wanted: string, by: string, most: number): string {
  const parts = wanted === '' ? ['', ...Array.from(text), ''] : text.split(wanted);
  const places = most < 0 ? parts.length - 1 : Math.min(most, parts.length - 1);
  if (text.length + places * by.length > celLimits.textCharacters) return bounded(text + by.repeat(places));
  return (
    parts.slice(0, places + 1).join(by) +
    parts
      .slice(places + 1)
      .map((part) => wanted + part)
      .join('')
  );
}

const boundedNames = new Set(['join', 'format']);

export const stringFunctions: readonly CelFunc[] = [
  ...strings.map((original) =>
    boundedNames.has(original.name) && original.target !== undefined
      ? celMethod(original.name, original.target, original.arguments, STRING, function (...args) {
          const result = original.call(0, this, args);
          if (result instanceof Error) throw new Error(result.message);
          return typeof result === 'string' ? bounded(result) : '';
        })
      : original,
  ),
  celFunc('int', [STRING], INT, toInt),
  celFunc('double', [STRING], DOUBLE, toDouble),
  celFunc('_+_', [STRING, STRING], STRING, (a, b) => bounded(a + b)),
  celMethod('split', STRING, [STRING], listType(STRING), function (separator) {
    return split(this, separator, -1);
  }),
  celMethod('split', STRING, [STRING, INT], listType(STRING), function (separator, most) {
    return split(this, separator, Number(most));
  }),
  celMethod('replace', STRING, [STRING, STRING], STRING, function (wanted, by) {
    return replace(this, wanted, by, -1);
  }),
  celMethod('replace', STRING, [STRING, STRING, INT], STRING, function (wanted, by, most) {
    return replace(this, wanted, by, Number(most));
  }),
];
