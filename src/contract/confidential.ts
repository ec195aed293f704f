/**
 * Takes out of a message what nobody may read there. Helm quotes the values that a chart refuses, and rules quote what they find; a password may
 * be among both. Known as secret is what the rendered Secrets hold, and what the case's values have under names of secrets or in URLs.
 */
import type { Data, DataMap } from '../kubernetes/data.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';
import { contentsOf } from '../redaction/secret-objects.ts';
import { type Matcher, openMatcher, shortestPattern } from '../redaction/matcher.ts';
import { encodedSpellings, textSpellings } from '../redaction/spellings.ts';
import { passwordsIn, usersIn } from '../redaction/urls.ts';
import { secretsInValues } from '../redaction/values.ts';
import type { Finding } from './finding.ts';

/** Of a text that was cut, this much of a secret in front of the cut is too much. */
const shortestStart = 10;
/** The YAML library shows the start of what it cannot convert. */
const convertedStart = /(!!\w+ )`[^`]*`/g;

export type Hide = (text: string) => string;

type Confidant = Pick<RenderedObject, 'manifest' | 'name' | 'namespace'>;

/** `objects`: null if nothing was rendered. What is secret is only looked for once there is a text. */
export function confidential(given: DataMap, objects: readonly Confidant[] | null): Hide {
  let matcher: Matcher | undefined;
  return (text) => {
    matcher ??= matcherOf(
      [...secretsInValues(given, { isRefused: objects === null }), ...(objects ?? []).flatMap(secretsOf)],
      objects ?? [],
    );
    return matcher.hide(text).replaceAll(convertedStart, '$1`…`');
  };
}

export const withheld = (finding: Finding, hide: Hide): Finding => ({
  ...finding,
  message: hide(finding.message),
  hint: finding.hint === null ? null : hide(finding.hint),
});

const secretsOf = ({ manifest }: Confidant): string[] =>
  contentsOf(manifest).flatMap((content) => [
    content,
    ...passwordsIn(content),
    ...usersIn(content),
    ...insideJson(content),
  ]);

/** Such as `.dockerconfigjson`. */
function insideJson(content: string): string[] {
  if (!content.trimStart().startsWith('{')) return [];
  try {
    return secretsInValues(JSON.parse(content) as Data, { isRefused: true });
  } catch {
    return [];
  }
}

/** Line by line; names of objects stay readable, though a Secret may hold them as well. */
function matcherOf(secrets: readonly string[], objects: readonly Confidant[]): Matcher {
  const open = new Set(objects.flatMap(({ name, namespace }) => [name, namespace ?? '']));
  const parts = secrets.flatMap((secret) => [secret, ...secret.split('\n')].map((part) => part.trim()));
  const matcher = openMatcher({ shortestStart, joins: false });
  for (const part of new Set(parts)) {
    if (part.length < shortestPattern || open.has(part)) continue;
    matcher.add(textSpellings(part));
    matcher.add(encodedSpellings(part));
  }
  return matcher;
}
