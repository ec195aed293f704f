/** LF-30: where agents dial. */
import { at } from '../../../kubernetes/data.ts';
import type { Rule } from '../../rule.ts';
import { nameOf, variableOf, type Workload } from '../../rules/workload.ts';
import { hostAndPort, portIn, serviceIn, type HostAndPort } from './address.ts';
import { agentAddress } from './agent-tls.ts';
import { isGiven, rule, shown, textOf, type ControlPlane } from './control-plane.ts';

export const agentAddressRule: Rule = rule(
  {
    id: 'LF-30',
    title: 'Agents dial the Service of the server, at the port of its gRPC',
    why: 'Task pods get this address. If it leads elsewhere, tasks start and never report. Leave config.agentControlPlaneAddr empty, unless agents come in from outside of the cluster.',
    severity: 'error',
  },
  function* (plane) {
    for (const server of plane.servers) {
      const text = textOf(server, agentAddress) ?? '';
      const address = hostAndPort(text);
      const path = variableOf(server.container, agentAddress)?.path ?? [...server.container.path, 'env'];
      const place = { object: server.object, path, value: ['config', 'agentControlPlaneAddr'] };
      const hint =
        'Leave config.agentControlPlaneAddr empty, and let the template write <full name>.<namespace>.svc.cluster.local:<ports.grpc>.';
      if (address === null) {
        yield {
          ...place,
          message: `${nameOf(server)}: ${agentAddress} is ${shown(text === '' ? null : text)}, and agents need HOST:PORT`,
          hint,
        };
        continue;
      }
      const wrong = leadsAstray(plane, server, address);
      if (wrong !== null)
        yield { ...place, message: `${nameOf(server)}: agents are to dial ${text}, ${wrong}`, hint };
      else if (serviceIn(address.host, server.namespace) === null)
        yield { notChecked: `where ${text} leads, which agents dial` };
    }
  },
);

/** What is wrong with an address inside the cluster; `null` if nothing is, or it is outside. */
function leadsAstray(
  { subject, services, taskNamespace }: ControlPlane,
  server: Workload,
  { host, port }: HostAndPort,
): string | null {
  const named = serviceIn(host, server.namespace);
  if (named === null) {
    const isUnset = !isGiven(at(subject.values, 'config', 'agentControlPlaneAddr'));
    return isUnset ? 'which is not the Service, and no value asks for it' : null;
  }
  if (!host.includes('.') && taskNamespace !== server.namespace)
    return `which means a Service of namespace ${taskNamespace} there`;
  const found = services.find(
    ({ object }) =>
      object.name === named.name && (object.namespace ?? subject.release.namespace) === named.namespace,
  );
  if (found === undefined)
    return `and the release has no Service ${named.name} in namespace ${named.namespace}`;
  if (!found.leadsTo.includes(server)) return 'and that Service does not lead to the server';
  const listens = portIn(textOf(server, 'LEOFLOW_SERVER_GRPC_ADDR'));
  const entry = found.ports.find(({ number }) => number === port);
  if (entry === undefined) return `and the Service has no port ${port}`;
  const isGrpc = entry.target === 'grpc' || entry.target === listens;
  return isGrpc ? null : `and port ${port} of the Service leads to ${String(entry.target)}, not to gRPC`;
}
