/**
 * What is reviewed, in one number: sha256 over the canonical form of everything that decides what `up` does. Secrets count by their source and
 * generated names by a placeholder, so that it is the same on every machine; a byte more in a render makes it another.
 */
import { createHash } from 'node:crypto';
import type { Step } from '../deploy/steps.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';
import type { DesiredRelease, DesiredStack } from '../stack/desired.ts';
import type { Plan, ReleasePlan } from './plan.ts';

/** Changed when the canonical form is: digests of another form never agree by chance. */
const form = 1;

export interface DigestInput extends Pick<Plan, 'tier' | 'cluster'> {
  readonly stack: DesiredStack;
  readonly steps: readonly Step[];
  readonly releases: readonly ReleasePlan[];
  /** By release key, rendered with placeholders in the place of secrets and generated names. */
  readonly renders: ReadonlyMap<string, readonly RenderedObject[]>;
}

/** `sha256:` and 64 hexadecimal digits. */
export function digestOf(input: DigestInput): string {
  return `sha256:${createHash('sha256')
    .update(canonical(material(input)))
    .digest('hex')}`;
}

function material({ tier, cluster, stack, steps, releases, renders }: DigestInput): unknown {
  return {
    form,
    tier,
    project: stack.project,
    stack: stack.stack,
    cluster: { identifier: cluster.identifier, kubeVersion: cluster.kubeVersion },
    backing: sorted(stack.backing),
    declared: sorted(stack.releases.map(withoutPlaces)),
    // In no order: what does not depend on each other comes as it likes.
    steps: sorted(
      steps.map(({ operation, type, name, changedKeys, replaceKeys, order }) => ({
        operation,
        type,
        name,
        changedKeys,
        replaceKeys,
        order,
      })),
    ),
    releases: sorted(
      releases.map(({ key, operation, chart, record, objects, hooks, crds }) => ({
        key,
        operation,
        chart: chart?.digest ?? null,
        // Applied by somebody else since the review, it is another change, even to the same end.
        applied: record === null ? null : [record.revision, record.status],
        objects: sorted(objects.map(({ object, change, before }) => ({ object, change, before }))),
        hooks: hooks.map(({ object, event }) => ({ object, event })),
        crds: sorted(crds.map(({ name, state }) => ({ name, state }))),
      })),
    ),
    renders: sorted(
      [...renders].map(([key, objects]) => ({
        key,
        objects: objects.map(({ template, hash }) => [template, hash]),
      })),
    ),
  };
}

/** Where a field stands in the stack file decides nothing. */
function withoutPlaces({ path: _path, chart, ...release }: DesiredRelease): unknown {
  const { path: _chartPath, ...reference } = chart;
  return { ...release, chart: reference };
}

/** JSON with sorted keys; what JSON has not (`undefined`) is left out. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

function sorted(items: readonly unknown[]): unknown[] {
  return items
    .map((item) => [canonical(item), item] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, item]) => item);
}
