/** What of a secret is one by itself: its lines, passwords in URLs, fields of the document that it may be. */
import { isMap, type Data } from '../kubernetes/data.ts';
import { isElsewhere, isSecretNameInObjects } from './names.ts';
import { passwordsIn, usersIn } from './urls.ts';

/** The secret itself first; some may be too short or too common to be looked for. */
export function partsOf(secret: string): string[] {
  const whole = secret.trim();
  const parts = [secret, whole, ...credentialsIn(whole)];
  if (whole.includes('\n')) parts.push(...linesOf(whole));
  const document = parsed(whole);
  if (document !== undefined) parts.push(...leavesOf(document).flatMap((leaf) => partsOf(leaf)));
  return [...new Set(parts)].filter((part) => part !== '');
}

/** Every text and number in it. */
export function leavesOf(data: Data): string[] {
  if (typeof data === 'string') return [data];
  if (typeof data === 'number') return [String(data)];
  if (Array.isArray(data)) return data.flatMap((item: Data) => leavesOf(item));
  return isMap(data) ? Object.values(data).flatMap((item) => leavesOf(item)) : [];
}

/** As JSON; undefined for what is no object and no list. */
export function parsed(text: string): Data | undefined {
  if (!/^[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Data;
  } catch {
    return undefined;
  }
}

/** As they are written in the URL, and as they are meant. */
const credentialsIn = (text: string): string[] =>
  [...passwordsIn(text), ...usersIn(text)].flatMap((found) => [found, decoded(found)]);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `-----BEGIN …` and what only gives a document its shape tell nothing. */
const shape = /^-----|^[\w./-]+:$|^[^\w]*$/;
const assignment = /^(?:- +)?["']?([\w./-]+)["']? *[:=] *["']?(.*?)["']?,?$/;

function linesOf(text: string): string[] {
  return text.split(/[\r\n]+/).flatMap((line) => {
    const trimmed = line.trim();
    if (shape.test(trimmed)) return [];
    const [, name = '', value = ''] = assignment.exec(trimmed) ?? [];
    const isNamed = isSecretNameInObjects(name) && !isElsewhere(value);
    return isNamed ? [trimmed, value] : [trimmed];
  });
}
