/** Ports of Services: valid by themselves, and leading to ports of containers. */
import { numberAt, listAt, textAt } from '../../kubernetes/data.ts';
import { isDnsLabel } from '../../kubernetes/names.ts';
import {
  containerPortsOf,
  portText,
  servicePortsOf,
  targetsOf,
  type ServicePort,
} from '../../kubernetes/ports.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import { selects } from '../../kubernetes/selectors.ts';
import type { Rule, Subject, Verdict } from '../../systems/rule.ts';
import { ruleOfManifests, type Fault } from './fault.ts';
import { twice } from './twice.ts';
import { podSelectorOf, workloadsAround, type Workload } from './pods-around.ts';
import { namespaceOf } from '../../kubernetes/scope.ts';
import { listText, meantText, objectText } from './wording.ts';

export const servicePortRules: readonly Rule[] = [
  ruleOfManifests(
    {
      id: 'port/service',
      title: 'Ports of a Service are valid, named, and each there once',
      why: 'The API server refuses a Service with two ports of one name, with two of one number and protocol, with several ports of which one has no name, and with numbers outside 1 to 65535.',
      severity: 'error',
    },
    serviceFaults,
  ),
  {
    id: 'port/target',
    title: 'Every port of a Service leads to a port of the pods that it selects',
    why: 'A targetPort by name must be the name of a container’s port with the same protocol, or the port has no endpoints. A number that no container declares works only if the program listens there all the same.',
    severity: 'error',
    check: targets,
  },
];

const valid = (number: number): boolean => Number.isInteger(number) && number >= 1 && number <= 65_535;

function serviceFaults(service: RenderedObject): readonly Fault[] {
  if (service.kind !== 'Service') return [];
  const ports = servicePortsOf(service);
  return [
    ...twice(
      ports,
      ({ name }) => name ?? undefined,
      (name) => `two ports are called "${name}"`,
    ),
    ...twice(
      ports,
      ({ number, protocol }) => `${number}/${protocol}`,
      (id) => `port ${id} is there twice`,
    ),
    ...ports.flatMap((port) => portFaults(port, ports.length)),
    ...listAt(service.manifest, 'spec', 'ports').flatMap((port, index) => {
      const node = numberAt(port, 'nodePort');
      return node === undefined || node === 0 || valid(node)
        ? []
        : {
            path: ['spec', 'ports', index, 'nodePort'],
            message: `port ${textAt(port, 'name') ?? index}: node port ${node} is no port number. The API server refuses it`,
            hint: 'Most clusters take 30000 to 32767.',
          };
    }),
  ];
}

function portFaults({ name, number, target, path }: ServicePort, count: number): Fault[] {
  const faults: Fault[] = [];
  const text = name ?? String(number);
  if (name === null && count > 1) {
    faults.push({
      path,
      message: `port ${number} has no name, and there are ${count}. The API server refuses it`,
      hint: 'Give each port a name.',
    });
  }
  if (name !== null && !isDnsLabel(name)) {
    faults.push({
      path: [...path, 'name'],
      message: `port name "${name}" is no DNS label. The API server refuses it`,
      hint: 'Take at most 63 lower-case letters, digits and "-", a letter or digit first and last.',
    });
  }
  if (!valid(number) || (typeof target === 'number' && !valid(target))) {
    faults.push({
      path,
      message: `port ${text}: ${valid(number) ? target : number} is no port number. The API server refuses it`,
      hint: 'Take a number from 1 to 65535.',
    });
  }
  return faults;
}

function* targets(subject: Subject): Iterable<Verdict> {
  for (const service of subject.objects) {
    if (service.kind !== 'Service') continue;
    const selector = podSelectorOf(service);
    if (selector === null) continue;
    const namespace = namespaceOf(service, subject.release.namespace);
    const selected = workloadsAround(subject, namespace).filter(
      (each) => each.object.hook === null && selects(selector, each.labels),
    );
    if (selected.length === 0) continue; // `selector/service` says it
    for (const port of servicePortsOf(service)) yield* unmetTarget(service, port, selected);
  }
}

function* unmetTarget(
  service: RenderedObject,
  port: ServicePort,
  selected: readonly Workload[],
): Iterable<Verdict> {
  const ports = selected.flatMap(({ object }) => containerPortsOf(object));
  const reached = targetsOf(port, ports);
  if (reached.some(({ protocol }) => protocol === port.protocol)) return;
  const workloads = listText(selected.map(({ object }) => objectText(object)));
  const start = `${objectText(service)}, port ${port.name ?? port.number}`;
  const object = service;
  const path = [...port.path, 'targetPort'];
  if (typeof port.target === 'number') {
    if (ports.length === 0) {
      yield { notChecked: `where the pods of ${workloads} listen: its containers declare no ports` };
      return;
    }
    const [other] = reached;
    const problem =
      other === undefined
        ? `no container of ${workloads} declares port ${port.target}; they declare ${listText(ports.map(portText))}`
        : `container ${other.container} of ${workloads} declares ${port.target} for ${other.protocol}, not for ${port.protocol}`;
    yield {
      object,
      path,
      message: `${start}: ${problem}. Nothing answers, unless the program listens there all the same`,
      hint: 'Lead it to a port of the container, or declare the port there.',
      severity: 'warning',
    };
    return;
  }
  const other = ports.find(({ name }) => name === port.target);
  const names = ports.flatMap(({ name }) => name ?? []);
  const problem =
    other === undefined
      ? `no container of ${workloads} has a port called "${port.target}"${meantText(port.target, names)}`
      : `port "${port.target}" of container ${other.container} is for ${other.protocol}, not for ${port.protocol}`;
  yield {
    object,
    path,
    message: `${start}: ${problem}. It has no endpoints`,
    hint: /^\d+$/.test(port.target)
      ? 'Write the number without quotes: in quotes it is a name.'
      : `Name one of the containers’ ports: ${names.length === 0 ? 'they have no names' : listText(names)}.`,
  };
}
