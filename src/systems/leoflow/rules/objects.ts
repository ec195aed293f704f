/** LF-35, and the objects of a release: which there are, where, and whether they find each other and say what the values say. */
import { at, listAt, mapAt, textAt, type DataPath } from '../../../kubernetes/data.ts';
import { labelSelector, selects, selectorText } from '../../../kubernetes/selectors.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { strays } from '../../rules/namespace.ts';
import { selectorFlaws } from '../../rules/service.ts';
import { ofKind, rule, shown, valueOf, type ControlPlane } from './control-plane.ts';

interface Part {
  readonly kind: string;
  /** The value that switches it; `null` if it is always there. */
  readonly when: DataPath | null;
  readonly effect: string;
}

const parts: readonly Part[] = [
  { kind: 'Deployment', when: null, effect: 'nothing runs' },
  { kind: 'Service', when: null, effect: 'neither users nor agents reach the server' },
  { kind: 'Job', when: ['migrations', 'enabled'], effect: 'the database is not migrated' },
  { kind: 'ServiceAccount', when: ['serviceAccount', 'create'], effect: 'the pods are not made' },
  { kind: 'Role', when: ['rbac', 'create'], effect: 'no task starts' },
  { kind: 'RoleBinding', when: ['rbac', 'create'], effect: 'no task starts' },
  { kind: 'PersistentVolumeClaim', when: ['logs', 'persistence', 'enabled'], effect: 'the pods wait for it' },
  { kind: 'HorizontalPodAutoscaler', when: ['autoscaling', 'enabled'], effect: 'nothing scales' },
  {
    kind: 'PodDisruptionBudget',
    when: ['podDisruptionBudget', 'enabled'],
    effect: 'a drain takes every pod',
  },
  { kind: 'NetworkPolicy', when: ['networkPolicy', 'enabled'], effect: 'everybody reaches the pods' },
  { kind: 'ServiceMonitor', when: ['metrics', 'serviceMonitor', 'enabled'], effect: 'nothing is measured' },
  { kind: 'Ingress', when: ['ingress', 'enabled'], effect: 'nobody comes in from outside' },
];

const inventory = rule(
  {
    id: 'leoflow/objects',
    title: 'The release has the objects that its values ask for, and no others, in the release’s namespace',
    why: 'A template whose condition is wrong renders nothing, without an error. Objects beside the pods must be in their namespace: Services, budgets and claims of another one are not found.',
    severity: 'error',
  },
  function* (plane) {
    const { subject } = plane;
    for (const { kind, when, effect } of parts) {
      const found = subject.objects.filter((object) => object.kind === kind);
      const asked = when === null ? true : valueOf(plane, when);
      const name = when?.join('.') ?? '';
      if (asked === true && !found.some((object) => isMeant(object, plane))) {
        const because = when === null ? 'every release needs one' : `the value ${name} is true`;
        const message = `the release has no ${kind}, and ${because}: ${effect}`;
        yield { value: when ?? undefined, message, hint: `Render the ${kind}.` };
      } else if (asked === false && kind !== 'ServiceAccount') {
        for (const object of found)
          yield {
            object,
            value: when ?? undefined,
            message: `${kind} ${object.name} is rendered, and the value ${name} is false`,
            hint: `Render the ${kind} only if .Values.${name} is set.`,
          };
      }
    }
    const beside = [
      'Deployment',
      'Service',
      'Job',
      'PersistentVolumeClaim',
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
      'NetworkPolicy',
      'Ingress',
      'Secret',
    ];
    yield* strays(
      subject.objects.filter(({ kind }) => beside.includes(kind)),
      subject,
    );
  },
);

/** The server's account, where there may be one for the tasks as well. */
const isMeant = (object: RenderedObject, { subject, taskNamespace }: ControlPlane): boolean =>
  object.kind !== 'ServiceAccount' ||
  object.name !== textAt(subject.values, 'taskServiceAccount', 'name') ||
  (object.namespace ?? subject.release.namespace) !== taskNamespace;

