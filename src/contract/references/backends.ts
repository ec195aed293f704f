/** Ports of Services that are asked for: by an Ingress, a webhook, an API. */
import { at, listAt, type Data, type DataPath } from '../../kubernetes/data.ts';
import { numberOrName, portText, servicePortsOf } from '../../kubernetes/ports.ts';
import type { Rule, Subject, Verdict } from '../../systems/rule.ts';
import { resolved, type Resolved } from './existence.ts';
import { idText, listText, meantText, placeText } from './wording.ts';

export const backendRule: Rule = {
  id: 'port/backend',
  title: 'Backends of an Ingress, and webhooks, ask a port that their Service has',
  why: 'An Ingress or a route to a port that the Service does not have answers 503; a webhook that cannot be reached blocks the objects that it looks at, or lets them pass.',
  severity: 'error',
  check: backends,
};

function* backends(subject: Subject): Iterable<Verdict> {
  for (const each of resolved(subject, new Set(['service']))) {
    const asked = askedPort(each);
    if (asked === null || each.found === undefined) continue;
    const { object, reference, namespace, found } = each;
    const id = idText('Service', namespace, reference.name);
    if (found.object === null) {
      yield { notChecked: `the ports of ${id}, which ${found.by} has` };
      continue;
    }
    const ports = servicePortsOf(found.object);
    if (ports.some(({ name, number }) => name === asked.port || number === asked.port)) continue;
    const names = ports.flatMap(({ name }) => name ?? []);
    yield {
      object,
      path: asked.path,
      message: `${placeText(object, reference)}: ${id} has no port ${typeof asked.port === 'number' ? asked.port : `"${asked.port}"${meantText(asked.port, names)}`}. Nothing answers`,
      hint: `Ask one of its ports: ${listText(ports.map(portText))}.`,
    };
  }
}

function askedPort({ object, reference: { path } }: Resolved): {
  port: number | string;
  path: DataPath;
} | null {
  const { kind, manifest } = object;
  const parent = path.slice(0, -1);
  if (kind === 'Ingress') return portAt(manifest, [...parent, 'port', 'name'], [...parent, 'port', 'number']);
  if (kind === 'StatefulSet') return null;
  const asked = portAt(manifest, [...parent, 'port']);
  // Webhooks and APIs ask 443 unless they say otherwise; a route has to.
  const isAsked = listAt(manifest, 'spec', 'rules').length === 0;
  return asked ?? (isAsked ? { port: 443, path: parent } : null);
}

function portAt(manifest: Data, ...paths: DataPath[]): { port: number | string; path: DataPath } | null {
  for (const path of paths) {
    const port = numberOrName(at(manifest, ...path));
    if (port !== undefined) return { port, path };
  }
  return null;
}
