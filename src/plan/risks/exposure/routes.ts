/** Hosts that lead into the cluster, and their encryption: Ingresses, routes and gateways. */
import { at, isMap, listAt, numberAt, textAt, type Data, type DataMap } from '../../../kubernetes/data.ts';
import { objectText } from '../../../kubernetes/object-id.ts';
import type { Severity } from '../../../systems/rule.ts';
import { told, type Told } from '../judge.ts';
import { kindOf, type Arrival } from '../scene.ts';
import { listText, unique } from '../wording.ts';

const every = 'every host';

export function* exposedRoutes({ id, before, after }: Arrival, severity: Severity): Iterable<Told> {
  const read = readers[kindOf(id)];
  if (read === undefined) return;
  const [old, now] = [before === null ? none : read(before.manifest), read(after.manifest)];
  const hosts = now.hosts.filter((host) => !old.hosts.some((wide) => includes(wide, host)));
  if (hosts.length > 0) {
    yield told('exposure', severity, {
      object: id,
      place: now.place,
      message: `${objectText(id)} leads ${listText(hosts)} into the cluster${before === null ? '' : ', besides what it did before'}`,
    });
  }
  const open = now.hosts.filter((host) => old.secured.includes(host) && !now.secured.includes(host));
  if (open.length > 0) {
    yield told('exposure', severity, {
      object: id,
      place: now.place,
      message: `${objectText(id)} no longer has TLS for ${listText(open)}: what is sent there can be read on the way`,
    });
  }
}

interface Exposed {
  readonly hosts: readonly string[];
  readonly secured: readonly string[];
  readonly place: readonly string[];
}

const none: Exposed = { hosts: [], secured: [], place: [] };

const readers: Readonly<Record<string, (manifest: DataMap) => Exposed>> = Object.assign(
  Object.create(null) as Record<string, (manifest: DataMap) => Exposed>,
  {
    'networking.k8s.io/Ingress': ingress,
    'route.openshift.io/Route': openshiftRoute,
    'gateway.networking.k8s.io/HTTPRoute': route,
    'gateway.networking.k8s.io/GRPCRoute': route,
    'gateway.networking.k8s.io/TLSRoute': route,
    'gateway.networking.k8s.io/Gateway': gateway,
  },
);

function ingress(manifest: DataMap): Exposed {
  const rules = listAt(manifest, 'spec', 'rules').map((rule) => hostAt(rule, 'host'));
  const isDefault = isMap(at(manifest, 'spec', 'defaultBackend'));
  const hosts = unique([...rules, ...(isDefault ? [every] : [])]);
  const tls = listAt(manifest, 'spec', 'tls');
  const certified = tls.flatMap((entry) => {
    const named = textsIn(listAt(entry, 'hosts'));
    return named.length === 0 ? [every] : named; // then the certificate tells
  });
  const secured = hosts.filter((host) => certified.some((wide) => includes(wide, host)));
  return { hosts, secured, place: ['spec', 'rules'] };
}

function openshiftRoute(manifest: DataMap): Exposed {
  const hosts = [textAt(manifest, 'spec', 'host') ?? 'a host that the router names'];
  return { hosts, secured: isMap(at(manifest, 'spec', 'tls')) ? hosts : [], place: ['spec', 'host'] };
}

/** Whether it is encrypted is a matter of the gateway. */
function route(manifest: DataMap): Exposed {
  const named = textsIn(listAt(manifest, 'spec', 'hostnames'));
  return {
    hosts: named.length === 0 ? ['every host of its gateway'] : named,
    secured: [],
    place: ['spec', 'hostnames'],
  };
}

function gateway(manifest: DataMap): Exposed {
  const listeners = listAt(manifest, 'spec', 'listeners').map((listener) => ({
    text: `${hostAt(listener, 'hostname')}:${numberAt(listener, 'port') ?? ''}`,
    isSecured: isMap(at(listener, 'tls')),
  }));
  return {
    hosts: unique(listeners.map(({ text }) => text)),
    secured: listeners.filter(({ isSecured }) => isSecured).map(({ text }) => text),
    place: ['spec', 'listeners'],
  };
}

const hostAt = (rule: Data, field: string): string => {
  const host = textAt(rule, field);
  return host === undefined || host === '' ? every : host;
};

const textsIn = (list: readonly Data[]): string[] => list.filter((item) => typeof item === 'string');

/** `*.example.com` includes one label in its place. */
function includes(wide: string, host: string): boolean {
  if (wide === host || wide === every) return true;
  return wide.startsWith('*.') && !host.startsWith('*.') && host.slice(host.indexOf('.')) === wide.slice(1);
}
