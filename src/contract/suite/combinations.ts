/** The product of a case's matrix. Works on unchecked data. */
import { childOf, entriesOf } from '../../stack/expectation.ts';
import type { Finding } from '../../stack/finding.ts';
import { suggestion } from '../../stack/nearest.ts';
import { pathText, quoted } from '../../stack/problem.ts';
import { suiteLimits } from './limits.ts';

/** A choice for each dimension, in their order. */
export type Combination = readonly (readonly [dimension: string, choice: string])[];

/** The only one of a case without a matrix is empty. Excluded ones are left out. */
export function combinationsOf(one: unknown): Combination[] {
  const matrix = childOf(one, 'matrix');
  if (combinationCount(matrix) > suiteLimits.combinations) return [];
  const all = entriesOf(matrix).reduce<Combination[]>(
    (below, [dimension, choices]) =>
      below.flatMap((combination) =>
        entriesOf(choices).map(([choice]): Combination => [...combination, [dimension, choice]]),
      ),
    [[]],
  );
  const excluded = exclusionsIn(one);
  return all.filter(
    (combination) =>
      !excluded.some(({ pairs }) =>
        pairs.every(([dimension, choice]) =>
          combination.some(([name, chosen]) => name === dimension && chosen === choice),
        ),
      ),
  );
}

/** `grid [tls=on, logs=rwx]` */
export const combinedName = (key: string, combination: Combination): string =>
  combination.length === 0 ? key : `${key} [${combination.map((pair) => pair.join('=')).join(', ')}]`;

export function matrixProblems(key: string, one: unknown): Finding[] {
  const path = ['cases', key];
  const matrix = childOf(one, 'matrix');
  const exclude = childOf(one, 'exclude');
  if (matrix === undefined) {
    return exclude === undefined
      ? []
      : [problem([...path, 'exclude'], 'excludes combinations, and there is no matrix')];
  }
  const combinations = combinationCount(matrix);
  if (combinations > suiteLimits.combinations) {
    const message = `has ${combinations} combinations; at most ${suiteLimits.combinations} are rendered`;
    return [problem([...path, 'matrix'], message)];
  }
  const excluded = exclusionsIn(one);
  const unknown = excluded.flatMap(({ index, pairs }) =>
    pairs.flatMap(([dimension, choice]) =>
      unknownChoice(matrix, dimension, choice, [...path, 'exclude', index, dimension]),
    ),
  );
  const empty = excluded.flatMap(({ index, pairs }) =>
    pairs.length === 0 ? [problem([...path, 'exclude', index], 'excludes every combination')] : [],
  );
  const isEmpty = combinations > 0 && combinationsOf(one).length === 0;
  const all = [problem([...path, 'exclude'], 'excludes every combination: nothing would be checked')];
  return [...unknown, ...empty, ...(isEmpty && empty.length === 0 ? all : [])];
}

function unknownChoice(matrix: unknown, dimension: string, choice: string, path: Finding['path']): Finding[] {
  const choices = childOf(matrix, dimension);
  if (choices === undefined) {
    const names = entriesOf(matrix).map(([name]) => name);
    const message = `no dimension ${quoted(dimension)} in the matrix${suggestion(dimension, names)}`;
    return [{ path, message, part: 'key' }];
  }
  if (childOf(choices, choice) !== undefined) return [];
  const names = entriesOf(choices).map(([name]) => name);
  return [
    problem(
      path,
      `no choice ${quoted(choice)} in ${pathText(['matrix', dimension])}${suggestion(choice, names)}`,
    ),
  ];
}

/** Before `exclude`. */
export const combinationCount = (matrix: unknown): number =>
  entriesOf(matrix).reduce((product, [, choices]) => product * entriesOf(choices).length, 1);

/** Those of text only: what is wrong with the others has been said by the schema. */
function exclusionsIn(one: unknown): { readonly index: number; readonly pairs: [string, string][] }[] {
  const exclude = childOf(one, 'exclude');
  return (Array.isArray(exclude) ? exclude : []).flatMap((exclusion: unknown, index) => {
    const pairs = entriesOf(exclusion);
    return pairs.every((pair): pair is [string, string] => typeof pair[1] === 'string')
      ? [{ index, pairs }]
      : [];
  });
}

const problem = (path: Finding['path'], message: string): Finding => ({ path, message, part: 'value' });
