/** The plan of a change to the stack file, without a cluster and without secrets: the base and what is here, both rendered. */
import { resolve } from 'node:path';
import { confidential } from '../contract/confidential.ts';
import { noCounts } from '../deploy/steps.ts';
import { defaultKubeVersion } from '../contract/kubernetes/version.ts';
import { assemble, type ReleaseInput } from '../plan/assemble.ts';
import { nothing, placed } from '../plan/placed.ts';
import type { Limits, Plan, ReleaseOperation } from '../plan/plan.ts';
import { unrenderedFinding } from '../plan/unknown.ts';
import { pullCharts, type PulledChart } from '../render/charts.ts';
import type { Renderer } from '../render/renderer.ts';
import type { DesiredRelease, DesiredStack } from '../stack/desired.ts';
import { secretsOf } from '../stack/secrets.ts';
import { shortStackName } from '../stack/choice.ts';
import { Failure } from '../stack/failure.ts';
import { loadStackFile, readStackFile, type LoadedStack } from '../stack/load.ts';
import { desire } from '../systems/desire.ts';
import { registryAccess } from '../systems/registries.ts';
import { offlineName, offlineText, offlineValues, type Stand } from '../systems/placeholders.ts';
import { systems } from '../systems/registry.ts';
import { openBaseTree, type BaseTree } from './base-tree.ts';
import { atGate } from './contract-gate.ts';
import { isAutoNamed, offlineBacking, originOf } from './offline-backing.ts';
import { chartOf } from './plan-charts.ts';
import { stackPlace } from './plan-place.ts';
import { lookupGaps, lookupsOf, planRenders, randomGaps, type PlanRenders } from './plan-renders.ts';
import { startRenderer } from './renderer.ts';
import { chartMirrors, revealIn, type Io, type StackOptions } from './session.ts';
import { stopwatch, type Stopwatch } from './stopwatch.ts';
import { learnSecrets, learnValues } from './written-secrets.ts';

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
  readonly renders: PlanRenders;
}

/** Throws a `Failure` if there can be no plan. */
export async function offlinePlan(options: OfflinePlanOptions, io: Io): Promise<Plan> {
  const watch = stopwatch();
  const directory = resolve(options.cwd);
  const starting = await startRenderer('auto', io.environment);
  const cancel = (): void => void starting.close(); // what is under way is then given up
  io.signal.addEventListener('abort', cancel, { once: true });
  try {
    const tree = await watch.timed(
      'base',
      async () => await openBaseTree(directory, options.base, io.signal),
    );
    try {
      const renderer = await starting.renderer;
      return await planAgainst(tree, { options, io, watch, directory, renderer, noted: new Set() });
    } finally {
      tree.remove();
    }
  } finally {
    io.signal.removeEventListener('abort', cancel);
    await starting.close();
  }
}

async function planAgainst(tree: BaseTree, work: Work): Promise<Plan> {
  const { options, io, watch, directory, renderer } = work;
  const head = await watch.timed('render', async () => await side(directory, options.stack, null, work));
  const [base, gaps] = await watch.timed('base', async () => await baseSide(tree, head, work));
  const { stack, loaded, charts } = head;
  const check =
    options.check === false
      ? { findings: unrenderedOf(head), unjudged: [] }
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
    backing: offlineBacking(base?.stack.backing ?? [], stack.backing),
    check,
    renders: new Map([...head.renders.of].map(([key, { placeholders }]) => [key, placeholders])),
    limits: options.limits,
    gaps: [
      ...tree.gaps,
      ...gaps,
      ...lookupGaps(await lookupsOf(renderer, stack, charts)),
      ...randomGaps(head.renders.of),
    ],
    timings: watch.timings(),
  });
}

interface Work {
  readonly options: OfflinePlanOptions;
  readonly io: Io;
  readonly watch: Stopwatch;
  readonly directory: string;
  readonly renderer: Renderer;
  /** What was said of charts: most are the same in both versions. */
  readonly noted: Set<string>;
}

