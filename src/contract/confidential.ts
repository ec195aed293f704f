/**
 * Takes out of a message what nobody may read there. Helm quotes the values that a chart refuses, and rules quote what they find; a password may
 * be among both. Known as secret is what the rendered Secrets hold, and what the case's values have under names of secrets or in URLs.
 */
import { at, isMap, textsAt, type Data, type DataMap } from '../kubernetes/data.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';
import type { Finding } from './finding.ts';

/** Shorter ones are in many texts: words, ports. */
const shortest = 6;
/** Of a text that was cut, this much of a secret in front of the cut is too much. */
const shortestStart = 10;
const withheldText = '(secret)';

const secretName =
  /(?:password|passwd|passphrase|token|jwt|(?:secret|private|api|access|encryption|signing)[_.-]?key|secret|credentials?)$/i;
/** `existingSecret: app-login`, `loginSecret: app-login`: where the secret is. */
const referenceName = /existing|(?:secret|credentials?)$/i;
const objectName = /^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$/;
const variable = /^\$[({].*[)}]$/s;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const urlPassword = /[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:(\S+)@/gi;
const urlShortPassword = /[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:([^\s@]+)@/gi;
const urlUser = /[a-z][a-z0-9+.-]*:\/\/([^\s/@]+)@/gi;
/** The YAML library shows the start of what it cannot convert. */
const convertedStart = /(!!\w+ )`[^`]*`/g;

export type Hide = (text: string) => string;

/** `objects`: null if nothing was rendered. What is secret is only looked for once there is a text. */
export function confidential(given: DataMap, objects: readonly RenderedObject[] | null): Hide {
  let secrets: readonly string[] | undefined;
  return (text) => {
    secrets ??= spellings(
      new Set([...valuesIn(given, objects === null), ...contentsOf(objects ?? [])]),
      objects,
    );
    const whole = secrets.reduce((shown, secret) => shown.replaceAll(secret, withheldText), text);
    return secrets.reduce(withoutStart, whole).replaceAll(convertedStart, '$1`…`');
  };
}

export const withheld = (finding: Finding, hide: Hide): Finding => ({
  ...finding,
  message: hide(finding.message),
  hint: finding.hint === null ? null : hide(finding.hint),
});

/** `isRefused`: nothing was rendered, so that what may be the name of a Secret and may be one itself helps nobody. */
function valuesIn(value: Data, isRefused: boolean, name = ''): string[] {
  if (typeof value === 'number') return secretName.test(name) ? [String(value)] : [];
  if (typeof value === 'string') {
    const inUrls = passwordsIn(value);
    if (inUrls.length > 0) return inUrls;
    if (privateKey.test(value)) return [value];
    const isNamed = secretName.test(name) && !variable.test(value);
    const isReference = referenceName.test(name) && objectName.test(value) && !isRefused;
    return isNamed && !isReference ? [value] : [];
  }
  if (Array.isArray(value)) return value.flatMap((item: Data) => valuesIn(item, isRefused, name));
  if (!isMap(value)) return [];
  // `env: [{name: PASSWORD, value: …}]`
  const variableName = at(value, 'name');
  return Object.entries(value).flatMap(([key, item]) =>
    valuesIn(item, isRefused, key === 'value' && typeof variableName === 'string' ? variableName : key),
  );
}

/** A password may hold "@", and a text several URLs: what is before the first "@" is looked at alone, too. */
const passwordsIn = (text: string): string[] =>
  [urlPassword, urlShortPassword].flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(([, password = '']) => password),
  );

function contentsOf(objects: readonly RenderedObject[]): string[] {
  return objects
    .filter(({ kind }) => kind === 'Secret')
    .flatMap(({ manifest }) => {
      const encoded = Object.values(textsAt(manifest, 'data'));
      const decoded = encoded.map((text) => Buffer.from(text, 'base64').toString());
      return [...encoded, ...decoded, ...Object.values(textsAt(manifest, 'stringData'))];
    })
    .flatMap((content) => [
      content,
      ...passwordsIn(content),
      ...[...content.matchAll(urlUser)].flatMap(([, user = '']) => user),
      ...insideJson(content),
    ]);
}

/** Such as `.dockerconfigjson`. */
function insideJson(content: string): string[] {
  if (!content.trimStart().startsWith('{')) return [];
  try {
    return valuesIn(JSON.parse(content) as Data, true);
  } catch {
    return [];
  }
}

/** As they may stand in a text: line by line, escaped, in base64, in a URL; the longest first, since one may be a part of another. */
function spellings(secrets: ReadonlySet<string>, objects: readonly RenderedObject[] | null): string[] {
  const open = new Set((objects ?? []).flatMap(({ name, namespace }) => [name, namespace ?? '']));
  const written = [...secrets]
    .flatMap((secret) => [secret, ...secret.split('\n')].map((part) => part.trim()))
    .filter((secret) => secret.length >= shortest && !open.has(secret))
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret.toWellFormed()),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    ]);
  return [...new Set(written)].toSorted((a, b) => b.length - a.length);
}

/** `postgres://user:hunt…` */
function withoutStart(text: string, secret: string): string {
  const start = secret.slice(0, shortestStart);
  if (secret.length <= shortestStart) return text;
  let shown = text;
  for (let from = shown.indexOf(start); from !== -1; from = shown.indexOf(start, from + 1)) {
    let end = from + start.length;
    while (end < shown.length && shown[end] === secret[end - from]) end++;
    if (shown.startsWith('…', end) || shown.startsWith('...', end)) {
      shown = shown.slice(0, from) + withheldText + shown.slice(end);
    }
  }
  return shown;
}
