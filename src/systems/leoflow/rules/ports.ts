/** Ports, from what the server listens on to the Service. */
import type { Rule, Verdict } from '../../rule.ts';
import { nameOf, podPortsOf, variableOf, type Workload } from '../../rules/workload.ts';
import { portIn } from './address.ts';
import { rule, shown, textOf, type ControlPlane } from './control-plane.ts';

const addresses = {
  http: 'LEOFLOW_SERVER_HTTP_ADDR',
  metrics: 'LEOFLOW_SERVER_METRICS_ADDR',
  grpc: 'LEOFLOW_SERVER_GRPC_ADDR',
} as const;

export const portRule: Rule = rule(
  {
    id: 'leoflow/ports',
    title:
      'Ports http, metrics and grpc are those that the server listens on, and the Service leads to each by its name',
    why: 'The server listens where its variables say. A container port of another number, or a Service port that leads to another one, ends in connections that are refused: nobody signs in, nothing is measured, or no task reports.',
    severity: 'error',
  },
  function* (plane) {
    for (const server of plane.servers) {
      for (const [name, variable] of Object.entries(addresses)) yield* deaf(server, name, variable);
      if (plane.services.some(({ leadsTo }) => leadsTo.includes(server))) yield* unreachable(plane, server);
    }
  },
);

function* deaf(server: Workload, name: string, variable: string): Iterable<Verdict> {
  const { object, pod, container } = server;
  const port = podPortsOf(pod).find((each) => each.name === name);
  const listens = portIn(textOf(server, variable));
  const value = ['ports', name];
  const hint = `Let the template write .Values.ports.${name} into the port ${name} and into ${variable}.`;
  if (port === undefined) {
    yield {
      object,
      path: [...container.path, 'ports'],
      value,
      message: `${nameOf(server)} has no port ${name}, which Service, probes or monitoring lead to`,
      hint,
    };
  } else if (listens !== null && (port.number !== listens || port.protocol !== 'TCP')) {
    const message = `${nameOf(server)}: port ${name} is ${port.number ?? 'nothing'}/${port.protocol}, and the server listens on ${listens}/TCP`;
    yield { object, path: port.path, value, message, hint };
  } else if (variableOf(container, variable) !== undefined && listens === null) {
    const message = `${nameOf(server)}: ${variable} is ${shown(textOf(server, variable))}, expected ":" and a port`;
    yield { object, path: variableOf(container, variable)?.path, value, message, hint };
  }
}

function* unreachable({ services }: ControlPlane, server: Workload): Iterable<Verdict> {
  const leading = services.filter(({ leadsTo }) => leadsTo.includes(server));
  const own = podPortsOf(server.pod);
  for (const name of Object.keys(addresses)) {
    const inside = own.find((port) => port.name === name);
    const entries = leading.flatMap(({ object, ports: all }) =>
      all.filter((port) => port.name === name).map((port) => ({ object, port })),
    );
    if (inside === undefined) continue;
    if (entries.length === 0) {
      const [first] = leading;
      yield {
        object: first?.object,
        path: ['spec', 'ports'],
        message: `Service ${first?.object.name} has no port ${name}`,
        hint: `Add port ${name} with targetPort: ${name}.`,
      };
    }
    for (const { object, port } of entries) {
      if (port.protocol === inside.protocol && (port.target === name || port.target === inside.number))
        continue;
      const message = `Service ${object.name}: port ${name} leads to ${String(port.target)}/${port.protocol}, expected ${name}`;
      yield { object, path: [...port.path, 'targetPort'], message, hint: `Write targetPort: ${name}.` };
    }
  }
}
