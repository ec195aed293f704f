/** Selectors select something, and only what they are meant for. */
import { at } from '../../kubernetes/data.ts';
import { selectorText, selects, selectsAlmost, unmet, type Selector } from '../../kubernetes/selectors.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Rule, Severity, Subject, Verdict } from '../../systems/rule.ts';
import { podSelectorOf, workloadsAround, type Workload } from './pods-around.ts';
import { namespaceOf } from '../../kubernetes/scope.ts';
import { listText, objectText } from './wording.ts';

const controllers = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
]);

export const selectorRules: readonly Rule[] = [
  {
    id: 'selector/workload',
    title: 'A workload selects its own pods, no other workload’s, and by labels that stay',
    why: 'The API server refuses a Deployment, StatefulSet or DaemonSet whose selector does not match the labels of its own template. Two of them in one namespace that select each other’s pods disturb autoscaling and rollouts. A selector never changes: with a version in it, no upgrade to another version is possible.',
    severity: 'error',
    check: workloads,
  },
  {
    id: 'selector/service',
    title: 'Every Service selects pods',
    why: 'A Service whose selector matches no pod has no endpoints: connections are refused, and nothing says why.',
    severity: 'error',
    check: (subject) =>
      selectorFaults(subject, 'Service', {
        effect: 'It has no endpoints, so connections are refused',
        unlike: 'error',
      }),
  },
  {
    id: 'selector/disruption-budget',
    title: 'Every PodDisruptionBudget selects pods',
    why: 'A budget that matches no pod protects nothing: a drain may take all replicas at once.',
    severity: 'error',
    check: (subject) =>
      selectorFaults(subject, 'PodDisruptionBudget', {
        effect: 'It protects nothing: a drain may end all replicas at once',
        unlike: 'warning',
      }),
  },
  {
    id: 'selector/network-policy',
    title: 'Every NetworkPolicy selects pods',
    why: 'A policy that matches no pod restricts and protects nothing. Pods that somebody else makes are not known here; if its selector has no label in common with any pod of the stack it is a warning.',
    severity: 'error',
    check: (subject) =>
      selectorFaults(subject, 'NetworkPolicy', { effect: 'It protects nothing', unlike: 'warning' }),
  },
  {
    id: 'selector/overlap',
    title: 'Services and budgets select the pods of one workload',
    why: 'Labels that a Service or a budget shares with a Job or another workload bring its pods in: requests go to a migration that does not listen, and a budget counts pods that come and go.',
    severity: 'warning',
    check: overlaps,
  },
];

function* workloads(subject: Subject): Iterable<Verdict> {
  for (const object of subject.objects) {
    if (!controllers.has(object.kind)) continue;
    const selector = podSelectorOf(object);
    if (selector === null) continue; // the schemas report it
    const all = around(subject, object);
    const own = all.find((each) => each.object === object);
    const open = own === undefined ? [] : unmet(selector, own.labels);
    if (selector.length === 0 || open.length > 0) {
      yield {
        object,
        path: ['spec', 'selector'],
        message: `${objectText(object)}: its selector ${selectorText(open.length > 0 ? open : selector)} does not match the labels of its own pod template (${labelText(own)}). The API server refuses it`,
        hint: 'Use the same labels in spec.selector and in the template’s metadata.',
      };
      continue;
    }
    yield* fleeting(object);
    const others = all.filter(
      (each) => each.object !== object && controllers.has(each.object.kind) && selects(selector, each.labels),
    );
    if (others.length > 0) {
      yield {
        object,
        path: ['spec', 'selector'],
        message: `${objectText(object)} also selects the pods of ${names(others)}: autoscalers, budgets and rollouts count them as its own`,
        hint: 'Add a label to both, such as app.kubernetes.io/component, and select by it.',
        severity: 'warning',
      };
    }
  }
}

/** Labels that change with the chart or the application. */
const versioned = ['helm.sh/chart', 'app.kubernetes.io/version', 'chart'];

function* fleeting(object: RenderedObject): Iterable<Verdict> {
  const path = ['spec', 'selector', 'matchLabels'];
  const labels = versioned.filter((label) => at(object.manifest, ...path, label) !== undefined);
  if (labels.length === 0) return;
  yield {
    object,
    path,
    message: `${objectText(object)} selects by ${listText(labels)}, which change with the version, and a selector may not: the next upgrade fails`,
    hint: 'Select by app.kubernetes.io/name and app.kubernetes.io/instance alone.',
    severity: 'warning',
  };
}

function* selectorFaults(
  subject: Subject,
  kind: string,
  { effect, unlike }: { effect: string; unlike: Severity },
): Iterable<Verdict> {
  for (const [object, selector, all] of selectorsOf(subject, kind)) {
    if (all.some((each) => each.object.hook === null && selects(selector, each.labels))) continue;
    const close = all.find((each) => selectsAlmost(selector, each.labels));
    const path = kind === 'NetworkPolicy' ? ['spec', 'podSelector'] : ['spec', 'selector'];
    const instead =
      close === undefined
        ? ''
        : `; ${objectText(close.object)} has ${labelText(close)}, which lacks ${selectorText(unmet(selector, close.labels))}`;
    yield {
      object,
      path,
      message: `${objectText(object)} selects no pod of the stack by ${selectorText(selector)}${instead}. ${effect}`,
      hint: 'Select by labels that the pods have: those of the pod template, not of the workload.',
      ...(close === undefined && unlike !== 'error' ? { severity: unlike } : {}),
    };
  }
}

function* overlaps(subject: Subject): Iterable<Verdict> {
  for (const kind of ['Service', 'PodDisruptionBudget']) {
    for (const [object, selector, all] of selectorsOf(subject, kind)) {
      const selected = all.filter((each) => selects(selector, each.labels));
      if (selected.length < 2) continue;
      const [first, ...rest] = selected.toSorted((a, b) => Number(a.ends) - Number(b.ends));
      if (first === undefined) continue;
      const jobs = rest.filter(({ ends }) => ends);
      yield {
        object,
        path: ['spec', 'selector'],
        message: `${objectText(object)} selects the pods of ${objectText(first.object)} and of ${names(rest)}${
          jobs.length > 0 && kind === 'Service' ? ', which are sent requests while they run' : ''
        }`,
        hint: 'Add a label to one of them, such as app.kubernetes.io/component, and select by it.',
      };
    }
  }
}

/** Objects of a kind that select by labels, and the workloads of their namespace. Without any requirement all pods are meant. */
function* selectorsOf(
  subject: Subject,
  kind: string,
): Iterable<[RenderedObject, Selector, readonly Workload[]]> {
  for (const object of subject.objects) {
    if (object.kind !== kind) continue;
    const selector = podSelectorOf(object);
    if (selector === null || selector.length === 0) continue;
    yield [object, selector, around(subject, object)];
  }
}

const around = (subject: Subject, object: RenderedObject): readonly Workload[] =>
  workloadsAround(subject, namespaceOf(object, subject.release.namespace));

const names = (several: readonly Workload[]): string =>
  listText(several.map(({ object }) => objectText(object)));

const labelText = (workload: Workload | undefined): string => {
  const labels = Object.entries(workload?.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return labels.length === 0 ? 'it has none' : listText(labels);
};
