/** A release of a live plan: what the cluster was given last, and what it would be given. */
import { type ReleaseHistory, releaseState } from '../cluster/release-records.ts';
import type { Planned, PlannedRelease } from '../deploy/planned.ts';
import { textAt } from '../kubernetes/data.ts';
import type { ReleaseInput } from '../plan/assemble.ts';
import { nothing, placed, type Scope } from '../plan/placed.ts';
import { appliedObjects, knownObjects } from '../render/applied-objects.ts';
import type { PulledChart } from '../render/charts.ts';
import type { DesiredRelease, DesiredStack } from '../stack/desired.ts';
import { chartOf } from './plan-charts.ts';
import type { ReleaseRender } from './plan-renders.ts';
import { isWaiting } from './waiting-releases.ts';

export interface FormerRelease {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  /** The stack has no release of this key any more. */
  readonly isGone: boolean;
}

/** Releases that go, or that go from where they were. */
export function formerReleases(stack: DesiredStack, { releases }: Planned): FormerRelease[] {
  const declared = new Set(stack.releases.map(({ key }) => key));
  return [...releases.values()].flatMap(({ key, step, states }) => {
    const inputs = states.before?.inputs;
    const [name, namespace] = [textAt(inputs, 'name'), textAt(inputs, 'namespace')];
    const goes = ['delete', 'forget', 'replace'].includes(step?.operation ?? 'same');
    if (!goes || name === undefined || namespace === undefined) return [];
    return [{ key, name, namespace, isGone: !declared.has(key) }];
  });
}

/** What is known of all releases of a stack. */
export interface KnownReleases {
  readonly stack: DesiredStack;
  readonly charts: ReadonlyMap<string, PulledChart>;
  readonly resources: Planned;
  readonly renders: ReadonlyMap<string, ReleaseRender>;
  readonly records: ReadonlyMap<string, ReleaseHistory>;
  readonly scope: Scope;
}

/** One of them as the plan takes it, by its key: declared, or gone. */
export function liveRelease(key: string, known: KnownReleases): Omit<ReleaseInput, 'live'> {
  const { stack, charts, resources, renders, records, scope } = known;
  const release = stack.releases.find((each) => each.key === key) ?? null;
  const found = resources.releases.get(key) ?? null;
  const history = records.get(key) ?? null;
  const render = renders.get(key) ?? null;
  const before = { name: '', namespace: '', ...placeBefore(found) };
  const namespace = release?.namespace ?? before.namespace;
  const applied = history === null || history.latest.status === 'uninstalled' ? null : history.applied;
  const was =
    applied === null
      ? nothing
      : placed(
          appliedObjects(applied, knownObjects(render?.objects ?? [])),
          before.namespace || namespace,
          scope,
        );
  // What does not render does not go: it is a finding.
  const unknown = release === null ? nothing : was;
  const after = render === null ? unknown : placed(render.objects, namespace, scope);
  return {
    key,
    name: release?.name ?? before.name,
    namespace,
    system: release?.system ?? null,
    operation: operationOf(found, release, stack, resources),
    chart: release === null ? null : chartOf(release, charts),
    chartBefore: applied?.chart ?? null,
    record: history === null ? null : releaseState(history),
    before: was,
    after,
    skipCrds: release?.skipCrds ?? false,
    step: found?.step ?? null,
    values: { before: applied?.values ?? null, after: render?.values ?? null },
  };
}

function placeBefore(found: PlannedRelease | null): { name?: string; namespace?: string } {
  const inputs = found?.states.before?.inputs;
  const [name, namespace] = [textAt(inputs, 'name'), textAt(inputs, 'namespace')];
  return { ...(name === undefined ? {} : { name }), ...(namespace === undefined ? {} : { namespace }) };
}

function operationOf(
  found: PlannedRelease | null,
  release: DesiredRelease | null,
  stack: DesiredStack,
  resources: Planned,
): ReleaseInput['operation'] {
  const operation = found?.step?.operation ?? 'same';
  if (operation !== 'same' && operation !== 'read') return operation;
  return found !== null && release !== null && isWaiting(release, stack, resources) ? 'update' : 'same';
}
