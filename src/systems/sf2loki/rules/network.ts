import { at, isMap, listAt, numberAt, textAt, type Data } from '../../../kubernetes/data.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import { pathText } from '../../../stack/problem.ts';
import type { Subject, Verdict, Violation } from '../../rule.ts';
import { portsOf } from '../network.ts';
import { contains } from './contains.ts';
import { destinations } from './destinations.ts';
import { environmentOf } from './environment.ts';
import { installationRule } from './installation-rule.ts';
import type { Installation } from './installation.ts';
import { hasLeader } from './lease-rights.ts';
import { listening } from './ports.ts';
import { isAbout, isOpen, matches, mismatch } from './selectors.ts';
import { named, shown } from './wording.ts';

const hint =
  'Use the option networkPolicy, which takes the ports from the addresses (values networkPolicy.…).';

export const networkPolicy = installationRule(
  {
    id: 'SF-29',
    title: 'The NetworkPolicy lets out what config.yaml dials, and in what the kubelet asks',
    why: 'A blocked connection looks like a stream that hangs: there is no error. The Pub/Sub API is on port 7443, the Kubernetes API is needed with ha, and stores, Loki and OTLP may be on ports of their own. 0.0.0.0/0 is only a placeholder.',
    severity: 'error',
  },
  function* (found, subject) {
    const policies = subject.objects.filter(({ kind }) => kind === 'NetworkPolicy');
    const [policy] = policies;
    if (policy === undefined) return;
    for (const each of policies) yield* selection(each, found);
    const egress = policies.flatMap(({ manifest }) => listAt(manifest, 'spec', 'egress'));
    const ingress = policies.flatMap(({ manifest }) => listAt(manifest, 'spec', 'ingress'));
    yield* inward(policy, ingress, found);
    yield* nameService(policy, egress, subject);
    yield* dialled(policy, egress, found, subject);
    yield* ranges(policy, egress, found, subject);
  },
);

function* selection(policy: RenderedObject, { pod, deployment }: Installation): Iterable<Violation> {
  const selector = at(policy.manifest, 'spec', 'podSelector');
  if (!isAbout(selector, pod.labels)) {
    const message = `${named(policy)}: podSelector is not about the pods of ${named(deployment)}: ${mismatch(at(selector, 'matchLabels'), pod.labels)}`;
    yield { object: policy, path: ['spec', 'podSelector'], message, hint };
  }
  const types = listAt(policy.manifest, 'spec', 'policyTypes');
  const missing = ['Ingress', 'Egress'].filter((type) => !types.includes(type));
  if (missing.length > 0) {
    const message = `${named(policy)}: policyTypes is ${shown(types)}: without ${missing.join(' and ')} it denies nothing there`;
    yield { object: policy, path: ['spec', 'policyTypes'], message, hint };
  }
}

function* inward(policy: RenderedObject, rules: readonly Data[], found: Installation): Iterable<Violation> {
  const place = { object: policy, path: ['spec', 'ingress'], value: ['networkPolicy', 'ingressPorts'], hint };
  const port = listening(found)?.port;
  const opening = rules.filter((rule) => port !== undefined && opens(rule, port));
  if (port !== undefined && opening.every((rule) => listAt(rule, 'from').length > 0)) {
    const isClosed = opening.length === 0;
    const message = `${named(policy)}: no rule of ingress opens port ${port}${isClosed ? '' : ' to everybody'}: the kubelet’s probes may not get through`;
    yield { ...place, message, severity: isClosed ? 'error' : 'warning' };
  }
  for (const [index, rule] of rules.entries()) {
    const ports = listAt(rule, 'ports').map((each) => at(each, 'port') ?? null);
    if (
      ports.length > 0 &&
      (port === undefined || ports.every((each) => each === port || typeof each === 'string'))
    ) {
      continue;
    }
    const message = `${named(policy)}: ingress[${index}] opens ${ports.length === 0 ? 'every port' : `ports ${shown(ports)}`}: expected ${port ?? 'the health port'} only, as sf2loki listens on no other`;
    yield { ...place, path: ['spec', 'ingress', index], message, severity: 'warning' };
  }
}

/** A rule without ports is about all of them. */
function opens(rule: Data, port: number, protocol = 'TCP'): boolean {
  const ports = listAt(rule, 'ports');
  return (
    isMap(rule) &&
    (ports.length === 0 ||
      ports.some((each) => {
        const first = numberAt(each, 'port');
        const isRange = first === undefined ? at(each, 'port') === undefined : first <= port;
        const last = numberAt(each, 'endPort') ?? first ?? port;
        return (textAt(each, 'protocol') ?? 'TCP') === protocol && isRange && port <= last;
      }))
  );
}

const usualDnsPort = 53;

