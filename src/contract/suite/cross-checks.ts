/** What one part of a contract file says of another, and of what there is besides. Works on unchecked data. */
import { childOf, entriesOf } from '../../stack/expectation.ts';
import type { FieldPath } from '../../stack/desired.ts';
import type { Finding } from '../../stack/finding.ts';
import { suggestion } from '../../stack/nearest.ts';
import { quoted } from '../../stack/problem.ts';
import type { SystemOptions } from '../../stack/schema.ts';
import { defaultKubeVersion, isKnownVersion, knownKubeVersions } from '../kubernetes/version.ts';
import { combinationCount, combinationsOf, combinedName, matrixProblems } from './combinations.ts';
import { inheritanceProblems, parentsIn } from './inheritance.ts';
import { suiteLimits } from './limits.ts';
import { unknownOptions } from './option-keys.ts';
import { matchesCase } from './patterns.ts';
import { assignments } from './set-entry.ts';

export interface Known {
  /** Keys under `releases:` of the stack file; null if there is none. */
  readonly releases: readonly string[] | null;
  /** Names of all packs, those that are always on included. */
  readonly packs: readonly string[];
  readonly systems: readonly SystemOptions[];
}

export function crossProblems(file: unknown, known: Known): Finding[] {
  const cases = childOf(file, 'cases');
  return [
    ...targetProblems(file, known.releases),
    ...packProblems(file, known.packs),
    ...optionProblems(file, known.systems),
    ...inheritanceProblems(parentsIn(cases)),
    ...entriesOf(cases).flatMap(([key, one]) => matrixProblems(key, one)),
    ...setProblems(file, []),
    ...entriesOf(cases).flatMap(([key, one]) => setProblems(one, ['cases', key])),
    ...versionProblems(file),
    ...ruleProblems(file),
    ...patternProblems(file, cases),
  ];
}

function targetProblems(file: unknown, releases: Known['releases']): Finding[] {
  const [release, chart] = ['release', 'chart'].map((key) => childOf(file, key));
  if (release === undefined && chart === undefined) {
    return [problem([], 'says neither release (a key in the stack file) nor chart (a folder or .tgz)')];
  }
  if (release === undefined) return [];
  if (chart !== undefined) {
    return [problem(['chart'], 'release and chart are both given: the cases are of one of them', 'key')];
  }
  const misplaced = ['name', 'namespace']
    .filter((key) => childOf(file, key) !== undefined)
    .map((key) =>
      problem([key], `the stack file says it for a release; remove it, or set it in a case`, 'key'),
    );
  if (typeof release !== 'string' || releases?.includes(release) === true) return misplaced;
  const message =
    releases === null
      ? `no release ${quoted(release)}: there is no stack file; give a chart`
      : `no release ${quoted(release)} in the stack file${suggestion(release, releases)}`;
  return [...misplaced, problem(['release'], message)];
}

/**
 * Versions that objects cannot be validated for: to take the schemas of another one would say nothing about this one. A case that
 * must fail has no objects, and asks for such a version on purpose.
 */
function versionProblems(file: unknown): Finding[] {
  if (textsIn(file, 'without').some(({ text }) => text === 'kubernetes')) return [];
  const judged = entriesOf(childOf(file, 'cases')).filter(([, one]) => childOf(one, 'fails') === undefined);
  const places: [unknown, FieldPath][] = [
    [file, []],
    ...judged.map(([key, one]): [unknown, FieldPath] => [one, ['cases', key]]),
  ];
  return places.flatMap(([from, path]) => {
    const versions = childOf(from, 'kubeVersions');
    return (Array.isArray(versions) ? versions : []).flatMap((version: unknown, index) => {
      // What is no version at all has been said by the schema. The usual one is known, and asking takes time.
      if (typeof version !== 'string' || !/^1\.\d{1,2}(\.\d+)?$/.test(version)) return [];
      if (version === defaultKubeVersion || isKnownVersion(version)) return [];
      const message = `there are no schemas for Kubernetes ${version}; known are ${knownKubeVersions().join(', ')}`;
      return [problem([...path, 'kubeVersions', index], message)];
    });
  });
}

