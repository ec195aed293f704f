/** The files in which a step leaves something for the runner. */
import { existsSync, readFileSync } from 'node:fs';

/** `NAME<<DELIMITER`, lines, `DELIMITER`, and `NAME=VALUE`; the last of each name. Empty if there is no file. */
export function keysAndValues(file: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = textOf(file).split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const [, name, delimiter] = /^([^=<]+)<<(\S+)$/.exec(line) ?? [];
    if (name !== undefined && delimiter !== undefined) {
      const end = lines.indexOf(delimiter, at + 1);
      if (end === -1) throw new Error(`${file}: no line ${delimiter}`);
      found[name] = lines.slice(at + 1, end).join('\n');
      at = end;
    } else if (line !== '') {
      const [, key, value] = /^([^=]+)=(.*)$/.exec(line) ?? [];
      if (key === undefined || value === undefined) throw new Error(`${file}: invalid format ${line}`);
      found[key] = value;
    }
  }
  return found;
}

export const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
