/** What one part of the stack file says of another: `after:`, and `{nameOf: KEY}` in Helm values. Works on unchecked data. */
import type { FieldPath } from './desired.ts';
import { childOf } from './expectation.ts';
import { suggestion } from './nearest.ts';
import { quoted } from './problem.ts';
import { maximumReleases } from './schema.ts';

export interface ReferenceProblem {
  readonly path: FieldPath;
  readonly message: string;
}

const namedKinds = ['secrets', 'caBundles', 'externalSecrets', 'serviceAccounts'] as const;

export function referenceProblems(document: unknown): ReferenceProblem[] {
  const releases = entriesOf(childOf(document, 'releases'));
  return [
    ...releases.flatMap(([key, release]) =>
      nameProblems(childOf(release, 'values'), document).map(({ path, message }) => ({
        path: ['releases', key, 'values', ...path],
        message,
      })),
    ),
    ...orderProblems(new Map(releases.map(([key, release]) => [key, namesIn(childOf(release, 'after'))]))),
  ];
}

/** References in Helm values, of the stack file or of a value file, to backing resources that the stack file lacks. */
export function nameProblems(values: unknown, document: unknown): ReferenceProblem[] {
  const kinds = namedKinds.map(
    (kind) => [kind, Object.keys(childOf(childOf(document, 'backing'), kind) ?? {})] as const,
  );
  const known = kinds.flatMap(([, keys]) => keys);
  const problems: ReferenceProblem[] = [];
  const visit = (value: unknown, path: FieldPath): void => {
    const children = Array.isArray(value) ? [...value.entries()] : entriesOf(value);
    if (children.length === 1 && children[0]?.[0] === 'nameOf') {
      const message = nameProblem(children[0][1], kinds, known);
      if (message !== null) problems.push({ path: [...path, 'nameOf'], message });
    } else for (const [step, child] of children) visit(child, [...path, step]);
  };
  visit(values, []);
  return problems;
}

function nameProblem(
  name: unknown,
  kinds: readonly (readonly [string, readonly string[]])[],
  known: readonly string[],
): string | null {
  const places = namedKinds.map((kind) => `backing.${kind}`);
  if (typeof name !== 'string') return `expected a key of ${places.join(', ')}`;
  const owners = kinds.filter(([, keys]) => keys.includes(name)).map(([kind]) => `backing.${kind}`);
  if (owners.length === 0) return `no ${quoted(name)} in ${places.join(', ')}${suggestion(name, known)}`;
  if (owners.length > 1)
    return `${quoted(name)} is in ${owners.join(' and in ')}; give one of them another key`;
  return null;
}

type Named = readonly (readonly [index: number, name: string])[];

function orderProblems(after: ReadonlyMap<string, Named>): ReferenceProblem[] {
  const unknown = [...after].flatMap(([key, names]) =>
    names
      .filter(([, name]) => !after.has(name))
      .map(([index, name]) => ({
        path: ['releases', key, 'after', index],
        message: `no release ${quoted(name)}${suggestion(
          name,
          [...after.keys()].filter((other) => other !== key),
        )}`,
      })),
  );
  return [...unknown, ...cycleProblems(after)];
}

/** One problem for each cycle, at the entry that closes it when releases are followed in the order of the file. */
function cycleProblems(after: ReadonlyMap<string, Named>): ReferenceProblem[] {
  const problems: ReferenceProblem[] = [];
  const finished = new Set<string>();
  const way: string[] = [];
  const follow = (key: string): void => {
    way.push(key);
    for (const [index, name] of after.get(key) ?? []) {
      const start = way.indexOf(name);
      if (start !== -1) {
        const circle = [...way.slice(start), name].map(quoted).join(' after ');
        problems.push({
          path: ['releases', key, 'after', index],
          message: `releases wait for each other: ${circle}`,
        });
      } else if (!finished.has(name)) follow(name);
    }
    way.pop();
    finished.add(key);
  };
  // The schema refuses more; here they would only make the search deep.
  if (after.size > maximumReleases) return problems;
  for (const key of after.keys()) if (!finished.has(key)) follow(key);
  return problems;
}

function namesIn(value: unknown): Named {
  if (!Array.isArray(value)) return [];
  return [...value.entries()].filter((entry): entry is [number, string] => typeof entry[1] === 'string');
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
