/** Whether the policies of a workload let it out to an address. */
import { BlockList, isIP } from 'node:net';
import type { Subject } from '../../systems/rule.ts';
import type { Destination } from './destinations.ts';
import { letsPort, meansPods, type Peer, type PolicyRule, type Restriction } from './network-policies.ts';
import type { Workload } from './pods-around.ts';
import { endpointsOf, inCluster, type Endpoint } from './service-address.ts';

/** `unknown`: it depends on addresses or labels that only the cluster has. */
export type Answer = 'yes' | 'no' | 'unknown';

/** Policies add up: one rule of one of them is enough. */
export function letsOut(
  destination: Destination,
  workload: Workload,
  restricted: readonly Restriction[],
  subject: Subject,
): Answer {
  const cluster = inCluster(destination, workload.namespace, subject);
  const endpoints = cluster === null ? null : endpointsOf(cluster, destination, subject);
  if (endpoints !== null) {
    if (endpoints.some((endpoint) => endpoint.workload.object === workload.object)) return 'yes'; // itself
    if (endpoints.length === 0) return 'unknown'; // the Service has no such port, or no pods: said elsewhere
    return best(endpoints.map((endpoint) => toEndpoint(endpoint, destination, restricted)));
  }
  if (cluster?.service !== undefined) return 'unknown'; // its pods are not known here
  const judge =
    cluster === null ? (peer: Peer) => toOutside(destination.host, peer) : (): Answer => 'unknown';
  return best(
    restricted.flatMap(({ rules }) =>
      rules.map((rule) => both(portAnswer(rule, destination), peersAnswer(rule, judge))),
    ),
  );
}

const best = (answers: readonly Answer[]): Answer =>
  answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';

const both = (a: Answer, b: Answer): Answer =>
  a === 'no' || b === 'no' ? 'no' : a === 'unknown' || b === 'unknown' ? 'unknown' : 'yes';

/** A port by name is that of the pod at the other end. */
function portAnswer({ ports }: PolicyRule, { port, protocol }: Destination): Answer {
  if (ports === null || ports.some((each) => letsPort(each, port, protocol))) return 'yes';
  return ports.some((each) => typeof each.port === 'string' && each.protocol === protocol) ? 'unknown' : 'no';
}

const peersAnswer = ({ peers }: PolicyRule, judge: (peer: Peer) => Answer): Answer =>
  peers === null ? 'yes' : best(peers.map(judge));

const toEndpoint = (
  { workload, port, name }: Endpoint,
  { protocol }: Destination,
  restricted: readonly Restriction[],
): Answer =>
  best(
    restricted.flatMap(({ rules, namespace }) =>
      rules.map((rule) => {
        const lets = rule.ports?.some(
          (each) => letsPort(each, port, protocol) || (name !== null && each.port === name),
        );
        if (lets === false) return 'no';
        return peersAnswer(rule, (peer) => {
          const meant = meansPods(peer, workload.labels, workload.namespace, namespace);
          return meant === null ? 'unknown' : meant ? 'yes' : 'no';
        });
      }),
    ),
  );

/** Selectors mean pods, and a host outside the cluster is none. What a name resolves to is not known. */
function toOutside(host: string, { cidr, except }: Peer): Answer {
  if (cidr === null) return 'no';
  const isAll = cidr.endsWith('/0');
  if (isIP(host) === 0) return isAll && except.length === 0 ? 'yes' : 'unknown';
  if (!contains(cidr, host)) return 'no';
  return except.some((each) => contains(each, host)) ? 'no' : 'yes';
}

function contains(cidr: string, address: string): boolean {
  const [network = '', bits = ''] = cidr.split('/');
  const family = isIP(network);
  const prefix = Number(bits);
  if (family === 0 || family !== isIP(address) || !/^\d{1,3}$/.test(bits)) return false;
  if (prefix > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, prefix, type);
  return list.check(address, type);
}
