/** Names of release and namespace, as a cluster takes them; what suites expect follows. */
import { isMap, type Data } from '../../../kubernetes/data.ts';
import type { CaseFields, Gap, Inputs } from './case-inputs.ts';
import { fieldIn } from './suite-fields.ts';
import type { SuiteText, TestText } from './suite-text.ts';

/** helm-unittest's own are no names that a cluster takes. */
export const usualNames = { release: 'release-name', namespace: 'namespace' } as const;
const theirNames = { release: 'RELEASE-NAME', namespace: 'NAMESPACE' } as const;

export function namesOf(suite: SuiteText, test: TestText): Inputs {
  const [ofTest, ofSuite] = [test, suite].map(({ data }) => data['release']);
  const given = (key: string): Data => fieldIn(ofTest, key) || fieldIn(ofSuite, key) || null;
  const renamed: [string, string][] = [];
  const fields: { -readonly [K in keyof CaseFields]: CaseFields[K] } = {};
  const gaps: Gap[] = [];
  for (const [key, field] of [
    ['release', 'name'],
    ['namespace', 'namespace'],
  ] as const) {
    const asked = given(field);
    const theirs = typeof asked === 'string' ? asked : theirNames[key];
    const name = theirs === theirNames[key] ? usualNames[key] : nameOf(theirs);
    if (name !== theirs) renamed.push([theirs, name]);
    if (name !== usualNames[key]) fields[field] = name;
  }
  if (given('upgrade') === true) fields.upgrade = true;
  const revision = given('revision');
  if (revision !== null) {
    gaps.push({
      what: `release.revision: ${JSON.stringify(revision)}`,
      why: 'a case has no revision: it is that of an installation or of an upgrade',
      hint: 'If templates read it, say "upgrade: true" in the case.',
      isFatal: false,
      isOfSuite: !fieldIn(ofTest, 'revision'),
    });
  }
  return { fields, renamed, gaps };
}

/** A DNS label. */
const nameOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 53) || 'name';

/** What is expected of a render with the names of the contract. `NAMESPACE` is also a part of words, such as `POD_NAMESPACE`. */
export function renamedIn(data: Data, renamed: Inputs['renamed']): Data {
  if (typeof data === 'string') return textIn(data, renamed);
  if (Array.isArray(data)) return data.map((one) => renamedIn(one, renamed));
  if (!isMap(data)) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [textIn(key, renamed), renamedIn(value, renamed)]),
  );
}

export const textIn = (text: string, renamed: Inputs['renamed']): string =>
  renamed.reduce((changed, [from, to]) => {
    const words = from.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    return changed.replaceAll(new RegExp(`(?<![A-Za-z0-9_])${words}(?![A-Za-z0-9_])`, 'g'), to);
  }, text);
