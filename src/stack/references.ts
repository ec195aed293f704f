/** What one part of the stack file says of another: `after:`, and references in Helm values. Works on unchecked data. */
import { childOf, entriesOf } from './expectation.ts';
import { suggestion } from './nearest.ts';
import { quoted } from './problem.ts';
import { maximumReleases } from './schema.ts';
import { valueProblems, type ReferenceProblem } from './value-references.ts';

export function referenceProblems(document: unknown): ReferenceProblem[] {
  const releases = entriesOf(childOf(document, 'releases'));
  return [
    ...releases.flatMap(([key, release]) =>
      valueProblems(childOf(release, 'values'), document).map(({ path, message }) => ({
        path: ['releases', key, 'values', ...path],
        message,
      })),
    ),
    ...orderProblems(new Map(releases.map(([key, release]) => [key, namesIn(childOf(release, 'after'))]))),
  ];
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