function* nameService(
  policy: RenderedObject,
  egress: readonly Data[],
  { values }: Subject,
): Iterable<Violation> {
  const port = numberAt(values, 'networkPolicy', 'dnsPort') ?? usualDnsPort;
  const rules = egress.filter((rule) => {
    const peers = listAt(rule, 'to');
    return peers.length === 0 || peers.some(isNameService);
  });
  const closed = ['UDP', 'TCP'].filter((protocol) => !rules.some((rule) => opens(rule, port, protocol)));
  if (closed.length === 0) return;
  yield {
    object: policy,
    path: ['spec', 'egress'],
    value: ['networkPolicy', 'dnsPort'],
    message: `${named(policy)}: no rule of egress opens ${closed.join(' and ')} port ${port} of the pods k8s-app: kube-dns in kube-system: no name can be resolved`,
    hint,
  };
}

/** The cluster's DNS by its labels, or whatever has an address. */
function isNameService(peer: Data): boolean {
  if (!isMap(peer)) return false;
  if (peer['ipBlock'] !== undefined) return true;
  const namespace = peer['namespaceSelector'];
  const isThere = matches(namespace, { 'kubernetes.io/metadata.name': 'kube-system' });
  return (
    isThere && (peer['podSelector'] === undefined || matches(peer['podSelector'], { 'k8s-app': 'kube-dns' }))
  );
}

function* dialled(
  policy: RenderedObject,
  egress: readonly Data[],
  found: Installation,
  subject: Subject,
): Iterable<Verdict> {
  if (!('data' in found.config)) {
    yield { notChecked: 'config.yaml: it cannot be read, as sf2loki/config says' };
    return;
  }
  const { variables } = environmentOf(found, subject);
  for (const { at: place, address } of destinations(found.config.data)) {
    const known = address.replaceAll(/\$\{(\w+)\}/g, (text, name: string) => variables.get(name) ?? text);
    const [port] = portsOf([known]);
    if (port === undefined) {
      yield { notChecked: `the port of ${pathText(place)} in config.yaml` };
    } else if (!egress.some((rule) => opens(rule, port))) {
      yield {
        object: policy,
        path: ['spec', 'egress'],
        value: ['networkPolicy'],
        message: `${named(policy)}: no rule of egress opens TCP port ${port}, which ${pathText(place)} of config.yaml needs`,
        hint,
      };
    }
  }
}

function tooWide(rule: Data): string | null {
  const peers = listAt(rule, 'to');
  const ports = listAt(rule, 'ports');
  if (ports.length === 0 || ports.some((each) => at(each, 'port') === undefined)) return 'port';
  if (peers.length === 0) return 'address';
  const isWide = (peer: Data): boolean =>
    at(peer, 'ipBlock') === undefined && (isOpen(at(peer, 'podSelector')) || isOpenNamespace(peer));
  return peers.some(isWide) ? 'pod of a namespace' : null;
}

/** No namespaceSelector is the policy’s own namespace. */
const isOpenNamespace = (peer: Data): boolean =>
  at(peer, 'namespaceSelector') !== undefined && isOpen(at(peer, 'namespaceSelector'));

const everywhere: readonly unknown[] = ['0.0.0.0/0', '::/0'];

/** Every range and port of the values has its rule; ranges that are everywhere are told. */
function* ranges(
  policy: RenderedObject,
  egress: readonly Data[],
  found: Installation,
  subject: Subject,
): Iterable<Violation> {
  const given = at(subject.values, 'networkPolicy');
  const names = [
    'salesforce',
    'pubsub',
    'loki',
    'state',
    'otlp',
    ...(hasLeader(found, subject) ? ['apiServer'] : []),
  ];
  const place = { object: policy, path: ['spec', 'egress'], hint };
  const open: string[] = [];
  for (const name of names) {
    const cidr = textAt(given, `${name}CIDR`) ?? '';
    const port = at(given, `${name}Port`) ?? null;
    if (cidr === '') continue;
    if (everywhere.includes(cidr)) open.push(name);
    if (contains(egress, [{ to: [{ ipBlock: { cidr } }], ports: [{ port }] }])) continue;
    yield {
      ...place,
      value: ['networkPolicy', `${name}CIDR`],
      message: `${named(policy)}: no rule of egress is for networkPolicy.${name}CIDR ${cidr} and port ${shown(port)} of the values`,
    };
  }
  const extra = at(given, 'extraEgress') ?? [];
  if (!contains(egress, extra)) {
    const message = `${named(policy)}: networkPolicy.extraEgress of the values is not among its rules of egress`;
    yield { ...place, value: ['networkPolicy', 'extraEgress'], message };
  }
  for (const [index, rule] of egress.entries()) {
    const width = tooWide(rule);
    if (width === null) continue;
    const message = `${named(policy)}: egress[${index}] is about every ${width}`;
    yield { ...place, path: ['spec', 'egress', index], message, severity: 'warning' };
  }
  if (open.length > 0) {
    const message = `${named(policy)} lets the pods reach 0.0.0.0/0 for ${open.join(', ')}: expected the ranges of each`;
    yield { ...place, value: ['networkPolicy'], message, severity: 'notice' };
  }
}
