/** Names with `*` for any characters, also none. */

/** Takes time proportional to both, whatever the pattern is. */
export function matches(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === name;
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last))
    return false;
  const end = name.length - last.length;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found === -1 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/** A case by its name, or all combinations of a matrix by the name that stands in the file. */
export const matchesCase = (pattern: string, name: string): boolean =>
  matches(pattern, name) || matches(pattern, keyOfCase(name));

/** `grid` of `grid [tls=on]`: names of cases have neither spaces nor brackets. */
const keyOfCase = (name: string): string => name.split(' [', 1)[0] ?? name;
