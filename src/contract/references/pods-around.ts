/** The workloads and Services among which a release lives. */
import { at } from '../../kubernetes/data.ts';
import { perManifest } from '../../kubernetes/per-manifest.ts';
import { podTemplateOf } from '../../kubernetes/pods.ts';
import { equalitySelector, labelSelector, type Labels, type Selector } from '../../kubernetes/selectors.ts';
import { isTestHook } from '../../kubernetes/hook-order.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Subject } from '../../systems/rule.ts';

/** A workload in its namespace, and the labels of its pods. */
export interface Workload {
  readonly object: RenderedObject;
  readonly namespace: string;
  readonly labels: Labels;
  /** It ends by itself: a Job or a hook. */
  readonly ends: boolean;
}

const workloadKinds = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'Pod',
];

const known = new WeakMap<Subject, Map<string | null, readonly Workload[]>>();

/** Of this and other releases, tests apart; of all namespaces if none is given. */
export function workloadsAround(subject: Subject, namespace: string | null): readonly Workload[] {
  const byNamespace = known.get(subject) ?? new Map<string | null, readonly Workload[]>();
  known.set(subject, byNamespace);
  const before = byNamespace.get(namespace);
  if (before !== undefined) return before;
  const found = workloadKinds.flatMap((kind) =>
    subject.around.all(kind, namespace ?? undefined).flatMap(({ object, namespace: own }) => {
      if (object === null || isTestHook(object)) return [];
      const ends = object.hook !== null || object.kind === 'Job' || object.kind === 'CronJob';
      return { object, namespace: own ?? '', labels: podLabels(object), ends };
    }),
  );
  byNamespace.set(namespace, found);
  return found;
}

const podLabels = perManifest((object): Labels => podTemplateOf(object)?.labels ?? {});

/** Which pods an object is about; null if it says nothing of them. An empty selector is about all. */
export const podSelectorOf = perManifest((object): Selector | null => {
  const { kind, manifest } = object;
  if (kind === 'Service' || kind === 'ReplicationController') {
    const selector = equalitySelector(at(manifest, 'spec', 'selector'));
    return selector.length === 0 ? null : selector;
  }
  const field = kind === 'NetworkPolicy' ? 'podSelector' : 'selector';
  const selector = at(manifest, 'spec', field);
  return selector === undefined || selector === null ? null : labelSelector(selector);
});

/** Those of the release itself. */
export function ownWorkloads(subject: Subject): readonly Workload[] {
  const own = new Set(subject.objects);
  return workloadsAround(subject, null).filter(({ object }) => own.has(object));
}
