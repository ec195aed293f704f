/** Patterns of definitions, in the syntax and the linear time of RE2: they come from users too. */
import { RE2JS } from 're2js';

/** Longer ones are not judged. */
const limits = { pattern: 4_000, text: 100_000, kept: 500 } as const;

const compiled = new Map<string, RE2JS | null>();

/** `null` if that cannot be said: the pattern is none, or too long. */
export function matches(pattern: string, text: string): boolean | null {
  if (pattern.length > limits.pattern || text.length > limits.text) return null;
  return compile(pattern)?.matcher(text).find() ?? null;
}

function compile(pattern: string): RE2JS | null {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  if (compiled.size >= limits.kept) compiled.clear();
  let made: RE2JS | null;
  try {
    made = RE2JS.compile(pattern);
  } catch {
    made = null; // the API server refuses the definition itself
  }
  compiled.set(pattern, made);
  return made;
}