function packProblems(file: unknown, packs: readonly string[]): Finding[] {
  const chosen = textsIn(file, 'packs');
  const unknown = [...chosen, ...textsIn(file, 'without')]
    .filter(({ text }) => !packs.includes(text))
    .map(({ text, path }) =>
      problem(path, `no pack ${quoted(text)}${suggestion(text, packs) || `; there are ${packs.join(', ')}`}`),
    );
  const both = textsIn(file, 'without')
    .filter(({ text }) => chosen.some((other) => other.text === text))
    .map(({ text, path }) => problem(path, `${quoted(text)} is switched on by packs, too`));
  return [...unknown, ...both];
}

/** Of a release, the stack file says the system; what a case changes of its options is looked at there. */
function optionProblems(file: unknown, systems: readonly SystemOptions[]): Finding[] {
  if (childOf(file, 'release') !== undefined) return [];
  const given = [
    { options: childOf(file, 'options'), path: ['options'] },
    ...entriesOf(childOf(file, 'cases')).map(([key, one]) => ({
      options: childOf(one, 'options'),
      path: ['cases', key, 'options'],
    })),
  ].filter(({ options }) => options !== undefined);
  const names = textsIn(file, 'packs').map(({ text }) => text);
  const system = systems.find(({ name }) => names.includes(name));
  if (system !== undefined)
    return given.flatMap(({ options, path }) => unknownOptions(options, system.options, path));
  return given.map(({ path }) =>
    problem(path, 'options are those of a system, and packs names none: no rule would read them', 'key'),
  );
}

const setProblems = (from: unknown, path: FieldPath): Finding[] =>
  textsIn(from, 'set', path)
    .filter(({ text }) => assignments(text) === null)
    .map((entry) => problem(entry.path, 'expected PATH=VALUE, as --set of Helm takes it'));

function ruleProblems(file: unknown): Finding[] {
  const first = new Map<string, number>();
  return listIn(file, 'rules').flatMap((rule, index) => {
    const id = childOf(rule, 'id');
    if (typeof id !== 'string') return [];
    const before = first.get(id);
    if (before === undefined) first.set(id, index);
    return before === undefined
      ? []
      : [problem(['rules', index, 'id'], `a second rule ${quoted(id)}; the first is rules[${before}]`)];
  });
}

/** A pattern that no case has would switch a rule off in silence. */
function patternProblems(file: unknown, cases: unknown): Finding[] {
  const count = entriesOf(cases).reduce((sum, [, one]) => sum + combinationCount(childOf(one, 'matrix')), 0);
  if (count > suiteLimits.cases) {
    return [problem(['cases'], `makes ${count} cases; at most ${suiteLimits.cases} are rendered`)];
  }
  const keys = entriesOf(cases).map(([key]) => key);
  const names = entriesOf(cases).flatMap(([key, one]) =>
    combinationsOf(one).map((combination) => combinedName(key, combination)),
  );
  return ['rules', 'snapshots'].flatMap((list) =>
    listIn(file, list).flatMap((item, index) =>
      textsIn(item, 'cases', [list, index])
        .filter(({ text }) => !names.some((name) => matchesCase(text, name)))
        .map(({ text, path }) => problem(path, `no case matches ${quoted(text)}${suggestion(text, keys)}`)),
    ),
  );
}

function listIn(from: unknown, key: string): readonly unknown[] {
  const list = childOf(from, key);
  return Array.isArray(list) ? list : [];
}

const textsIn = (
  from: unknown,
  key: string,
  path: FieldPath = [],
): { readonly text: string; readonly path: FieldPath }[] =>
  listIn(from, key).flatMap((text, index) =>
    typeof text === 'string' ? [{ text, path: [...path, key, index] }] : [],
  );

const problem = (path: FieldPath, message: string, part: Finding['part'] = 'value'): Finding => ({
  path,
  message,
  part,
});
