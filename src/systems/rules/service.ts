/** Services of a release: which pods they lead to, and through which ports. */
import { at, listAt, mapAt, textAt, type Data, type DataPath } from '../../kubernetes/data.ts';
import { podTemplatesIn, type PodTemplate } from '../../kubernetes/pods.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Subject, Violation } from '../rule.ts';
import { podPortsOf, portsIn, selects, type Port, type Workload } from './workload.ts';
import { said } from './said.ts';

export interface ServicePort extends Port {
  readonly target: number | string | undefined;
}

export interface Service {
  readonly object: RenderedObject;
  readonly type: string;
  readonly ports: readonly ServicePort[];
  /** Those of the workloads that it leads to. */
  readonly leadsTo: readonly Workload[];
  /** True if it leads to any pod of the release. */
  readonly leadsSomewhere: boolean;
}

export function servicesOf({ objects }: Subject, workloads: readonly Workload[]): Service[] {
  const pods = podTemplatesIn(objects);
  return objects
    .filter(({ kind, hook }) => kind === 'Service' && hook === null)
    .map((object) => {
      const selector = at(object.manifest, 'spec', 'selector');
      return {
        object,
        type: textAt(object.manifest, 'spec', 'type') ?? 'ClusterIP',
        ports: portsOf(object),
        leadsTo: workloads.filter(({ pod }) => selects(selector, pod.labels)),
        leadsSomewhere: pods.some(({ labels }) => selects(selector, labels)),
      };
    });
}

function portsOf({ manifest }: RenderedObject): ServicePort[] {
  const list = listAt(manifest, 'spec', 'ports');
  return portsIn(list, ['spec', 'ports'], 'port').map((port, index) => ({
    ...port,
    target: targetOf(at(list[index], 'targetPort')) ?? port.number,
  }));
}

const targetOf = (target: Data | undefined): number | string | undefined =>
  typeof target === 'number' || typeof target === 'string' ? target : undefined;

/** The container port behind a port of the Service; `undefined` if the pods have none. By name the protocol counts, too. */
export const containerPort = ({ target, protocol }: ServicePort, workload: Workload): Port | undefined =>
  podPortsOf(workload.pod).find((port) =>
    typeof target === 'string' ? port.name === target && port.protocol === protocol : port.number === target,
  );

/** Ports that lead to a container's port that isn't there. */
export function* deadPorts({ object, ports, leadsTo }: Service, hint: string): Iterable<Violation> {
  for (const port of ports) {
    for (const workload of leadsTo) {
      if (containerPort(port, workload) !== undefined) continue;
      yield {
        object,
        path: [...port.path, 'targetPort'],
        message: `Service ${object.name} sends port ${labelOf(port)} to ${said(port.target)} of ${workload.object.kind} ${workload.object.name}, whose containers have no such port`,
        hint,
      };
    }
  }
}

/** Workloads and Services of the release that don't find their pods by label. */
export function* selectorFlaws(
  workloads: readonly Workload[],
  services: readonly Service[],
): Iterable<Violation> {
  for (const workload of workloads) {
    const { object } = workload;
    yield* wideSelector(object, ['spec', 'selector', 'matchLabels'], workload.pod);
    const selector = mapAt(object.manifest, 'spec', 'selector', 'matchLabels');
    const isNeeded = ['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind);
    const missed = Object.entries(selector).filter(([key, value]) => workload.pod.labels[key] !== value);
    if (missed.length === 0 && (Object.keys(selector).length > 0 || !isNeeded)) continue;
    const labels = missed.map(([key, value]) => `${key}=${said(value)}`).join(', ') || 'nothing';
    yield {
      object,
      path: ['spec', 'selector', 'matchLabels'],
      message: `${object.kind} ${object.name} selects ${labels}, which its own pods don't have, so the API server refuses it`,
      hint: 'Give selector.matchLabels and the labels of the pod template the same text.',
    };
  }
  for (const { object, leadsSomewhere, leadsTo } of services) {
    for (const { pod } of leadsTo.slice(0, 1)) yield* wideSelector(object, ['spec', 'selector'], pod);
    const selector = mapAt(object.manifest, 'spec', 'selector');
    const isExternal = textAt(object.manifest, 'spec', 'type') === 'ExternalName';
    if (leadsSomewhere || isExternal) continue;
    const asked = Object.entries(selector).map(([key, value]) => `${key}=${said(value)}`);
    yield {
      object,
      path: ['spec', 'selector'],
      message: `Service ${object.name} selects ${asked.join(', ') || 'nothing'}, and no pod of the release has these labels, so it leads nowhere`,
      hint: 'Give the selector the labels of the pod template.',
    };
  }
}

/** Labels by which pods of one release differ from those of another. */
const identity = ['app.kubernetes.io/name', 'app.kubernetes.io/instance'];

/** A selector that leaves out what tells the release's pods from others: it finds those of other releases, too. */
export function* wideSelector(
  object: RenderedObject,
  path: DataPath,
  { labels }: PodTemplate,
): Iterable<Violation> {
  const selector = mapAt(object.manifest, ...path);
  const missing = identity.filter((key) => labels[key] !== undefined && selector[key] === undefined);
  if (Object.keys(selector).length === 0 || missing.length === 0) return;
  yield {
    object,
    path,
    message: `${object.kind} ${object.name} does not select by ${missing.join(' and ')}, so pods of other releases in the namespace are selected, too`,
    hint: `Add ${missing.join(' and ')} of the pod template to the selector.`,
    severity: 'warning',
  };
}

/** `syslog (5140/UDP)`. */
export function labelOf({ name, number, protocol }: Port): string {
  const endpoint = `${number ?? '?'}/${protocol}`;
  return name === undefined ? endpoint : `${name} (${endpoint})`;
}
