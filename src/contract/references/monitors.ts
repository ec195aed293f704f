/** ServiceMonitors and PodMonitors of the Prometheus Operator find what they scrape. */
import { at, listAt, textAt, textsAt, type Data } from '../../kubernetes/data.ts';
import { containerPortsOf, numberOrName, servicePortsOf } from '../../kubernetes/ports.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import { labelSelector, selectorText, selects, type Selector } from '../../kubernetes/selectors.ts';
import type { Rule, Subject, Verdict } from '../../systems/rule.ts';
import { workloadsAround } from './pods-around.ts';
import { namespaceOf } from '../../kubernetes/scope.ts';
import { listText, meantText, objectText } from './wording.ts';

export const monitorRules: readonly Rule[] = [
  {
    id: 'selector/monitor',
    title: 'Every ServiceMonitor selects a Service, every PodMonitor pods',
    why: 'A monitor that selects nothing is no error anywhere: Prometheus just has no such target, and alerts on its metrics never fire. A ServiceMonitor selects by the labels of the Service itself, in its own namespace unless it names others.',
    severity: 'error',
    check: selections,
  },
  {
    id: 'port/monitor',
    title: 'Every endpoint of a monitor names a port of what it selects',
    why: 'Prometheus drops targets that have no port of that name: a ServiceMonitor means the name of the Service’s port, a PodMonitor that of the container’s.',
    severity: 'error',
    check: endpoints,
  },
];

const endpointLists: Readonly<Partial<Record<string, string>>> = {
  ServiceMonitor: 'endpoints',
  PodMonitor: 'podMetricsEndpoints',
};

interface Scraped {
  readonly monitor: RenderedObject;
  readonly selector: Selector;
  readonly targets: readonly RenderedObject[];
  readonly where: string;
}

function* scraped(subject: Subject): Iterable<Scraped> {
  for (const monitor of subject.objects) {
    if (!Object.hasOwn(endpointLists, monitor.kind)) continue;
    const selector = labelSelector(at(monitor.manifest, 'spec', 'selector'));
    const namespaces = namespacesOf(monitor, subject);
    const where = namespaces === null ? 'any namespace' : listText(namespaces);
    const candidates = (namespaces ?? [null]).flatMap((namespace) =>
      monitor.kind === 'ServiceMonitor' ? servicesIn(subject, namespace) : podsIn(subject, namespace),
    );
    const targets = candidates.filter(({ labels }) => selects(selector, labels)).map(({ object }) => object);
    yield { monitor, selector, targets, where };
  }
}

function namespacesOf({ manifest, ...object }: RenderedObject, { release }: Subject): string[] | null {
  if (at(manifest, 'spec', 'namespaceSelector', 'any') === true) return null;
  const named = listAt(manifest, 'spec', 'namespaceSelector', 'matchNames');
  if (named.length > 0) return named.filter((name) => typeof name === 'string');
  return [namespaceOf({ manifest, ...object }, release.namespace) ?? ''];
}

const servicesIn = ({ around }: Subject, namespace: string | null) =>
  around
    .all('Service', namespace ?? undefined)
    .flatMap(({ object }) =>
      object === null ? [] : { object, labels: textsAt(object.manifest, 'metadata', 'labels') },
    );

const podsIn = (subject: Subject, namespace: string | null) =>
  workloadsAround(subject, namespace).filter(({ object }) => object.hook === null);

function* selections(subject: Subject): Iterable<Verdict> {
  for (const { monitor, selector, targets, where } of scraped(subject)) {
    if (targets.length > 0) continue;
    const what = monitor.kind === 'ServiceMonitor' ? 'Service' : 'pod';
    yield {
      object: monitor,
      path: ['spec', 'selector'],
      message: `${objectText(monitor)} selects no ${what} of the stack in ${where} by ${selectorText(selector)}: Prometheus has nothing to scrape`,
      hint: `Select by labels that the ${what} has, and name its namespace under namespaceSelector.matchNames.`,
    };
  }
}

function* endpoints(subject: Subject): Iterable<Verdict> {
  for (const { monitor, targets } of scraped(subject)) {
    if (targets.length === 0) continue; // said already
    const list = endpointLists[monitor.kind] ?? '';
    for (const [index, endpoint] of listAt(monitor.manifest, 'spec', list).entries()) {
      const asked = askedPort(endpoint);
      if (asked === null) continue;
      const known = targets.flatMap((target) => portNames(target, subject, asked.ofPods));
      if (known.some((port) => port.name === asked.port || port.number === asked.port)) continue;
      const names = known.flatMap(({ name }) => name ?? []);
      yield {
        object: monitor,
        path: ['spec', list, index, asked.field],
        message: `${objectText(monitor)}, endpoint ${index}: ${listText(targets.map(objectText))} ${targets.length === 1 ? 'has' : 'have'} no port "${asked.port}"${meantText(String(asked.port), names)}. Prometheus drops the target`,
        hint: `Name one of its ports: ${names.length === 0 ? 'it has none with a name' : listText(names)}.`,
      };
    }
  }
}

/** `port` is that of the Service or, for a PodMonitor, of the container; `targetPort` is always the container's. */
function askedPort(endpoint: Data): { field: string; port: number | string; ofPods: boolean } | null {
  const port = textAt(endpoint, 'port');
  if (port !== undefined && port !== '') return { field: 'port', port, ofPods: false };
  const target = numberOrName(at(endpoint, 'targetPort'));
  return target === undefined ? null : { field: 'targetPort', port: target, ofPods: true };
}

function portNames(
  target: RenderedObject,
  subject: Subject,
  ofPods: boolean,
): readonly { readonly name: string | null; readonly number: number }[] {
  if (target.kind !== 'Service') return containerPortsOf(target);
  if (!ofPods) return servicePortsOf(target);
  const namespace = namespaceOf(target, subject.release.namespace);
  return workloadsAround(subject, namespace).flatMap(({ object }) => containerPortsOf(object));
}