const found = rule(
  {
    id: 'leoflow/selectors',
    title: 'Deployment, Service, budget, autoscaler and Ingress are about the server',
    why: 'Labels that differ by one letter select nothing: the API server refuses the Deployment, the Service leads nowhere, the budget protects nothing, the autoscaler scales nothing. None of the last three is told to anybody.',
    severity: 'error',
  },
  function* (plane) {
    const { subject, servers, services } = plane;
    yield* selectorFlaws(servers, services);
    if (servers.length > 0 && services.length > 0 && services.every(({ leadsTo }) => leadsTo.length === 0)) {
      yield {
        object: services[0]?.object,
        path: ['spec', 'selector'],
        message: `no Service leads to ${servers[0]?.object.kind} ${servers[0]?.object.name}`,
        hint: 'Give the selector the labels of the server’s pods.',
      };
    }
    for (const object of ofKind(subject, 'PodDisruptionBudget')) {
      const selector = labelSelector(at(object.manifest, 'spec', 'selector'));
      const isSelecting = selector.length > 0 && servers.some(({ pod }) => selects(selector, pod.labels));
      if (isSelecting || servers.length === 0) continue;
      const message = `PodDisruptionBudget ${object.name} selects ${selectorText(selector) || 'nothing of its own'}, and not the server's pods`;
      yield {
        object,
        path: ['spec', 'selector'],
        message,
        hint: 'Give the selector the labels of the server’s pods.',
      };
    }
    for (const object of plane.autoscalers) yield* missed(object, plane);
    for (const object of ofKind(subject, 'Ingress')) yield* lost(object, plane);
  },
);

function* missed(object: RenderedObject, { servers }: ControlPlane): Iterable<Verdict> {
  const target = mapAt(object.manifest, 'spec', 'scaleTargetRef');
  const isServer = servers.some(
    (server) =>
      ['kind', 'apiVersion'].every((field) => target[field] === server.object.manifest[field]) &&
      target['name'] === server.object.name,
  );
  if (isServer || servers.length === 0) return;
  const message = `HorizontalPodAutoscaler ${object.name} scales ${['apiVersion', 'kind', 'name'].map((field) => textAt(target, field) ?? '').join(' ')}, which is not the server`;
  yield {
    object,
    path: ['spec', 'scaleTargetRef'],
    message,
    hint: `Name ${servers[0]?.object.kind} ${servers[0]?.object.name}.`,
  };
}

function* lost(object: RenderedObject, { services }: ControlPlane): Iterable<Verdict> {
  for (const [index, one] of listAt(object.manifest, 'spec', 'rules').entries()) {
    for (const [place, path] of listAt(one, 'http', 'paths').entries()) {
      const backend = at(path, 'backend', 'service');
      const service = services.find(
        ({ object: { name }, leadsTo }) => name === textAt(backend, 'name') && leadsTo.length > 0,
      );
      const port = at(backend, 'port', 'name') ?? at(backend, 'port', 'number');
      const isHttp =
        service?.ports.some(({ name, number }) => name === 'http' && (port === name || port === number)) ===
        true;
      if (isHttp) continue;
      const message = `Ingress ${object.name} leads to ${shown(textAt(backend, 'name'))}, port ${shown(port)}, and the API is at port http of Service ${services[0]?.object.name ?? ''}`;
      yield {
        object,
        path: ['spec', 'rules', index, 'http', 'paths', place, 'backend'],
        message,
        hint: 'Name the Service of the server, and port: {name: http}.',
      };
    }
  }
}

const names = rule(
  {
    id: 'LF-35',
    title: 'Instructions for deployment/leoflow are meant for this Deployment',
    why: 'The chart adds its name to that of a release which does not hold it: release lf makes lf-leoflow. Commands of the chart’s README and of its upgrade notes name leoflow. Name the release leoflow, or put its full name into the commands.',
    severity: 'notice',
  },
  function* ({ servers }) {
    for (const { object } of servers) {
      if (object.name === 'leoflow') continue;
      const message = `${object.kind} ${object.name}: where instructions say deployment/leoflow, it is deployment/${object.name}`;
      yield {
        object,
        path: ['metadata', 'name'],
        value: ['fullnameOverride'],
        message,
        hint: 'Set the option releaseName: leoflow, or keep the full name in mind.',
      };
    }
  },
);

export const objectRules: readonly Rule[] = [names, inventory, found];
