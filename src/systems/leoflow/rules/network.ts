/** LF-12, and the rest of the network policy. */
import { at, listAt, mapAt, textAt, type Data } from '../../../kubernetes/data.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import { labelSelector, selects } from '../../../kubernetes/selectors.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { podPortsOf, type Workload } from '../../rules/workload.ts';
import { ofKind, rule, valueOf, type ControlPlane } from './control-plane.ts';

const policiesOf = ({ subject, servers }: ControlPlane): (readonly [RenderedObject, Workload])[] =>
  ofKind(subject, 'NetworkPolicy').flatMap((policy) =>
    servers.flatMap((server) =>
      selects(labelSelector(at(policy.manifest, 'spec', 'podSelector')), server.pod.labels)
        ? [[policy, server] as const]
        : [],
    ),
  );

const isOf = (policy: RenderedObject, type: 'Ingress' | 'Egress'): boolean => {
  const types = listAt(policy.manifest, 'spec', 'policyTypes');
  // Without types a policy is of ingress, and of egress if it has rules for it.
  return types.length > 0
    ? types.includes(type)
    : type === 'Ingress' || listAt(policy.manifest, 'spec', 'egress').length > 0;
};

/** Whether one of the rules opens the port, by number or name; a rule without ports opens all. */
function opens(
  rules: readonly Data[],
  port: { name?: string | undefined; number: number | undefined; protocol: string },
): boolean {
  return rules.some((one) => {
    const ports = listAt(one, 'ports');
    return (
      ports.length === 0 ||
      ports.some((each) => {
        const asked = at(each, 'port') ?? null;
        const last = at(each, 'endPort');
        if ((textAt(each, 'protocol') ?? 'TCP') !== port.protocol) return false;
        if (asked === null || asked === port.number) return true;
        if (typeof asked === 'string') return asked === port.name;
        return (
          typeof asked === 'number' &&
          typeof last === 'number' &&
          port.number !== undefined &&
          asked <= port.number &&
          port.number <= last
        );
      })
    );
  });
}

const metrics = rule(
  {
    id: 'LF-12',
    title: 'A network policy lets Prometheus reach the metrics',
    why: 'The chart opens the metrics port only to networkPolicy.metricsFrom. While that is empty nobody reaches it, whatever the chart’s README says. Set the option networkPolicy.metricsFrom to where Prometheus is.',
    severity: 'error',
  },
  function* (plane) {
    const isScraped = ofKind(plane.subject, 'ServiceMonitor').length > 0;
    for (const [object, server] of policiesOf(plane)) {
      const rules = listAt(object.manifest, 'spec', 'ingress');
      for (const port of podPortsOf(server.pod).filter(({ name }) => name === 'metrics')) {
        if (!isOf(object, 'Ingress') || opens(rules, port)) continue;
        const message = `NetworkPolicy ${object.name} lets nobody reach the metrics at port ${port.number ?? 'metrics'}${isScraped ? ', so Prometheus reads nothing' : ''}`;
        const hint = 'Set the option networkPolicy.metricsFrom to where Prometheus is.';
        const place = { object, path: ['spec', 'ingress'], value: ['networkPolicy', 'metricsFrom'] };
        yield { ...place, message, hint, severity: isScraped ? 'error' : 'notice' };
      }
    }
  },
);

