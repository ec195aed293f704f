/** LS-1 and LS-4: the ports of Sources, from the load balancer to the container. */
import { at, listAt } from '../../../kubernetes/data.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { containerPort, deadPorts, labelOf, type ServicePort } from '../../rules/service.ts';
import { podPortsOf, type Workload } from '../../rules/workload.ts';
import { rule, sourcesIn, type WorkerGroup } from './worker-group.ts';

export const value = ['service', 'ports'];

const open = rule(
  {
    id: 'LS-1',
    title: 'The ports of the Service and of the container are those of the Sources',
    why: 'A Source is configured on the leader, and nothing opens its port by itself: data that is sent to a port that is missing here never arrives, and a port without a Source only invites guests. The option sources makes all of them; without it, keep service.ports like the Sources of the group.',
    severity: 'error',
  },
  function* (group) {
    const { workers, services, entrances, sources } = group;
    if (workers.length === 0) return;
    if (entrances.length === 0) yield noEntrance(group);
    for (const service of services)
      yield* deadPorts(service, 'Open the port on the container, or mend targetPort.');
    for (const { object, pod } of workers) {
      for (const port of podPortsOf(pod)) {
        const isReached = entrances.some(({ ports }) =>
          ports.some(({ target }) => target === port.number || target === port.name),
        );
        if (isReached || entrances.length === 0 || port.name === undefined) continue;
        const message = `${object.kind} ${object.name} opens port ${labelOf(port)}, which no Service leads to`;
        yield {
          object,
          path: port.path,
          value,
          message,
          hint: 'Add it to the ports of the Service, or remove it.',
          severity: 'warning',
        };
      }
    }
    for (const { ports, leadsTo } of entrances) yield* otherNames(ports, leadsTo);
    if (entrances.length > 0) yield* declared(group);
    if (sources === null) yield { notChecked: 'the Sources of the group: no stack file declares them' };
  },
);

/** Container ports that are not called as the Service's: whoever looks one up by name finds another, or none. */
function* otherNames(ports: readonly ServicePort[], workloads: readonly Workload[]): Iterable<Verdict> {
  for (const workload of workloads) {
    for (const port of ports) {
      const inside = containerPort(port, workload);
      if (inside === undefined || inside.name === port.name) continue;
      const { object } = workload;
      const message = `${object.kind} ${object.name} calls container port ${inside.number ?? '?'} ${inside.name ?? 'nothing'}, and the Service calls it ${port.name ?? 'nothing'}`;
      yield {
        object,
        path: [...inside.path, 'name'],
        value,
        message,
        hint: 'Let the template write the names of service.ports.',
        severity: 'warning',
      };
    }
  }
}

function noEntrance({ subject, sources }: WorkerGroup): Verdict {
  const isOff = at(subject.values, 'service', 'enable') === false;
  return {
    value: ['service', 'enable'],
    message: `no Service of the release leads to the workers, so no data reaches them${isOff ? ': service.enable is false' : ''}`,
    hint: 'Remove service.enable: false, or make a Service of your own that selects the workers.',
    severity: isOff && sources === null ? 'warning' : 'error',
  };
}

/** Against the Sources of the stack file; where there is none, against the ports of the values. */
function* declared({ entrances, sources, subject: { values } }: WorkerGroup): Iterable<Verdict> {
  const object = entrances[0]?.object;
  const opened = entrances.flatMap((service) =>
    service.ports.map((port) => ({ object: service.object, port })),
  );
  const what = sources === null ? 'the entry of service.ports' : 'the source';
  for (const source of sources ?? sourcesIn(listAt(values, ...value))) {
    const same = opened.find(({ port }) => port.number === source.port && port.protocol === source.protocol);
    const label = `${source.name} (${source.port}/${source.protocol})`;
    if (same === undefined) {
      const message = `Service ${object?.name} has no port for ${what} ${label}, so its data does not arrive`;
      yield {
        object,
        path: ['spec', 'ports'],
        value,
        message,
        hint: 'Remove service.ports from the values: those of the option sources are opened.',
      };
    } else if (same.port.name !== source.name) {
      const message = `Service ${same.object.name} calls the port of ${what} ${label} ${same.port.name ?? 'nothing'}`;
      yield {
        object: same.object,
        path: [...same.port.path, 'name'],
        value,
        message,
        hint: `Name it ${source.name}, as the option sources does.`,
      };
    }
  }
  for (const extra of sources === null ? [] : opened) {
    const { port } = extra;
    if (sources?.some((source) => source.port === port.number && source.protocol === port.protocol) === true)
      continue;
    const message = `Service ${extra.object.name} opens port ${labelOf(port)}, and no source of the stack file listens there`;
    yield {
      object: extra.object,
      path: port.path,
      value,
      message,
      hint: 'Add it to the option sources, or remove it from service.ports.',
      severity: 'warning',
    };
  }
}

const onLeader = rule(
  {
    id: 'LS-4',
    title: 'A Source exists on the leader, committed and deployed, for every port',
    why: 'Opening a port does not make a Source. After the ports change, add or remove the Source in the group on the leader, then commit and deploy there. `k8s-deploy check --leader URL` compares the two.',
    severity: 'notice',
  },
  function* ({ entrances }) {
    for (const { object, ports } of entrances) {
      if (ports.length === 0) continue;
      const message = `Service ${object.name} opens ${ports.map(labelOf).join(', ')}: on the leader, each needs a Source that is committed and deployed to the group`;
      yield {
        object,
        path: ['spec', 'ports'],
        value,
        message,
        hint: 'Compare the Sources of the group with these ports by `k8s-deploy check --leader URL`, then commit and deploy on the leader.',
      };
    }
  },
);

export const portRules: readonly Rule[] = [open, onLeader];
