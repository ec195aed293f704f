/** Puts together what the renders, Pulumi and the cluster say of one stack. Pure; what comes out holds no secret. */
import type { CheckResult } from '../contract/finding.ts';
import type { Step } from '../deploy/steps.ts';
import { mapAt, type DataMap } from '../kubernetes/data.ts';
import { objectKey } from '../kubernetes/object-id.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';
import type { DesiredStack } from '../stack/desired.ts';
import { crdStates } from './crds.ts';
import { asSet } from './diff/as-set.ts';
import { diffObjects } from './diff/index.ts';
import { digestOf } from './digest.ts';
import { driftOf } from './drift.ts';
import type { PlacedObject, ReleaseFacts } from './facts.ts';
import { graphOf } from './graph.ts';
import { hookRuns } from './hooks.ts';
import { lies } from './lies.ts';
import { judgeLimits } from './limits.ts';
import type { Placed } from './placed.ts';
import type {
  BackingChange,
  ChartOf,
  Drift,
  Limits,
  ObjectChange,
  Plan,
  ReleaseOperation,
  ReleasePlan,
  ReleaseState,
} from './plan.ts';
import { risksOf } from './risks/index.ts';
import { unrecordedFindings } from './unknown.ts';

export interface PlanInput extends Pick<
  Plan,
  'tier' | 'directory' | 'base' | 'cluster' | 'steps' | 'counts' | 'gaps' | 'timings'
> {
  readonly stack: DesiredStack;
  readonly releases: readonly ReleaseInput[];
  readonly backing: readonly BackingChange[];
  readonly check: Pick<CheckResult, 'findings' | 'unjudged'>;
  /** By release key, rendered with placeholders: what the digest is made of. */
  readonly renders: ReadonlyMap<string, readonly RenderedObject[]>;
  readonly limits: Limits;
  /** Keys of releases that are not looked at; they are left as they are. */
  readonly leftOut?: ReadonlySet<string>;
}

export interface ReleaseInput extends Pick<ReleasePlan, 'key' | 'name' | 'namespace' | 'system'> {
  /** Null: whatever follows from the objects. */
  readonly operation: ReleaseOperation | null;
  readonly chart: ChartOf | null;
  readonly chartBefore: ReleasePlan['chartBefore'];
  readonly record: ReleaseState | null;
  /** As it was applied last. */
  readonly before: Placed;
  readonly after: Placed;
  readonly skipCrds: boolean;
  /** By `objectKey`; what is not in it could not be asked for. Empty offline. */
  readonly live: ReadonlyMap<string, LiveFacts>;
  readonly step: Step | null;
  /** Values as they were applied last, and as they would be; null if they are not known. */
  readonly values: { readonly before: DataMap | null; readonly after: DataMap | null };
}

interface LiveFacts {
  readonly live: DataMap | null;
  readonly dryRun: DataMap | null;
}

export function assemble(input: PlanInput): Plan {
  const { stack, limits } = input;
  const releases = input.releases.map(releaseOf);
  const plans = releases.map(({ facts }) => facts.plan);
  const risks = risksOf({
    base: input.base,
    steps: input.steps,
    releases: releases.map(({ facts }) => facts),
    backing: input.backing,
  });
  const isFailed = new Set(
    input.check.findings.flatMap(({ rule, release }) => (rule === 'plan/unrendered' ? release : [])),
  );
  const own = lies(
    releases
      .filter(({ facts: { plan } }) => !isFailed.has(plan.key) && plan.record !== null)
      .map(({ facts: { plan }, rendered, input: { step, values } }) => ({
        plan,
        rendered,
        step,
        values,
      })),
    { stack: stack.stack },
  );
  const unknown =
    input.tier === 'live'
      ? unrecordedFindings(
          plans.filter(({ key }) => input.leftOut?.has(key) !== true),
          stack.stack,
        )
      : [];
  const findings = [...unknown, ...input.check.findings, ...(input.tier === 'live' ? own : [])].toSorted(
    (a, b) => gravity[a.severity] - gravity[b.severity],
  );
  const reasons = [
    ...findingReasons(findings),
    ...judgeLimits({ risks, releases: plans, backing: input.backing, steps: input.steps }, limits),
  ];
  return {
    tier: input.tier,
    project: stack.project,
    stack: stack.stack,
    directory: input.directory,
    base: input.base,
    cluster: input.cluster,
    steps: input.steps,
    counts: input.counts,
    releases: plans,
    backing: input.backing,
    findings,
    unjudged: input.check.unjudged,
    risks,
    verdict: {
      outcome: reasons.length > 0 ? 'refused' : changes(input, plans) ? 'changes' : 'no-changes',
      reasons,
    },
    digest: digestOf({ ...input, releases: plans }),
    graph: graphOf(stack, plans, input.backing),
    gaps: input.gaps,
    timings: input.timings,
  };
}

