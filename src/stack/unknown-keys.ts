import type { FieldPath } from './desired.ts';
import { childOf, knownKeys, synonymOf, tagsWith, type Expectation } from './expectation.ts';
import type { Finding } from './finding.ts';
import { nearest } from './nearest.ts';
import { quoted } from './problem.ts';
import { listed } from './wording.ts';

/** Known keys are listed beside an unknown one if there are no more than these. */
const listedKeys = 12;

/** The map that has the keys. */
interface Place {
  readonly path: FieldPath;
  readonly value: unknown;
  readonly expectation: Expectation;
  readonly secret: boolean;
  /** Keys of the other options of a union, when this is one of them. */
  readonly elsewhere: readonly string[];
}

/** One finding for each key, with the best guess at what its author wanted. */
export function unknownKeys(keys: readonly string[], place: Place): Finding[] {
  return keys.map((key) => unknownKey(key, place));
}

function unknownKey(key: string, { path: parent, value, expectation, secret, elsewhere }: Place): Finding {
  const path = [...parent, key];
  const known = knownKeys(expectation);
  const present = known.filter((name) => childOf(value, name) !== undefined);
  if (elsewhere.includes(key) && present.length > 0) {
    return { path, part: 'key', message: `"${key}" cannot be combined with ${listed(present)}` };
  }
  const synonym = synonymOf(expectation, key);
  if (synonym !== null && !known.includes(synonym)) {
    return { path, part: 'key', message: `unknown key ${quoted(key)}; ${synonym}` };
  }
  const near = synonym ?? nearest(key, known);
  if (near !== null) {
    const message = `unknown key ${quoted(key)}; did you mean "${near}"?`;
    return { path, part: 'key', message, meant: [...parent, near] };
  }
  const [tag] = tagsWith(expectation, key);
  if (tag !== undefined) return { path, part: 'key', message: `"${key}" is only known with "${tag}"` };
  // `{hunter2}` is a map with the key "hunter2": where a secret is expected, only a slip of a known key is repeated.
  if (secret) return { path: parent, part: 'value', message: `unknown key; expected ${listed(known)}` };
  const hint = known.length > 0 && known.length <= listedKeys ? `; expected ${listed(known)}` : '';
  return { path, part: 'key', message: `unknown key ${quoted(key)}${hint}` };
}
