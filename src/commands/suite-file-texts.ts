/** Suites as they are written, with the values files that they name. */
import { readFileSync } from 'node:fs';
import { dirname, matchesGlob, relative, resolve } from 'node:path';
import { defaultKubeVersion } from '../contract/kubernetes/version.ts';
import type { SuiteFileText } from '../contract/unittest/rewrite/contract-draft.ts';
import type { ValuesFile } from '../contract/unittest/rewrite/case-inputs.ts';
import { suiteTexts, valuesIn } from '../contract/unittest/rewrite/suite-text.ts';
import { Failure } from '../stack/failure.ts';
import { StackFileError } from '../stack/problem.ts';
import { shownPath } from '../stack/shown-path.ts';
import { parseYaml } from '../stack/yaml.ts';
import { isInside, type ContractTarget } from './contract-target.ts';
import type { BothRuns } from './migrated-suites.ts';

export interface SuiteTextChoice {
  /** Relative to the chart; undefined: all. */
  readonly suite?: string | undefined;
  readonly suiteValues: readonly string[];
}

/** Throws a `Failure` (configuration) if none fits. */
export function suiteFileTexts(
  { chart, strict, rendered }: BothRuns,
  target: ContractTarget,
  { suite, suiteValues }: SuiteTextChoice,
): SuiteFileText[] {
  const chosen = strict.filter(
    ({ path }) => suite === undefined || matchesGlob(relative(chart, path), suite),
  );
  if (chosen.length === 0) {
    throw new Failure('configuration', `no suite of ${shownPath(chart) || '.'} fits --suite ${suite ?? ''}`, {
      hint: `there are ${strict.map(({ path }) => relative(chart, path)).join(', ')}`,
    });
  }
  return chosen.map((run) => ({
    file: relative(dirname(target.file), run.path),
    suites: rendered.some((folder) => isInside(folder, run.path))
      ? null
      : suiteTexts(readFileSync(run.path, 'utf8')),
    run,
    context: {
      route: run.route,
      valueFiles: suiteValues.map((file) => resolve(file)),
      kubeVersion: defaultKubeVersion,
      values: (path) => valuesFile(resolve(dirname(run.path), path), target),
    },
  }));
}

/** What contract files read more strictly, such as a file outside of the directory, is written out instead. */
function valuesFile(path: string, { directory, file }: ContractTarget): ValuesFile | null {
  try {
    const text = readFileSync(path, 'utf8');
    const data = valuesIn(text);
    const isReferred = isInside(directory, path) && isTaken(text);
    return data === null ? null : { data, reference: isReferred ? relative(dirname(file), path) : null };
  } catch {
    return null;
  }
}

function isTaken(text: string): boolean {
  try {
    parseYaml(text, { file: '' });
    return true;
  } catch (error) {
    if (error instanceof StackFileError) return false;
    throw error;
  }
}