const gravity = { error: 0, warning: 1, notice: 2 } as const;

interface Release {
  readonly input: ReleaseInput;
  readonly facts: ReleaseFacts;
  /** What the renders say, whatever Pulumi does. */
  readonly rendered: readonly ObjectChange[];
}

function releaseOf(input: ReleaseInput): Release {
  const { after } = input;
  const before = { ...input.before, objects: [...input.before.objects, ...takenOver(input)] };
  const rendered = diffObjects(before.objects, after.objects);
  const operation = input.operation ?? operationOf(input, rendered);
  // Nothing is done to it: what its render says is then a finding, and no change.
  const objects =
    operation === 'same'
      ? diffObjects(
          input.before.objects.length > 0 ? input.before.objects : after.objects,
          input.before.objects.length > 0 ? input.before.objects : after.objects,
        )
      : rendered;
  const live = new Map([...input.live].map(([key, facts]) => [key, facts.live]));
  const plan: ReleasePlan = {
    key: input.key,
    name: input.name,
    namespace: input.namespace,
    system: input.system,
    operation,
    chart: input.chart,
    chartBefore: input.chartBefore,
    record: input.record,
    objects,
    hooks: hookRuns(operation, before.hooks, after.hooks),
    crds: crdStates(after.crds, { operation, skipped: input.skipCrds, live }),
    drift: driftOfRelease(input, operation, objects),
  };
  return { input, rendered, facts: { plan, before: before.objects, after: after.objects, live } };
}

/** Offline: there is no Pulumi to ask. */
function operationOf(
  { chartBefore, chart }: ReleaseInput,
  rendered: readonly ObjectChange[],
): ReleaseOperation {
  if (chartBefore === null) return 'create';
  if (chart === null) return 'delete';
  return rendered.some(({ change }) => change !== 'unchanged') ? 'update' : 'same';
}

function driftOfRelease(
  { before, after, live }: ReleaseInput,
  operation: ReleaseOperation,
  objects: readonly ObjectChange[],
): Drift[] {
  const changes = new Map(objects.map((change) => [objectKey(change.before ?? change.object), change]));
  // Without a record, what the release should have made.
  const applied = operation === 'same' && before.objects.length === 0 ? after.objects : before.objects;
  return applied.flatMap(({ id, manifest }) => {
    const facts = live.get(objectKey(id));
    const change = changes.get(objectKey(id));
    // What somebody did to it goes with it.
    const goes = change?.change === 'deleted' || change?.change === 'renamed';
    if (facts === undefined || (goes && facts.live !== null)) return [];
    return driftOf({
      id,
      applied: manifest,
      ...facts,
      upgrade: (operation === 'update' || operation === 'import') && !goes,
      changed: change?.fields ?? [],
    });
  });
}

/**
 * What the release has in the cluster though it never applied it, or not last: an object that was kept when it left the release. Helm takes it over and
 * sets what the manifest sets, so that is what changes.
 */
function takenOver({ name, namespace, before, after, live }: ReleaseInput): PlacedObject[] {
  const known = new Set(before.objects.map(({ id }) => objectKey(id)));
  return after.objects.flatMap((object) => {
    const found = live.get(objectKey(object.id))?.live ?? null;
    if (found === null || known.has(objectKey(object.id))) return [];
    const notes = mapAt(found, 'metadata', 'annotations');
    const isOurs =
      mapAt(found, 'metadata', 'labels')['app.kubernetes.io/managed-by'] === 'Helm' &&
      notes['meta.helm.sh/release-name'] === name &&
      notes['meta.helm.sh/release-namespace'] === namespace;
    if (!isOurs) return [];
    const { id, manifest } = object;
    return [{ ...object, manifest: { ...asSet(manifest, found, id).live }, hash: '' }];
  });
}

function findingReasons(findings: Plan['findings']): string[] {
  const errors = findings.filter(({ severity, waiver }) => severity === 'error' && waiver === null).length;
  return errors === 0 ? [] : [errors === 1 ? '1 finding is an error' : `${errors} findings are errors`];
}

const changes = ({ steps, backing }: PlanInput, releases: readonly ReleasePlan[]): boolean =>
  steps.some(({ operation }) => operation !== 'same' && operation !== 'read') ||
  backing.some(({ operation }) => operation !== 'same') ||
  releases.some(({ operation }) => operation !== 'same');
