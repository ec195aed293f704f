/** Which Service of the stack an address means, and which pods stand behind it. */
import { isIP } from 'node:net';
import { textAt } from '../../kubernetes/data.ts';
import { containerPortsOf, servicePortsOf, targetsOf } from '../../kubernetes/ports.ts';
import { selects } from '../../kubernetes/selectors.ts';
import type { Provided, Subject } from '../../systems/rule.ts';
import type { Address } from './addresses.ts';
import { podSelectorOf, workloadsAround, type Workload } from './pods-around.ts';

export interface InCluster {
  readonly namespace: string;
  readonly name: string;
  /** It says so by `.svc`, or by having no dot. */
  readonly isCertain: boolean;
  readonly service: Provided | undefined;
}

/** null for a name that is none of a Service. `db`, `db.data` (if there is one), `db.data.svc`, `pod.db.data.svc.cluster.local`. */
export function inCluster({ host }: Address, namespace: string, { around }: Subject): InCluster | null {
  if (isIP(host) !== 0) return null;
  const labels = host.replace(/\.$/, '').split('.');
  const svc = labels.indexOf('svc');
  const find = (name: string, where: string): Provided | undefined => around.find('Service', where, name);
  if (svc >= 2) {
    const [name = '', where = ''] = labels.slice(svc - 2, svc);
    return { namespace: where, name, isCertain: true, service: find(name, where) };
  }
  const [name = '', where, ...more] = labels;
  if (more.length > 0) return null;
  if (where === undefined) return { namespace, name, isCertain: true, service: find(name, namespace) };
  const service = find(name, where);
  return service === undefined ? null : { namespace: where, name, isCertain: false, service };
}

export interface Endpoint {
  readonly workload: Workload;
  /** Where the pods listen, once the Service has led there. */
  readonly port: number;
  readonly name: string | null;
}

/** The pods behind a port of a Service that is rendered here; null if that is not known. */
export function endpointsOf(
  { service, namespace }: InCluster,
  { port, protocol }: Address,
  subject: Subject,
): readonly Endpoint[] | null {
  const object = service?.object;
  if (object === null || object === undefined) return null;
  const selector = podSelectorOf(object);
  if (selector === null) return null;
  const selected = workloadsAround(subject, namespace).filter(
    (each) => each.object.hook === null && selects(selector, each.labels),
  );
  const isHeadless = textAt(object.manifest, 'spec', 'clusterIP') === 'None';
  const own = servicePortsOf(object).find((each) => each.number === port && each.protocol === protocol);
  if (own === undefined && !isHeadless) return [];
  return selected.flatMap((workload) => {
    const ports = containerPortsOf(workload.object);
    const asked = isHeadless || own === undefined ? { target: port, protocol } : own;
    const targets = targetsOf(asked, ports);
    if (targets.length > 0) return targets.map(({ number, name }) => ({ workload, port: number, name }));
    return typeof asked.target === 'number' ? { workload, port: asked.target, name: null } : [];
  });
}
