/** The plan of a change to the stack file, without a cluster and without secrets: the base and what is here, both rendered. */
import { resolve } from 'node:path';
import { noCounts } from '../deploy/steps.ts';
import { backingObjects } from '../contract/references/backing-objects.ts';
import { defaultKubeVersion } from '../contract/kubernetes/version.ts';
import { assemble, type ReleaseInput } from '../plan/assemble.ts';
import { backingDifferences } from '../plan/backing-differences.ts';
import { nothing, placed } from '../plan/placed.ts';
import type { Limits, Plan, ReleaseOperation } from '../plan/plan.ts';
import { pullCharts, type PulledChart } from '../render/charts.ts';
import type { Renderer } from '../render/renderer.ts';
import type { DesiredRelease, DesiredStack } from '../stack/desired.ts';
import { loadStackFile, stackNames, type LoadedStack } from '../stack/load.ts';
import { desire } from '../systems/desire.ts';
import { registryAccess } from '../systems/registries.ts';
import { systems } from '../systems/registry.ts';
import { openBaseTree } from './base-tree.ts';
import { atGate } from './contract-gate.ts';
import { chartOf } from './plan-charts.ts';
import { stackPlace } from './plan-place.ts';
import { planRenders, type ReleaseRender } from './plan-renders.ts';
import { startRenderer } from './renderer.ts';
import { chartMirrors, revealIn, type Io, type StackOptions } from './session.ts';
import { stopwatch } from './stopwatch.ts';

export interface OfflinePlanOptions extends Omit<StackOptions, 'json'> {
  /** Branch, tag or commit. */
  readonly base: string;
  readonly limits: Limits;
}

/** One version of the stack, rendered. */
interface Side {
  readonly stack: DesiredStack;
  readonly loaded: LoadedStack;
  readonly charts: ReadonlyMap<string, PulledChart>;
  readonly kubeVersion: string;
  readonly renders: ReadonlyMap<string, ReleaseRender>;
}

/** Throws a `Failure` if there can be no plan. */
export async function offlinePlan(options: OfflinePlanOptions, io: Io): Promise<Plan> {
  const watch = stopwatch();
  const directory = resolve(options.cwd);
  const starting = await startRenderer('auto', io.environment);
  const tree = await watch.timed('base', async () => await openBaseTree(directory, options.base, io.signal));
  try {
    const renderer = await starting.renderer;
    const head = await watch.timed(
      'render',
      async () => await side(directory, options.stack, options, io, renderer),
    );
    const base = await watch.timed('base', async () =>
      tree.directory === null || !hasStack(tree.directory, head.stack.stack)
        ? null
        : await side(tree.directory, head.stack.stack, options, io, renderer),
    );
    const { stack, loaded, charts } = head;
    const check =
      options.check === false
        ? { findings: [], unjudged: [] }
        : await watch.timed(
            'check',
            async () => await atGate({ loaded, stack, charts, version: null }, renderer, io),
          );
    const keys = [...new Set([head, base].flatMap((one) => one?.stack.releases.map(({ key }) => key) ?? []))];
    return assemble({
      tier: 'offline',
      stack,
      ...stackPlace(directory),
      base: tree.base,
      cluster: { identifier: stack.cluster.identifier, kubeVersion: head.kubeVersion },
      steps: [],
      counts: noCounts,
      releases: keys.map((key) => releaseInput(key, base, head)),
      backing: backingDifferences(objectsOf(base), objectsOf(head)),
      check,
      renders: new Map([...head.renders].map(([key, { placeholders }]) => [key, placeholders])),
      limits: options.limits,
      gaps: tree.gaps,
      timings: watch.timings(),
    });
  } finally {
    tree.remove();
    await starting.close();
  }
}

const hasStack = (directory: string, stack: string): boolean => {
  const names = stackNames(directory);
  return names.length === 0 || names.includes(stack);
};

const objectsOf = (one: Side | null): ReturnType<typeof backingObjects> =>
  one === null ? [] : backingObjects(one.stack);

async function side(
  directory: string,
  name: string | undefined,
  options: OfflinePlanOptions,
  io: Io,
  renderer: Renderer,
): Promise<Side> {
  const loaded = loadStackFile({ directory, stack: name, systems });
  const stack = desire(loaded);
  const charts = await pullCharts(stack.releases, {
    directory,
    reveal: revealIn({
      directory,
      stack: stack.stack,
      environment: io.environment,
      learn: io.redactor.learn,
    }),
    registries: registryAccess(loaded),
    mirrors: chartMirrors(options, io),
    signal: io.signal,
    onProgress: (line) => io.terminal.note(io.terminal.style('dim', line)),
  });
  const kubeVersion = stack.cluster.kubeVersion ?? defaultKubeVersion;
  const renders = await planRenders(renderer, {
    ...{ stack, charts, kubeVersion },
    apiVersions: loaded.document.cluster.apiVersions,
    isUpgrade: () => true,
    stand: null,
  });
  return { stack, loaded, charts, kubeVersion, renders };
}

function releaseInput(key: string, base: Side | null, head: Side): ReleaseInput {
  const [before, after] = [partOf(key, base), partOf(key, head)];
  const one = after?.release ?? before?.release;
  const chart = after?.chart ?? null;
  return {
    key,
    name: one?.name ?? key,
    namespace: one?.namespace ?? '',
    system: one?.system ?? null,
    operation: operationOf(before, after),
    chart,
    chartBefore: before?.chart ?? null,
    record: null,
    before: before?.placed ?? nothing,
    after: after?.placed ?? nothing,
    skipCrds: one?.skipCrds ?? false,
    live: new Map(),
    step: null,
    values: { before: before?.values ?? null, after: after?.values ?? null },
  };
}

function partOf(key: string, one: Side | null) {
  const release = one?.stack.releases.find((each) => each.key === key);
  if (one === null || release === undefined) return null;
  const render = one.renders.get(key);
  return {
    release,
    chart: chartOf(release, one.charts),
    values: render?.values ?? null,
    placed: render === undefined ? nothing : placed(render.objects, release.namespace, () => null),
  };
}

type Part = ReturnType<typeof partOf>;

/** What Pulumi would do, had it applied the base. */
function operationOf(before: Part, after: Part): ReleaseOperation {
  if (after === null) return 'delete';
  if (before === null) return 'create';
  if (before.release.name !== after.release.name || before.release.namespace !== after.release.namespace)
    return 'replace';
  return given(before) === given(after) ? 'same' : 'update';
}

const given = ({ release, chart, values }: NonNullable<Part>): string =>
  JSON.stringify([optionsOf(release), chart?.digest, values]);

const optionsOf = ({ timeoutSeconds, maxHistory, atomic, wait, waitForJobs, skipCrds }: DesiredRelease) => ({
  timeoutSeconds,
  maxHistory,
  atomic,
  wait,
  waitForJobs,
  skipCrds,
});
