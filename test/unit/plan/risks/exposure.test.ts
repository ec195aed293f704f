import { describe, expect, test } from 'vitest';
import { deployment, manifest, service, told } from './world.ts';

const exposed = (before: string, after: string): string[] => told({ before, after }, 'exposure');
const first = (after: string): string[] => told({ after, plan: { operation: 'create' } }, 'exposure');

describe('Services', () => {
  const balancer = (more = ''): string =>
    service('web', `type: LoadBalancer${more === '' ? '' : `, ${more}`}`);
  const ranges = (...list: string[]): string =>
    balancer(`loadBalancerSourceRanges: [${list.map((each) => `"${each}"`).join(', ')}]`);
  const internal = (value: string): string =>
    balancer().replace(
      '{name: web}',
      `{name: web, annotations: {service.beta.kubernetes.io/aws-load-balancer-internal: "${value}"}}`,
    );

  test.each([
    [
      'become load balancers',
      service('web'),
      balancer(),
      'Service shop/web is reached from outside the cluster: it becomes a LoadBalancer',
    ],
    [
      'become load balancers for some',
      service('web'),
      ranges('10.0.0.0/8'),
      'Service shop/web is reached from outside the cluster (from 10.0.0.0/8): it becomes a LoadBalancer',
    ],
    [
      'become internal load balancers',
      service('web'),
      internal('true'),
      'Service shop/web is reached from outside the cluster: it becomes a LoadBalancer that is marked as internal',
    ],
    [
      'open a port',
      service('web'),
      service('web', 'type: NodePort'),
      'Service shop/web is reached through a port of every node: it becomes a NodePort',
    ],
    ['close a port', service('web', 'type: NodePort'), service('web'), null],
    [
      'lose their ranges',
      ranges('10.0.0.0/8'),
      balancer(),
      'Service shop/web is open to every address: its loadBalancerSourceRanges (10.0.0.0/8) are removed',
    ],
    [
      'are open to all by a range',
      ranges('10.0.0.0/8'),
      ranges('10.0.0.0/8', '0.0.0.0/0'),
      'Service shop/web is open to every address: its loadBalancerSourceRanges (10.0.0.0/8) are removed',
    ],
    [
      'get another range',
      ranges('10.0.0.0/8'),
      ranges('10.1.0.0/16', '192.168.0.0/24', '2001:db8::/32'),
      'Service shop/web is open to more addresses than before: 192.168.0.0/24 and 2001:db8::/32',
    ],
    ['get a smaller range', ranges('10.0.0.0/8'), ranges('10.1.0.0/16'), null],
    ['get a first range', balancer(), ranges('10.0.0.0/8'), null],
    [
      'are no longer internal',
      internal('true'),
      internal('false'),
      'Service shop/web is no longer marked as internal: its load balancer may get a public address',
    ],
    [
      'take an address of the outside',
      service('web'),
      service('web', 'externalIPs: [203.0.113.7]'),
      'Service shop/web takes what nodes get for 203.0.113.7',
    ],
  ])('that %s', (_, before, after, expected) => {
    expect(exposed(before, after)).toEqual(expected === null ? [] : [`warning: ${expected}`]);
  });

  test('of a first install', () => {
    expect(first(balancer())).toEqual([
      'notice: Service shop/web is reached from outside the cluster: it becomes a LoadBalancer',
    ]);
    expect(first(service('web'))).toEqual([]);
  });
});

describe('hosts', () => {
  const ingress = (hosts: readonly string[], tls: readonly string[] = []): string =>
    manifest(
      'networking.k8s.io/v1',
      'Ingress',
      'web',
      `spec: {rules: [${hosts.map((host) => `{host: "${host}"}`).join(', ')}], tls: [${tls.map((host) => `{secretName: s, hosts: ["${host}"]}`).join(', ')}]}`,
    );
  const route = (...hosts: string[]): string =>
    manifest(
      'gateway.networking.k8s.io/v1',
      'HTTPRoute',
      'web',
      `spec: {hostnames: [${hosts.map((host) => `"${host}"`).join(', ')}]}`,
    );
  const gateway = (port: number): string =>
    manifest(
      'gateway.networking.k8s.io/v1',
      'Gateway',
      'web',
      `spec: {listeners: [{name: a, port: 443, hostname: a.example.com}, {name: b, port: ${port}}]}`,
    );

  test.each([
    [
      'one more',
      ingress(['a.example.com']),
      ingress(['a.example.com', 'b.example.com']),
      'Ingress shop/web leads b.example.com into the cluster, besides what it did before',
    ],
    [
      'a new Ingress',
      '',
      ingress(['a.example.com']),
      'Ingress shop/web leads a.example.com into the cluster',
    ],
    [
      'any',
      ingress(['a.example.com']),
      ingress(['']),
      'Ingress shop/web leads every host into the cluster, besides what it did before',
    ],
    ['one of a wildcard', ingress(['*.example.com']), ingress(['a.example.com']), null],
    ['one fewer', ingress(['a.example.com', 'b.example.com']), ingress(['a.example.com']), null],
    [
      'without encryption',
      ingress(['a.example.com'], ['*.example.com']),
      ingress(['a.example.com']),
      'Ingress shop/web no longer has TLS for a.example.com: what is sent there can be read on the way',
    ],
    ['with encryption', ingress(['a.example.com']), ingress(['a.example.com'], ['a.example.com']), null],
    [
      'of a route',
      route('a.example.com'),
      route('a.example.com', 'b.example.com'),
      'HTTPRoute shop/web leads b.example.com into the cluster, besides what it did before',
    ],
    [
      'of a gateway',
      gateway(443),
      gateway(80),
      'Gateway shop/web leads every host:80 into the cluster, besides what it did before',
    ],
    [
      'of a router',
      '',
      manifest('route.openshift.io/v1', 'Route', 'web', 'spec: {host: a.example.com}'),
      'Route shop/web leads a.example.com into the cluster',
    ],
  ])('%s', (_, before, after, expected) => {
    expect(exposed(before, after)).toEqual(expected === null ? [] : [`warning: ${expected}`]);
  });
});

