/** Regular expressions in the syntax and the linear time of RE2, each compiled once. */
import { celMethod, CelScalar, listType, type CelFunc } from '@bufbuild/cel';
import { RE2JS } from 're2js';

const kept = 500;
const compiled = new Map<string, RE2JS>();

/** Throws for what is no regular expression. */
export function regex(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const made = RE2JS.compile(pattern);
  if (compiled.size >= kept) compiled.clear(); // patterns that are put together from data
  compiled.set(pattern, made);
  return made;
}

function allIn(text: string, pattern: string, most: number): string[] {
  const matcher = regex(pattern).matcher(text);
  const found: string[] = [];
  while (found.length < most && matcher.find()) found.push(matcher.group() ?? '');
  return found;
}

const { STRING, INT } = CelScalar;

export const regexFunctions: readonly CelFunc[] = [
  celMethod('find', STRING, [STRING], STRING, function (pattern) {
    return allIn(this, pattern, 1)[0] ?? '';
  }),
  celMethod('findAll', STRING, [STRING], listType(STRING), function (pattern) {
    return allIn(this, pattern, Infinity);
  }),
  celMethod('findAll', STRING, [STRING, INT], listType(STRING), function (pattern, most) {
    return allIn(this, pattern, most < 0n ? Infinity : Number(most));
  }),
];
