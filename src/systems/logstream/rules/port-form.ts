/** LS-2 and LS-3: names and protocols of ports. */
import type { Rule, Verdict } from '../../rule.ts';
import { isBefore } from '../../rules/kube-version.ts';
import { containerPort, labelOf, type Service, type ServicePort } from '../../rules/service.ts';
import { podPortsOf, type Port } from '../../rules/workload.ts';
import { value } from './ports.ts';
import { rule } from './worker-group.ts';

const longestName = 15; // IANA service name, as the API server asks it of container ports

const names = rule(
  {
    id: 'LS-2',
    title: 'Names of ports are unique, at most 15 characters long, and in lower case',
    why: 'The API server refuses a Service with two ports of one name (the chart’s README adds a second "syslog"), and a container port whose name is longer than 15 characters. Give every entry of the option sources, or of service.ports, its own short name.',
    severity: 'error',
  },
  function* ({ workers, services }) {
    for (const { object, ports } of services) yield* badNames(object, ports, `Service ${object.name}`);
    for (const { object, pod } of workers) {
      yield* badNames(object, podPortsOf(pod), `${object.kind} ${object.name}`);
    }
  },
);

function* badNames(object: Service['object'], ports: readonly Port[], owner: string): Iterable<Verdict> {
  const hint = 'Give the entry of the option sources, or of service.ports, another name.';
  for (const [index, port] of ports.entries()) {
    const place = { object, path: [...port.path, 'name'], value, hint };
    const { name } = port;
    if (name === undefined) {
      if (ports.length > 1 && object.kind === 'Service') {
        yield {
          ...place,
          message: `${owner}: port ${labelOf(port)} has no name, and there is more than one port`,
        };
      }
      continue;
    }
    if (ports.findIndex((other) => other.name === name) < index) {
      yield { ...place, message: `${owner}: two ports are named ${name}, so the API server refuses it` };
    }
    if (name.length > longestName || !/^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
      const message = `${owner}: ${name} is no name for a port; at most ${longestName} lower-case letters, digits and single "-" are one`;
      yield { ...place, message };
    }
  }
}

/** What the chart opens for protocols that are usually spoken by UDP. */
const usuallyUdp = (port: ServicePort): boolean =>
  port.name === 'syslog' || port.name === 'metrics' || port.number === 514 || port.number === 8125;

const mixedProtocols = '1.24'; // the first Kubernetes that lets a load balancer carry both without a feature gate

const protocols = rule(
  {
    id: 'LS-3',
    title: 'Ports have the protocol that their Source speaks',
    why: 'The chart opens syslog and metrics for TCP, while most senders use UDP; what they send is then lost without a trace. Chart 1.0 drops the protocol of container ports. Set protocol: UDP on the entry of the option sources (or of service.ports). TCP and UDP on one load balancer need Kubernetes 1.24 and a cloud that offers it; two worker groups do without it.',
    severity: 'warning',
  },
  function* ({ entrances, sources, subject: { release } }) {
    for (const { object, ports, leadsTo, type } of entrances) {
      for (const port of ports) {
        const isAlone = !ports.some(
          ({ number, protocol }) => number === port.number && protocol !== port.protocol,
        );
        if (sources === null && port.protocol === 'TCP' && usuallyUdp(port) && isAlone) {
          const message = `Service ${object.name}: port ${labelOf(port)} takes TCP only, and senders of that kind usually use UDP`;
          yield {
            object,
            path: port.path,
            value,
            message,
            hint: 'Set protocol: UDP in service.ports, unless all senders use TCP.',
          };
        }
        for (const workload of leadsTo)
          yield* otherProtocol(port, containerPort(port, workload), workload.object);
      }
      if (type !== 'LoadBalancer' || new Set(ports.map(({ protocol }) => protocol)).size < 2) continue;
      if (isBefore(release.kubeVersion, mixedProtocols)) {
        const message = `Service ${object.name}: its load balancer has TCP and UDP ports, which Kubernetes ${release.kubeVersion} refuses`;
        yield {
          object,
          path: ['spec', 'ports'],
          value,
          message,
          hint: 'Make two worker groups, one a protocol.',
          severity: 'error',
        };
      } else {
        yield { notChecked: 'whether the load balancers of this cluster carry TCP and UDP together' };
      }
    }
  },
);

function* otherProtocol(
  port: ServicePort,
  inside: Port | undefined,
  object: Service['object'],
): Iterable<Verdict> {
  if (inside === undefined || inside.protocol === port.protocol) return;
  yield {
    object,
    path: [...inside.path, 'protocol'],
    value,
    message: `${object.kind} ${object.name}: container port ${labelOf(inside)} is ${inside.protocol}, and the Service brings ${port.protocol} there`,
    hint: 'Use chart 4.19.2, or let the template write the protocol of service.ports.',
  };
}

export const portFormRules: readonly Rule[] = [names, protocols];
