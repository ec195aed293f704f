/**
 * Regular expressions for the identity of a signer. They are matched against all of it; that they also say so, with `^` and `$`,
 * is asked for because a reader takes them for what they say: without an end, `…/acme` is also the start of `…/acme-evil`. Pure.
 */
import { RE2JS } from 're2js';

/** What is wrong with a pattern, and what to write; null if nothing is. */
export function patternFault(pattern: string): string | null {
  if (!isRegularExpression(pattern)) {
    return 'this is no regular expression of RE2 (no look-around and no back references)';
  }
  const start = /^(\(\?[a-z]+\))?\^/.test(pattern);
  const end = endsInAnchor(pattern);
  if (!start || !end) {
    const missing = [...(start ? [] : ['"^" at its start']), ...(end ? [] : ['"$" at its end'])];
    return `it must be anchored at both ends, and lacks ${missing.join(' and ')}; write ${start ? '' : '^'}${pattern}${end ? '' : '$'}`;
  }
  if (hasOuterAlternative(pattern)) {
    return 'its anchors hold for one alternative each, not for all; put the alternatives in a group: ^(one|other)$';
  }
  return null;
}

/** Whether the pattern, which has no fault, matches the whole identity. */
export const matchesWhole = (pattern: string, identity: string): boolean =>
  RE2JS.compile(pattern).matcher(identity).matches();

function isRegularExpression(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}

/** `$` that is not the character `\$`. */
const endsInAnchor = (pattern: string): boolean => /(^|[^\\])(\\\\)*\$$/.test(pattern);

/** A `|` outside of groups, classes and escapes. Of `\Q…\E` it takes more than is there: then a group does no harm. */
function hasOuterAlternative(pattern: string): boolean {
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') {
      inClass = true;
      // `[]…]` and `[^]…]`: a bracket that comes first is one of the class.
      if (pattern[at + 1] === '^') at++;
      if (pattern[at + 1] === ']') at++;
    } else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) return true;
  }
  return false;
}