describe('network policies', () => {
  const policy = (spec: string): string =>
    manifest(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      'web',
      `spec: {podSelector: {matchLabels: {app: web}}, ${spec}}`,
    );
  const from = (label: string): string =>
    `{from: [{podSelector: {matchLabels: {app: ${label}}}}], ports: [{port: 80}]}`;
  const ingress = (...rules: string[]): string =>
    policy(`policyTypes: [Ingress], ingress: [${rules.join(', ')}]`);

  test.each([
    [
      'that go',
      ingress(from('a')),
      '',
      'NetworkPolicy shop/web is deleted: pods with app=web can be reached by everyone, unless another policy selects them',
    ],
    [
      'with one more peer',
      ingress(from('a')),
      ingress(from('a'), from('b')),
      'NetworkPolicy shop/web lets more through: 1 ingress rule allows what none allowed before, from pods with app=b',
    ],
    [
      'for anyone',
      ingress(from('a')),
      ingress('{ports: [{port: 80}]}'),
      'NetworkPolicy shop/web lets more through: 1 ingress rule allows what none allowed before, from anyone',
    ],
    [
      'for all of a block',
      policy('policyTypes: [Egress], egress: []'),
      policy('policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]'),
      'NetworkPolicy shop/web lets more through: 1 egress rule allows what none allowed before, to 0.0.0.0/0',
    ],
    [
      'of one direction',
      policy('policyTypes: [Ingress, Egress]'),
      policy('policyTypes: [Ingress]'),
      'NetworkPolicy shop/web no longer restricts egress: pods with app=web can reach everything, unless another policy selects them',
    ],
    [
      'of other pods',
      ingress(from('a')),
      ingress(from('a')).replace('{app: web}', '{app: api}'),
      'NetworkPolicy shop/web is for pods with app=api instead of pods with app=web: pods that it no longer selects are open, unless another policy selects them',
    ],
    ['with one peer fewer', ingress(from('a'), from('b')), ingress(from('b')), null],
    [
      'with keys in another order',
      ingress(from('a')),
      ingress('{ports: [{port: 80}], from: [{podSelector: {matchLabels: {app: a}}}]}'),
      null,
    ],
    ['that are new', '', ingress(), null],
  ])('%s', (_, before, after, expected) => {
    expect(exposed(before, after)).toEqual(expected === null ? [] : [`warning: ${expected}`]);
  });

  test('of a release that goes as a whole', () => {
    expect(told({ before: ingress(), plan: { operation: 'delete' } }, 'exposure')).toEqual([]);
  });
});

describe('nodes', () => {
  const plain = deployment('agent');
  const deep = deployment('agent', {
    pod: 'hostNetwork: true\n      volumes: [{name: root, hostPath: {path: /var/log}}]',
  });
  const privileged = plain.replace(
    'name: main,',
    'name: main, securityContext: {privileged: true}, ports: [{containerPort: 80, hostPort: 8080}],',
  );

  test('that pods reach through to', () => {
    expect(exposed(plain, deep)).toEqual([
      'warning: Deployment shop/agent reaches through to its node: the network of the node (hostNetwork) and the folder /var/log (hostPath)',
    ]);
    expect(exposed(plain, privileged)).toEqual([
      'warning: Deployment shop/agent reaches through to its node: container main is privileged and port 8080 of the node (hostPort)',
    ]);
    expect(first(deep)).toHaveLength(1);
  });

  test('that pods reached before', () => {
    expect(exposed(deep, deep.replace('web:1.0.0', 'web:1.1.0'))).toEqual([]);
    expect(exposed(deep, plain)).toEqual([]);
  });
});
