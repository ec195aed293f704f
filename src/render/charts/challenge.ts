/** The `WWW-Authenticate` header (RFC 9110, section 11): one or more challenges, each with its parameters. Pure. */

export interface Challenge {
  readonly scheme: string; // in lower case
  readonly parameters: Readonly<Record<string, string>>; // names in lower case
}

const token = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const parameter = /\s*([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y;
const separator = /[\s,]+/y;

/** Stops at the first text that it does not understand; what was read before counts. */
export function parseChallenges(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(separator);
    const scheme = take(token)?.[0];
    if (scheme === undefined) return challenges;
    const parameters: Record<string, string> = {};
    for (let match = take(parameter); match !== null; take(separator), match = take(parameter)) {
      const [, name = '', quoted, bare = ''] = match;
      parameters[name.toLowerCase()] = quoted === undefined ? bare : quoted.replaceAll(/\\(.)/gs, '$1');
    }
    challenges.push({ scheme: scheme.toLowerCase(), parameters });
  }
}
