/** Credentials in URLs: `postgres://user:password@host`. */

const password = /[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:(\S+)@/gi;
const shortPassword = /[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:([^\s@]+)@/gi;
const user = /[a-z][a-z0-9+.-]*:\/\/([^\s/@]+)@/gi;

/** A password may hold "@", and a text several URLs: what is before the first "@" is looked at alone, too. */
export const passwordsIn = (text: string): string[] => [
  ...groups(text, password),
  ...groups(text, shortPassword),
];

/** What stands before the "@", if a token stands there alone; else user and password. */
export const usersIn = (text: string): string[] => groups(text, user);

const groups = (text: string, pattern: RegExp): string[] =>
  text.includes('://') ? [...text.matchAll(pattern)].flatMap(([, group = '']) => group) : [];
