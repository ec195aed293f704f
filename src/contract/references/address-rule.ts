/** Addresses of Services that configuration speaks of. */
import { textAt } from '../../kubernetes/data.ts';
import { portText, servicePortsOf } from '../../kubernetes/ports.ts';
import type { Rule, Subject, Verdict } from '../../systems/rule.ts';
import { destinationsOf } from './destinations.ts';
import { ownWorkloads } from './pods-around.ts';
import { inCluster } from './service-address.ts';
import { idText, listText, nearbyText, objectText } from './wording.ts';

export const addressRule: Rule = {
  id: 'reference/address',
  title: 'Addresses in the configuration are those of Services that are there',
  why: 'A variable, an argument or a mounted ConfigMap has the address of a Service of this stack, and the Service has another name or no such port: connections are refused or time out. Names of Services that nobody here knows are left alone.',
  severity: 'warning',
  check: addresses,
};

function* addresses(subject: Subject): Iterable<Verdict> {
  for (const workload of ownWorkloads(subject)) {
    for (const destination of destinationsOf(workload, subject)) {
      const cluster = inCluster(destination, workload.namespace, subject);
      if (cluster === null) continue;
      const { name, namespace, service } = cluster;
      const start = `${objectText(workload.object)}, ${destination.source}: ${destination.host}:${destination.port}`;
      const id = idText('Service', namespace, name);
      if (service === undefined) {
        // Only a full name says for sure that a Service of the stack is meant.
        const isOurs = namespace === subject.release.namespace && destination.host.includes('.svc');
        if (!isOurs) continue;
        yield {
          object: workload.object,
          message: `${start}: there is no ${id}${nearbyText({ kind: 'Service', name }, namespace, subject.around)}`,
          hint: 'Correct the address, or list the Service under external.',
        };
        continue;
      }
      if (service.object === null || !hasFixedPorts(service.object.manifest)) continue;
      const ports = servicePortsOf(service.object);
      if (ports.some(({ number }) => number === destination.port)) continue;
      yield {
        object: workload.object,
        message: `${start}: ${id} has no port ${destination.port}, it has ${listText(ports.map(portText))} (${service.by})`,
        hint: 'Use a port of the Service, not of the container behind it.',
      };
    }
  }
}

/** A headless Service, and a name for something outside, lead to any port. */
const hasFixedPorts = (service: Parameters<typeof textAt>[0]): boolean =>
  textAt(service, 'spec', 'clusterIP') !== 'None' && textAt(service, 'spec', 'type') !== 'ExternalName';
