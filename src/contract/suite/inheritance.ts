/** Which cases a case starts from. Works on unchecked data. */
import type { Finding } from '../../stack/finding.ts';
import { childOf, entriesOf } from '../../stack/expectation.ts';
import { suggestion } from '../../stack/nearest.ts';
import { quoted } from '../../stack/problem.ts';
import { suiteLimits } from './limits.ts';

/** Each with its direct parents, and where they are named. */
export type Parents = ReadonlyMap<string, readonly Parent[]>;
interface Parent {
  readonly name: string;
  readonly path: readonly (string | number)[];
}

export function parentsIn(cases: unknown): Parents {
  return new Map(
    entriesOf(cases).map(([key, one]) => {
      const inherits = childOf(one, 'inherits');
      const path = ['cases', key, 'inherits'];
      if (typeof inherits === 'string') return [key, [{ name: inherits, path }]];
      const names = Array.isArray(inherits) ? [...inherits.entries()] : [];
      return [
        key,
        names.flatMap(([index, name]) =>
          typeof name === 'string' ? [{ name, path: [...path, index] }] : [],
        ),
      ];
    }),
  );
}

/**
 * Every case that this one inherits from, once, each after those that it inherits from itself: the later ones win. Circles and unknown
 * names are left out; more than the limit are cut off.
 */
export function ancestorsOf(key: string, parents: Parents): string[] {
  const found = new Set<string>();
  const open = new Set([key]);
  const visit = (child: string): void => {
    for (const { name } of parents.get(child) ?? []) {
      if (!parents.has(name) || open.has(name) || found.has(name)) continue;
      if (found.size + open.size > suiteLimits.ancestors + 1) return;
      open.add(name);
      visit(name);
      open.delete(name);
      found.add(name);
    }
  };
  visit(key);
  return [...found];
}

export function inheritanceProblems(parents: Parents): Finding[] {
  const unknown = [...parents].flatMap(([key, named]) =>
    named
      .filter(({ name }) => !parents.has(name))
      .map(({ name, path }) => {
        const others = [...parents.keys()].filter((other) => other !== key);
        return problem(path, `no case ${quoted(name)}${suggestion(name, others)}`);
      }),
  );
  const deep = [...parents.keys()]
    .filter((key) => ancestorsOf(key, parents).length > suiteLimits.ancestors)
    .map((key) =>
      problem(['cases', key, 'inherits'], `inherits from more than ${suiteLimits.ancestors} cases`),
    );
  return [...unknown, ...circles(parents), ...deep];
}

/** One problem for each circle, at the name that closes it when cases are followed in the order of the file. */
function circles(parents: Parents): Finding[] {
  const problems: Finding[] = [];
  const finished = new Set<string>();
  const way: string[] = [];
  const follow = (key: string): void => {
    way.push(key);
    for (const { name, path } of parents.get(key) ?? []) {
      const start = way.indexOf(name);
      if (start !== -1) {
        const circle = [...way.slice(start), name].map(quoted).join(' from ');
        problems.push(problem(path, `cases inherit from each other: ${circle}`));
      } else if (!finished.has(name)) follow(name);
    }
    way.pop();
    finished.add(key);
  };
  // More are refused anyway; here they would only make the search deep.
  if (parents.size > suiteLimits.cases) return problems;
  for (const key of parents.keys()) if (!finished.has(key)) follow(key);
  return problems;
}

const problem = (path: Finding['path'], message: string): Finding => ({ path, message, part: 'value' });
