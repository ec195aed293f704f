/** What a `check` is about: the stack directory, and the contracts and charts that are named. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { StackToCheck } from '../contract/applied.ts';
import type { Case } from '../contract/case.ts';
import { bareChartCase } from '../contract/contracted.ts';
import { defaultKubeVersion } from '../contract/kubernetes/version.ts';
import { generalPacks, asUsual, packsFor } from '../contract/packs.ts';
import { loadSuite } from '../contract/suite/load.ts';
import { findContracts } from '../contract/suite/matching-files.ts';
import type { Suite } from '../contract/suite/suite.ts';
import type { Renderer } from '../render/renderer.ts';
import { Failure } from '../stack/failure.ts';
import { StackFileError } from '../stack/problem.ts';
import type { System } from '../systems/system.ts';
import type { ReadStack } from './check-stacks.ts';
import type { Io, StackOptions } from './session.ts';
import { shownPath } from '../stack/shown-path.ts';

export interface CheckInputs {
  readonly stacks: readonly StackToCheck[];
  /** False if the stack directory has others, whose cases are not run. */
  readonly isEveryStack: boolean;
  readonly suites: readonly Suite[];
  /** Of charts that are named as such: as they are. */
  readonly bare: readonly Case[];
  readonly systems: readonly System[];
  /** Folders of charts in the repository, to be linted. */
  readonly folders: readonly string[];
}

/** Without paths: the stack directory with its contracts. Throws with every problem of every file. */
export async function checkInputs(
  paths: readonly string[],
  options: Omit<StackOptions, 'json'>,
  io: Io,
  renderer: Promise<Renderer>,
): Promise<CheckInputs> {
  const directory = resolve(options.cwd);
  // As seen from where the command runs, or from the stack directory.
  const places = paths.map((path) => (existsSync(path) ? resolve(path) : resolve(directory, path)));
  const charts = places.filter(isChart).map(chartOf);
  const files = places.filter((path) => !isChart(path)).map((path) => inDirectory(path, directory));
  const hasStackFile = existsSync(join(directory, 'deploy.yaml'));
  if (paths.length === 0 && !hasStackFile) {
    throw new Failure(
      'configuration',
      `there is nothing to check: no deploy.yaml in ${directory}, and no path is given`,
      {
        hint: 'name contract files or charts, or the stack directory with --cwd',
      },
    );
  }
  const alone = files.length === 0 ? null : chartContracts(files, directory);
  const needsStack = alone === null && (paths.length === 0 || files.length > 0);
  if (options.stack !== undefined && !(needsStack && hasStackFile)) {
    throw new Failure('configuration', '--stack chooses one of a stack file, and none is read', {
      hint: 'leave it out; or name what needs the stack file, and its folder with --cwd',
    });
  }
  const { stacks, isEveryStack, suites, systems } = needsStack
    ? await stackContracts(files, directory, options, io)
    : { stacks: [], isEveryStack: true, suites: alone ?? [], systems: [] };
  const packs = packsFor(asUsual, { system: null, systems: [], crds: [] });
  return {
    stacks,
    isEveryStack,
    suites,
    bare: await bareCases(charts, { renderer: await renderer, packs, kubeVersion: defaultKubeVersion }),
    systems,
    folders: [...new Set([...charts, ...localCharts(stacks), ...suiteCharts(suites)])].filter((path) =>
      statSync(path, { throwIfNoEntry: false })?.isDirectory(),
    ),
  };
}

