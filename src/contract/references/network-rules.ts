/** A NetworkPolicy must let through what the pods need. */
import { isIP } from 'node:net';
import { containerPortsOf, servicePortsOf, targetsOf, type ServicePort } from '../../kubernetes/ports.ts';
import { selects } from '../../kubernetes/selectors.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Rule, Subject, Verdict } from '../../systems/rule.ts';
import { destinationsOf, type Destination } from './destinations.ts';
import { letsOut } from './egress.ts';
import { letsPort, meansPods, restrictions, type PolicyRule, type Restriction } from './network-policies.ts';
import { ownWorkloads, podSelectorOf, workloadsAround, type Workload } from './pods-around.ts';
import { endpointsOf, inCluster, type Endpoint } from './service-address.ts';
import { namespaceOf } from '../../kubernetes/scope.ts';
import { listText, objectText } from './wording.ts';

export const networkRules: readonly Rule[] = [
  {
    id: 'network/egress',
    title: 'Network policies let pods out to what their configuration talks to',
    why: 'Where a policy restricts egress, connections to other ports and networks hang until they time out. Hosts and ports are read from variables, arguments and mounted ConfigMaps; an address that is configured and not used is found too, which is why this is a warning. Ports that a policy names are those behind a Service, not of it.',
    severity: 'warning',
    check: egress,
  },
  {
    id: 'network/dns',
    title: 'Network policies let pods ask the DNS',
    why: 'A policy that restricts egress and has no rule for port 53 (OpenShift: 5353) over UDP cuts the pods off from names: every connection by name fails, whatever else is allowed.',
    severity: 'error',
    check: dns,
  },
  {
    id: 'network/ingress',
    title: 'Network policies let in what Services lead to the pods',
    why: 'A port of a Service whose pods accept nobody there times out. A rule counts for every port that it lets in from somewhere; between workloads of the stack that talk to each other it must let in the one that asks.',
    severity: 'warning',
    check: ingress,
  },
];

function* egress(subject: Subject): Iterable<Verdict> {
  for (const workload of ownWorkloads(subject)) {
    const restricted = restrictions(workload, 'egress', subject);
    const [first] = restricted;
    if (first === undefined) continue;
    for (const destination of destinationsOf(workload, subject)) {
      const answer = letsOut(destination, workload, restricted, subject);
      const what = `${objectText(workload.object)} out to ${destinationText(destination)}`;
      if (answer === 'unknown')
        yield { notChecked: `whether ${policiesText(restricted)} lets ${what}: it depends on the cluster` };
      if (answer !== 'no') continue;
      yield {
        object: first.policy,
        path: ['spec', 'egress'],
        message: `${policiesText(restricted)} does not let ${what}, which ${destination.source} talks to. Connections hang until they time out`,
        hint: 'Add a rule for that port to the policy’s egress, or take the address out of the configuration if nothing uses it.',
      };
    }
  }
}

const destinationText = ({ host, port, protocol }: Destination): string =>
  `${host}:${port}${protocol === 'TCP' ? '' : `/${protocol}`}`;

const policiesText = (restricted: readonly Restriction[]): string =>
  `NetworkPolicy ${listText(restricted.map(({ policy }) => policy.name))}`;

/** Of the DNS service, and of OpenShift's pods behind it. */
const dnsPorts = [53, 5353];

function* dns(subject: Subject): Iterable<Verdict> {
  for (const workload of ownWorkloads(subject)) {
    const restricted = restrictions(workload, 'egress', subject);
    const [first] = restricted;
    if (first === undefined) continue;
    const rules = restricted.flatMap((each) => each.rules);
    if (rules.some(asksDns)) continue;
    const named = destinationsOf(workload, subject).find(({ host }) => isIP(host) === 0);
    if (named === undefined && rules.length === 0) continue; // cut off on purpose
    const reason =
      named === undefined
        ? 'names do not resolve'
        : `${named.source} talks to ${named.host}, which does not resolve`;
    yield {
      object: first.policy,
      path: ['spec', 'egress'],
      message: `${policiesText(restricted)} does not let ${objectText(workload.object)} ask the DNS (UDP 53): ${reason}`,
      hint: 'Add an egress rule with the ports 53/UDP and 53/TCP.',
      ...(named === undefined ? { severity: 'warning' } : {}),
    };
  }
}

