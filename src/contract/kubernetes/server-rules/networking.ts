/** Services, Ingresses and network policies; from `pkg/apis/core/validation` and `networking` of Kubernetes. */
import { at, listAt, numberAt, textAt, type DataMap } from '../../../kubernetes/data.ts';
import { anyPort, broken, isEmpty, specified, type Broken, type ServerRule } from './rule.ts';

export const networkingRules: Readonly<Record<string, ServerRule>> = {
  'core.v1.Service': specified,
  'networking.v1.Ingress': specified,
  'networking.v1.IngressClass': specified,
  'core.v1.ServiceSpec': {
    unique: [
      { list: 'ports', by: ['name'] },
      { list: 'ports', by: ['port', 'protocol'], otherwise: { protocol: 'TCP' } },
    ],
    check: service,
  },
  'core.v1.ServicePort': { ranges: { port: anyPort, targetPort: [0, 65_535], nodePort: [0, 65_535] } },
  'core.v1.EndpointSubset': { check: addresses },
  'discovery.v1.EndpointSlice': { optional: ['endpoints'], unique: [{ list: 'ports', by: ['name'] }] },
  'networking.v1.IngressSpec': { check: somewhere },
  'networking.v1.IngressBackend': { oneOf: { fields: ['service', 'resource'] } },
  'networking.v1.IngressServiceBackend': { filled: ['port'] },
  'networking.v1.ServiceBackendPort': { oneOf: { fields: ['name', 'number'] }, ranges: { number: anyPort } },
  'networking.v1.HTTPIngressPath': { check: path },
  'networking.v1.IngressClassSpec': { filled: ['controller'] },
  'networking.v1.NetworkPolicySpec': { optional: ['podSelector'] },
  'networking.v1.NetworkPolicyPeer': { check: peer },
  'networking.v1.NetworkPolicyPort': { ranges: { port: anyPort, endPort: anyPort }, check: portRange },
};

const loadBalancerOnly = ['loadBalancerSourceRanges', 'allocateLoadBalancerNodePorts', 'loadBalancerClass'];

function* service(spec: DataMap): Iterable<Broken> {
  yield* servicePorts(spec);
  const type = textAt(spec, 'type') ?? '';
  const forOthers = loadBalancerOnly.filter((field) => type !== 'LoadBalancer' && !isEmpty(spec[field]));
  for (const field of forOthers)
    yield broken([field], 'belongs to type LoadBalancer only', 'Remove it, or set the type.');
  const isInternal = ['', 'ClusterIP'].includes(type) && isEmpty(spec['externalIPs']);
  if (isInternal && !isEmpty(spec['externalTrafficPolicy']))
    yield broken(
      ['externalTrafficPolicy'],
      'belongs to type LoadBalancer or NodePort',
      'Remove it, or set the type.',
    );
}

function* servicePorts(spec: DataMap): Iterable<Broken> {
  const type = textAt(spec, 'type') ?? '';
  const ports = listAt(spec, 'ports');
  if (type === 'ExternalName') {
    if (isEmpty(spec['externalName']))
      yield broken([], 'type ExternalName needs "externalName"', 'Set it to a host name.');
    return;
  }
  if (ports.length === 0 && spec['clusterIP'] !== 'None')
    yield broken([], 'has no ports', 'Give at least one port, or make it headless: clusterIP: None.');
  for (const [index, port] of ports.entries()) {
    if (ports.length > 1 && isEmpty(at(port, 'name')))
      yield broken(['ports', index], 'a port has no name, and there are several', 'Name each port.');
    if (['', 'ClusterIP'].includes(type) && (numberAt(port, 'nodePort') ?? 0) !== 0)
      yield broken(
        ['ports', index, 'nodePort'],
        'a Service of type ClusterIP has no node ports',
        'Use type NodePort, or remove it.',
      );
  }
}

function* addresses(subset: DataMap): Iterable<Broken> {
  if (isEmpty(subset['addresses']) && isEmpty(subset['notReadyAddresses']))
    yield broken([], 'has no addresses', 'Give addresses, or remove it.');
}

function* somewhere(spec: DataMap): Iterable<Broken> {
  if (isEmpty(spec['rules']) && isEmpty(spec['defaultBackend']))
    yield broken([], 'has neither "rules" nor "defaultBackend"', 'Set one of them.');
}

function* path(data: DataMap): Iterable<Broken> {
  const isFree = data['pathType'] === 'ImplementationSpecific' && isEmpty(data['path']);
  if (!isFree && !(textAt(data, 'path') ?? '').startsWith('/'))
    yield broken(
      data['path'] === undefined ? [] : ['path'],
      'the path does not start with "/"',
      'Write it as "/" or "/app".',
    );
}

function* peer(data: DataMap): Iterable<Broken> {
  const has = (field: string): boolean => (data[field] ?? null) !== null;
  const isSelected = has('podSelector') || has('namespaceSelector');
  if (!isSelected && !has('ipBlock'))
    yield broken([], 'selects nobody', 'Set podSelector, namespaceSelector or ipBlock.');
  if (isSelected && has('ipBlock'))
    yield broken(['ipBlock'], 'has an ipBlock beside a selector', 'Make two peers of them.');
}

function* portRange(data: DataMap): Iterable<Broken> {
  const end = numberAt(data, 'endPort');
  if (end === undefined) return;
  const first = numberAt(data, 'port');
  if (first === undefined || end < first)
    yield broken(
      ['endPort'],
      'needs a port number that is not greater',
      'Set "port" to the first of the range.',
    );
}
