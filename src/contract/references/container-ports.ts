/** Ports of containers, and the probes and backends that name ports. */
import { at, isMap, listAt, textAt, type Data, type DataPath } from '../../kubernetes/data.ts';
import { isPortName } from '../../kubernetes/names.ts';
import { containerWords } from '../../kubernetes/pod-references.ts';
import { containersOf, podTemplateOf, type Container } from '../../kubernetes/pods.ts';
import { containerPortsOf, numberOrName, type ContainerPort } from '../../kubernetes/ports.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Rule } from '../../systems/rule.ts';
import { ruleOfManifests, type Fault } from './fault.ts';
import { listText, meantText } from './wording.ts';

export const containerPortRules: readonly Rule[] = [
  ruleOfManifests(
    {
      id: 'port/container',
      title: 'Ports of containers are valid, and no two containers of a pod listen on the same',
      why: 'The API server refuses port names that are longer than 15 characters or there twice. Containers of a pod share its address: the second one that listens on a port fails.',
      severity: 'error',
    },
    (object) => portFaults(containerPortsOf(object), object),
  ),
  ruleOfManifests(
    {
      id: 'port/probe',
      title: 'Probes and lifecycle hooks ask a port that their container has',
      why: 'A probe that names a port which the container lacks fails always: the pod is never ready, or is restarted for ever.',
      severity: 'error',
    },
    probeFaults,
  ),
];

function portFaults(ports: readonly ContainerPort[], object: RenderedObject): Fault[] {
  const names = new Map<string, string>();
  const owners = new Map<string, string>();
  const init = initContainers(object);
  return ports.flatMap(({ container, name, number, protocol, path }) => {
    const faults: Fault[] = [];
    const place = `container ${container}, port ${name ?? number}`;
    if (!Number.isInteger(number) || number < 1 || number > 65_535) {
      faults.push({
        path: [...path, 'containerPort'],
        message: `${place}: ${number} is no port number. The API server refuses it`,
        hint: 'Take a number from 1 to 65535.',
      });
    }
    if (name !== null && !isPortName(name)) {
      faults.push({
        path: [...path, 'name'],
        message: `${place}: the name takes at most 15 lower-case letters, digits and single "-", with a letter among them. The API server refuses it`,
        hint: 'Shorten it, and name it alike in the Service and in probes.',
      });
    }
    if (name !== null && names.get(name) === container) {
      faults.push({
        path: [...path, 'name'],
        message: `${place}: the container has two ports of that name. The API server refuses it`,
        hint: 'Give one of them another name.',
      });
    }
    if (name !== null) names.set(name, container);
    const id = `${number}/${protocol}`;
    const owner = owners.get(id);
    if (owner !== undefined && owner !== container && !init.has(owner) && !init.has(container)) {
      faults.push({
        path,
        message: `${place}: container ${owner} of the same pod has ${id} too. Only one of them can listen`,
        hint: 'Let one of them listen on another port.',
        severity: 'warning',
      });
    }
    owners.set(id, container);
    return faults;
  });
}

/** They end before the others start. */
function initContainers(object: RenderedObject): ReadonlySet<string> {
  const pod = podTemplateOf(object);
  const containers = pod === null ? [] : containersOf(pod);
  return new Set(containers.filter(({ type }) => type === 'init').map(({ name }) => name));
}

const asking: readonly DataPath[] = [
  ['startupProbe'],
  ['readinessProbe'],
  ['livenessProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

function probeFaults(object: RenderedObject): readonly Fault[] {
  const pod = podTemplateOf(object);
  if (pod === null) return [];
  return containersOf(pod).flatMap((container) =>
    asking.flatMap((steps) =>
      ['httpGet', 'tcpSocket', 'grpc'].flatMap((field) => {
        const asked = at(container.spec, ...steps, field);
        return isMap(asked) ? askedFaults(container, [...steps, field], asked) : [];
      }),
    ),
  );
}

function askedFaults({ name, type, spec, path }: Container, steps: DataPath, asked: Data): Fault[] {
  const port = numberOrName(at(asked, 'port'));
  const names = listAt(spec, 'ports').flatMap((each) => textAt(each, 'name') ?? []);
  const isRight =
    typeof port === 'number' ? port >= 1 && port <= 65_535 : port === undefined || names.includes(port);
  if (isRight) return [];
  const text = typeof port === 'number' ? String(port) : `"${port}"${meantText(String(port), names)}`;
  return [
    {
      path: [...path, ...steps, 'port'],
      message: `${containerWords[type]} ${name}, ${steps.slice(0, -1).join('.')}: it has no port ${text}. It fails always`,
      hint:
        names.length === 0 ? 'Declare the port under ports, or ask a number.' : `It has ${listText(names)}.`,
    },
  ];
}