const asksDns = ({ ports }: PolicyRule): boolean =>
  ports === null || ports.some((each) => dnsPorts.some((number) => letsPort(each, number, 'UDP')));

function* ingress(subject: Subject): Iterable<Verdict> {
  for (const service of subject.objects) {
    const selector = service.kind === 'Service' ? podSelectorOf(service) : null;
    if (selector === null) continue;
    const selected = workloadsAround(subject, namespaceOf(service, subject.release.namespace)).filter(
      (each) => !each.ends && selects(selector, each.labels),
    );
    for (const workload of selected) yield* closedPorts(service, workload, subject);
  }
  for (const workload of ownWorkloads(subject)) yield* closedTo(workload, subject);
}

function* closedPorts(service: RenderedObject, workload: Workload, subject: Subject): Iterable<Verdict> {
  const restricted = restrictions(workload, 'ingress', subject);
  const [first] = restricted;
  if (first === undefined) return;
  const rules = restricted.flatMap((each) => each.rules);
  for (const port of servicePortsOf(service)) {
    const targets = behind(port, workload);
    if (
      targets.length === 0 ||
      targets.some((target) => rules.some((rule) => admits(rule, target, port.protocol)))
    )
      continue;
    const number = targets[0]?.port ?? port.number;
    yield {
      object: first.policy,
      path: ['spec', 'ingress'],
      message: `${policiesText(restricted)} lets nobody in to ${port.protocol} ${number} of ${objectText(workload.object)}, where port ${port.name ?? port.number} of ${objectText(service)} leads. Requests time out`,
      hint: 'Add the port to the policy’s ingress, or take it out of the Service.',
    };
  }
}

type Target = Pick<Endpoint, 'port' | 'name'>;

function behind(port: ServicePort, { object }: Workload): Target[] {
  const targets = targetsOf(port, containerPortsOf(object));
  if (targets.length > 0) return targets.map(({ number, name }) => ({ port: number, name }));
  return typeof port.target === 'number' ? [{ port: port.target, name: null }] : [];
}

const admits = ({ ports }: PolicyRule, { port, name }: Target, protocol: string): boolean =>
  ports === null ||
  ports.some((each) => letsPort(each, port, protocol) || (name !== null && each.port === name));

/** Workloads of the stack that this one talks to, and that do not let it in. */
function* closedTo(workload: Workload, subject: Subject): Iterable<Verdict> {
  for (const destination of destinationsOf(workload, subject)) {
    const cluster = inCluster(destination, workload.namespace, subject);
    const endpoints = cluster === null ? null : endpointsOf(cluster, destination, subject);
    for (const endpoint of endpoints ?? []) {
      if (endpoint.workload.object === workload.object) continue;
      const restricted = restrictions(endpoint.workload, 'ingress', subject);
      const [first] = restricted;
      if (first === undefined || isLetIn(workload, endpoint, destination, restricted)) continue;
      yield {
        object: first.policy,
        path: ['spec', 'ingress'],
        message: `${policiesText(restricted)} does not let ${objectText(workload.object)} in to port ${endpoint.port} of ${objectText(endpoint.workload.object)}, which ${destination.source} of the former talks to (${destinationText(destination)})`,
        hint: 'Add a rule to the policy’s ingress whose selector matches the pods that ask.',
      };
    }
  }
}

/** Where it depends on the cluster, it counts as let in: egress rules say what is not checked. */
const isLetIn = (
  { labels, namespace }: Workload,
  endpoint: Endpoint,
  { protocol }: Destination,
  restricted: readonly Restriction[],
): boolean =>
  restricted.some((restriction) =>
    restriction.rules.some(
      (rule) =>
        admits(rule, endpoint, protocol) &&
        (rule.peers === null ||
          rule.peers.some((peer) => meansPods(peer, labels, namespace, restriction.namespace) !== false)),
    ),
  );