const traffic = rule(
  {
    id: 'leoflow/network',
    title:
      'A network policy selects the server, lets users and agents in, and lets the server reach DNS and more',
    why: 'A policy that selects the pods forbids whatever it does not name: without port http nobody signs in, without grpc tasks never report, without DNS and the rest neither PostgreSQL nor Redis nor the API server is found.',
    severity: 'error',
  },
  function* (plane) {
    const selecting = policiesOf(plane);
    for (const object of ofKind(plane.subject, 'NetworkPolicy')) {
      const isWhole = Object.keys(mapAt(object.manifest, 'spec', 'podSelector')).length > 0;
      if (isWhole && selecting.some(([policy]) => policy === object)) continue;
      const message = `NetworkPolicy ${object.name} selects ${isWhole ? 'no pod of the server' : 'every pod of the namespace'}`;
      yield {
        object,
        path: ['spec', 'podSelector'],
        message,
        hint: 'Give podSelector the labels of the server’s pods.',
      };
    }
    for (const [object, server] of selecting) {
      yield* shutIn(object, server, plane);
      for (const type of ['Ingress', 'Egress'] as const) {
        if (isOf(object, type) || listAt(object.manifest, 'spec', type.toLowerCase()).length === 0) continue;
        const message = `NetworkPolicy ${object.name} has rules for ${type.toLowerCase()}, and policyTypes leaves it out, so they count for nothing`;
        yield {
          object,
          path: ['spec', 'policyTypes'],
          message,
          hint: 'Write policyTypes: [Ingress, Egress].',
        };
      }
      if (isOf(object, 'Egress')) yield* shutOut(object, plane);
    }
  },
);

/** Who may reach a port, by its name. */
const guestsOf = new Map([
  ['http', 'ingressFrom'],
  ['grpc', 'ingressFrom'],
  ['metrics', 'metricsFrom'],
]);

function* shutIn(object: RenderedObject, { pod }: Workload, plane: ControlPlane): Iterable<Verdict> {
  if (!isOf(object, 'Ingress')) return;
  const rules = listAt(object.manifest, 'spec', 'ingress');
  for (const port of podPortsOf(pod)) {
    const guests = guestsOf.get(port.name ?? '');
    if (guests === undefined) continue;
    const opening = rules.filter((one) => opens([one], port));
    const from = valueOf(plane, ['networkPolicy', guests]);
    const place = { object, path: ['spec', 'ingress'], value: ['networkPolicy', guests] };
    if (opening.length === 0) {
      if (port.name === 'metrics') continue; // LF-12 says so
      const message = `NetworkPolicy ${object.name} lets nobody reach port ${port.name} (${port.number})`;
      yield { ...place, message, hint: `Add a rule for port ${port.name}.` };
    } else if (
      Array.isArray(from) &&
      from.length > 0 &&
      opening.some((one) => listAt(one, 'from').length === 0)
    ) {
      const message = `NetworkPolicy ${object.name} lets everybody reach port ${port.name}, and the value networkPolicy.${guests} names who may`;
      yield {
        ...place,
        message,
        hint: `Let the template write .Values.networkPolicy.${guests} into the rule.`,
      };
    }
  }
}

function* shutOut(object: RenderedObject, plane: ControlPlane): Iterable<Verdict> {
  const rules = listAt(object.manifest, 'spec', 'egress');
  const place = { object, path: ['spec', 'egress'], value: ['networkPolicy', 'egress'] };
  for (const protocol of ['UDP', 'TCP']) {
    if (opens(rules, { number: 53, protocol })) continue;
    yield {
      ...place,
      message: `NetworkPolicy ${object.name} does not let the server ask DNS (53/${protocol})`,
      hint: `Add a rule for port 53, ${protocol}.`,
    };
  }
  const isDns = (one: Data): boolean =>
    listAt(one, 'ports').length > 0 && listAt(one, 'ports').every((port) => at(port, 'port') === 53);
  if (!rules.every(isDns)) return;
  const egress = valueOf(plane, ['networkPolicy', 'egress']);
  const asked = Array.isArray(egress) && egress.length > 0;
  const message = `NetworkPolicy ${object.name} lets the server reach DNS only, so neither PostgreSQL nor Redis nor the API server`;
  yield {
    ...place,
    message,
    hint: asked
      ? 'Let the template write .Values.networkPolicy.egress into the policy.'
      : 'Set the option networkPolicy.egress.',
  };
}

export const networkRules: readonly Rule[] = [metrics, traffic];