/** Null if the base has no such stack. What mends a broken base can be previewed, too. */
async function baseSide(
  { directory, base: { ref } }: BaseTree,
  head: Side,
  work: Work,
): Promise<readonly [base: Side | null, gaps: readonly string[]]> {
  try {
    if (directory === null || !hasStack(directory, head.stack.stack)) return [null, []];
    const base = await side(directory, head.stack.stack, head.stack, work);
    const failed = [...base.renders.failures.keys()];
    return [
      base,
      failed.map((key) => `release ${key} does not render in ${ref}, so that all of it is shown as new`),
    ];
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'configuration') throw error;
    return [null, [`${ref} cannot be rendered, so that everything is shown as new: ${error.message}`]];
  }
}

/** As the gate would find it. The values hold placeholders only. */
const unrenderedOf = ({ stack, renders }: Side): Plan['findings'] =>
  [...renders.failures].map(([key, failure]) => {
    const values = stack.releases.find((release) => release.key === key)?.values ?? {};
    const hide = confidential(offlineValues(values, stack), null);
    return unrenderedFinding(key, stack.stack, { ...failure, message: hide(failure.message) });
  });

const hasStack = (directory: string, stack: string): boolean => {
  const { names } = readStackFile(directory);
  return names.length === 0 || names.includes(shortStackName(stack));
};

/** `next`: the version that comes after this one; null if this is the new one. */
async function side(
  directory: string,
  name: string | undefined,
  next: DesiredStack | null,
  { options, io, renderer, noted }: Work,
): Promise<Side> {
  const loaded = loadStackFile({ directory, stack: name, systems });
  const stack = desire(loaded);
  learnValues(stack, io.redactor);
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
    onProgress: (line) => {
      if (noted.has(line)) return;
      noted.add(line);
      io.terminal.note(io.terminal.style('dim', line));
    },
  });
  const kubeVersion = stack.cluster.kubeVersion ?? defaultKubeVersion;
  const renders = await planRenders(renderer, {
    directory,
    stack,
    charts,
    kubeVersion,
    apiVersions: loaded.document.cluster.apiVersions,
    isUpgrade: () => true,
    revision: () => null,
    stand: next === null ? null : standBefore(stack, next),
  });
  learnSecrets(
    [...renders.of.values()].flatMap(({ objects }) => objects),
    io.redactor,
  );
  return { stack, loaded, charts, kubeVersion, renders };
}

/** New content is a new name or version, by which a release changes: what stands for it before is another text. */
function standBefore(stack: DesiredStack, next: DesiredStack): Stand {
  const changed = new Set(
    offlineBacking(stack.backing, next.backing).flatMap(({ id, operation }) =>
      operation === 'replace' || operation === 'update' ? [id] : [],
    ),
  );
  return {
    secret: offlineText,
    property: (backing, field) => {
      const isOther = changed.has(backing.id);
      if (field === 'resourceVersion') return isOther ? '(before)' : '0';
      return isOther && isAutoNamed(backing) && 'name' in backing
        ? `${backing.name}-00000000`
        : offlineName(backing);
    },
  };
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
    after: after === null ? nothing : (after.placed ?? before?.placed ?? nothing), // a finding, and no deletion
    skipCrds: one?.skipCrds ?? false,
    live: new Map(),
    step: null,
    values: { before: before?.values ?? null, after: after?.values ?? null },
  };
}

function partOf(key: string, one: Side | null) {
  const release = one?.stack.releases.find((each) => each.key === key);
  if (one === null || release === undefined) return null;
  const render = one.renders.of.get(key);
  return {
    release,
    chart: chartOf(release, one.charts),
    values: render?.values ?? null,
    /** Null if it does not render. */
    placed: render === undefined ? null : placed(render.objects, release.namespace, () => null),
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

const given = ({ release, chart, values }: NonNullable<Part>): string => {
  const secrets = secretsOf({ backing: [], releases: [release] });
  return JSON.stringify([optionsOf(release), chart?.digest, values, secrets.map(originOf)]);
};

const optionsOf = ({ timeoutSeconds, maxHistory, atomic, wait, waitForJobs, skipCrds }: DesiredRelease) => ({
  timeoutSeconds,
  maxHistory,
  atomic,
  wait,
  waitForJobs,
  skipCrds,
});