/** Charts as they are. Throws one `Failure` that names every chart that cannot be loaded. */
async function bareCases(
  paths: readonly string[],
  options: Parameters<typeof bareChartCase>[1],
): Promise<Case[]> {
  const results = await Promise.allSettled(paths.map(async (path) => await bareChartCase(path, options)));
  const problems = results.flatMap((result, index) => {
    if (result.status === 'fulfilled') return [];
    if (!(result.reason instanceof Failure)) throw result.reason;
    const chart = shownPath(resolve(paths[index] ?? ''));
    const { message } = result.reason;
    return [message.includes(chart) ? message : `${chart}: ${message}`];
  });
  if (problems.length > 0) throw new Failure('configuration', problems.join('\n'));
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** Null if one of them needs more than a chart: the stack file, or the known systems. They, and loading them, are then left out. */
function chartContracts(files: readonly string[], directory: string): readonly Suite[] | null {
  try {
    return loadSuites(files, { directory, stacks: [], systems: [] });
  } catch (error) {
    if (error instanceof StackFileError) return null; // said again, with all that is known
    throw error;
  }
}

type StackContracts = Omit<CheckInputs, 'bare' | 'folders'>;

async function stackContracts(
  files: readonly string[],
  directory: string,
  options: Omit<StackOptions, 'json'>,
  io: Io,
): Promise<StackContracts> {
  const { systems } = await import('../systems/registry.ts');
  const hasStackFile = existsSync(join(directory, 'deploy.yaml'));
  if (!hasStackFile) {
    return {
      stacks: [],
      isEveryStack: true,
      suites: loadSuites(files, { directory, stacks: [], systems }),
      systems,
    };
  }
  const { readStacks, withCharts } = await import('./check-stacks.ts');
  const { stacks: read, isEveryStack } = readStacks(options);
  const [stacks, suites] = await bothOf(
    withCharts(read, options, io, (line) => io.terminal.note(io.terminal.style('dim', line))),
    () => {
      const contracts = files.length > 0 ? files : contractsOf(read, directory);
      return loadSuites(contracts, { directory, stacks: read, systems });
    },
  );
  const isOfStack = files.length === 0 || suites.some(({ target }) => target.kind === 'release');
  return { stacks: isOfStack ? stacks : [], isEveryStack, suites, systems };
}

/** `work` is done while `waiting` waits for the network, which is waited for even if `work` throws: nothing goes on in the background. */
async function bothOf<A, B>(waiting: Promise<A>, work: () => B): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([waiting, Promise.resolve().then(work)]);
  if (first.status === 'rejected') throw first.reason;
  if (second.status === 'rejected') throw second.reason;
  return [first.value, second.value];
}

const isChart = (path: string): boolean =>
  path.endsWith('.tgz') || existsSync(join(path, 'Chart.yaml')) || basename(path) === 'Chart.yaml';

const chartOf = (path: string): string => (basename(path) === 'Chart.yaml' ? dirname(path) : path);

function inDirectory(path: string, directory: string): string {
  const file = relative(directory, path);
  if (file === '..' || file.startsWith(`..${sep}`)) {
    throw new Failure('configuration', `${path} does not lie in ${directory}`, {
      hint: 'name a folder that has the contract, its values and its chart with --cwd',
    });
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new Failure('configuration', `${path} is a folder without Chart.yaml, so it is no chart`, {
      hint: 'name a chart, a contract file, or a stack directory with --cwd',
    });
  }
  return file;
}

export function contractsOf(stacks: readonly ReadStack[], directory: string): string[] {
  const files = new Set<string>();
  for (const { loaded } of stacks) {
    const found = findContracts(directory, loaded.document.contracts, (index, problem) =>
      loaded.problems.add(['contracts', index], problem),
    );
    loaded.problems.throwIfAny();
    for (const file of found) files.add(file);
  }
  return [...files].toSorted();
}

export function loadSuites(
  files: readonly string[],
  {
    directory,
    stacks,
    systems,
  }: { directory: string; stacks: readonly ReadStack[]; systems: readonly System[] },
): Suite[] {
  const problems: StackFileError[] = [];
  const releases =
    stacks.length === 0
      ? null
      : [...new Set(stacks.flatMap(({ desired }) => desired.releases.map(({ key }) => key)))];
  const suites = files.flatMap((file) => {
    try {
      return [
        loadSuite({
          directory,
          file,
          shownFile: (name) => shownPath(join(directory, name)),
          releases,
          packs: [...generalPacks, ...systems.map(({ name }) => name)],
          systems,
        }),
      ];
    } catch (error) {
      if (!(error instanceof StackFileError)) throw error;
      problems.push(error);
      return [];
    }
  });
  if (problems.length > 0) throw new StackFileError(problems.flatMap((error) => error.problems));
  return suites;
}

/** Those that the stack file names by their folder. */
const localCharts = (stacks: readonly StackToCheck[]): string[] =>
  stacks.flatMap(({ loaded, desired }) =>
    desired.releases.flatMap(({ chart }) =>
      chart.ref.includes('://') ? [] : [resolve(loaded.directory, chart.ref)],
    ),
  );

const suiteCharts = (suites: readonly Suite[]): string[] =>
  suites.flatMap(({ directory, target }) =>
    target.kind === 'chart' ? [resolve(directory, target.ref)] : [],
  );
