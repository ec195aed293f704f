/** The cases of a contract file, as the gate runs them. */
import { join, resolve } from 'node:path';
import type { Data } from '../kubernetes/data.ts';
import type { Renderer } from '../render/renderer.ts';
import type { DesiredRelease } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { mergeValues } from '../stack/merge.ts';
import { StackFileError } from '../stack/problem.ts';
import { valueSource, optionsOf, givenOf, type StackToCheck } from './applied.ts';
import type { Case } from './case.ts';
import type { Pack } from './pack.ts';
import { externalProvided } from './references/external.ts';
import type { Suite, SuiteCase } from './suite/suite.ts';
import { shownPath } from '../stack/shown-path.ts';

/** Over a chart: as it is, with nothing of a stack. */
export async function chartCases(
  suite: Suite,
  ref: string,
  {
    renderer,
    packs,
    kubeVersion: usual,
  }: { readonly renderer: Renderer; readonly packs: readonly Pack[]; readonly kubeVersion: string },
): Promise<Case[]> {
  const chart = resolve(suite.directory, ref);
  const { name } = await renderer.chart(chart).catch((error: unknown) => refuse(suite, error));
  return suite.cases.flatMap((one) =>
    (one.kubeVersions ?? [usual]).map((kubeVersion): Case => ({
      name: one.name,
      release: name,
      stack: null,
      request: {
        chart,
        values: one.values,
        set: one.set,
        name: one.releaseName ?? name,
        namespace: one.namespace ?? 'default',
        isUpgrade: one.isUpgrade,
        kubeVersion,
        apiVersions: one.apiVersions,
      },
      options: one.options,
      packs,
      provided: externalProvided(one.external),
      contract: { suite, case: one },
      given: one.given(),
      source: one.source,
      valueSource: (path) => one.valueSource(path) ?? one.source,
    })),
  );
}

/** A chart that does not load is a problem of the contract that names it. */
function refuse(suite: Suite, error: unknown): never {
  if (!(error instanceof Failure) || error.code !== 'configuration') throw error;
  throw new StackFileError([{ ...suite.positionOf(['chart']), path: 'chart', message: error.message }]);
}

/** Over a release of a stack: the values of each case are laid over those that the stack gives. */
export function releaseCases(
  suite: Suite,
  stack: StackToCheck,
  release: DesiredRelease,
  packs: readonly Pack[],
): Case[] {
  const below = givenOf(stack, release);
  return suite.cases.flatMap((one) =>
    (one.kubeVersions ?? [stack.kubeVersion]).map((kubeVersion): Case => ({
      name: one.name,
      release: release.key,
      stack: stack.desired.stack,
      request: {
        chart: stack.charts.get(release.key) ?? '',
        values: [below, ...one.values],
        set: one.set,
        name: one.releaseName ?? release.name,
        namespace: one.namespace ?? release.namespace,
        isUpgrade: one.isUpgrade,
        kubeVersion,
        apiVersions: [...stack.apiVersions, ...one.apiVersions],
      },
      options: options(stack, release, one),
      packs,
      provided: [...stack.provided, ...externalProvided(one.external)],
      contract: { suite, case: one },
      given: mergeValues(below, one.given()) as Case['given'],
      source: one.source,
      valueSource: (path) => one.valueSource(path) ?? valueSource(stack.loaded, release, path),
    })),
  );
}

function options(stack: StackToCheck, release: DesiredRelease, one: SuiteCase): Data {
  const own = release.system === null ? null : optionsOf(stack.loaded, release);
  return one.options === null ? own : (mergeValues(own ?? {}, one.options) as Data);
}

/** A chart with its defaults, as `helm install` of it would be. */
export const defaultsOf = (chart: string, name: string, kubeVersion: string): Case['request'] => ({
  chart,
  values: [],
  set: [],
  name,
  namespace: 'default',
  isUpgrade: false,
  kubeVersion,
  apiVersions: [],
});

/** The case of `defaultsOf`. */
export async function bareChartCase(
  path: string,
  {
    renderer,
    packs,
    kubeVersion,
  }: { readonly renderer: Renderer; readonly packs: readonly Pack[]; readonly kubeVersion: string },
): Promise<Case> {
  const { name } = await renderer.chart(path);
  const source = {
    file: shownPath(path.endsWith('.tgz') ? path : join(path, 'values.yaml')),
    line: 1,
    column: 1,
  };
  return {
    name: 'defaults',
    release: name,
    stack: null,
    request: defaultsOf(path, name, kubeVersion),
    options: null,
    packs,
    provided: [],
    contract: null,
    given: {},
    source,
    valueSource: () => source,
  };
}
