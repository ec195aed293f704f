/** NetworkPolicies as data, and what they let through. */
import { at, isMap, listAt, numberAt, textAt, type Data } from '../../kubernetes/data.ts';
import { perManifest } from '../../kubernetes/per-manifest.ts';
import { numberOrName } from '../../kubernetes/ports.ts';
import { labelSelector, type Labels, type Selector } from '../../kubernetes/selectors.ts';
import { selects } from '../../kubernetes/selectors.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Subject } from '../../systems/rule.ts';
import type { Workload } from './pods-around.ts';

export interface PolicyRule {
  /** null: everybody. */
  readonly peers: readonly Peer[] | null;
  /** null: every port. */
  readonly ports: readonly PolicyPort[] | null;
}

export interface PolicyPort {
  readonly protocol: string;
  readonly port: number | string | null; // null: all of the protocol
  readonly last: number | null; // of a range
}

export interface Peer {
  readonly cidr: string | null;
  readonly except: readonly string[];
  readonly pods: Selector | null;
  readonly namespaces: Selector | null;
}

interface Policy {
  readonly pods: Selector;
  /** null: it does not restrict this direction. */
  readonly ingress: readonly PolicyRule[] | null;
  readonly egress: readonly PolicyRule[] | null;
}

const policyOf = perManifest(({ manifest }): Policy => {
  const types = listAt(manifest, 'spec', 'policyTypes');
  const hasTypes = types.length > 0;
  const egress = listAt(manifest, 'spec', 'egress');
  return {
    pods: labelSelector(at(manifest, 'spec', 'podSelector')),
    ingress:
      !hasTypes || types.includes('Ingress')
        ? listAt(manifest, 'spec', 'ingress').map((rule) => policyRule(rule, 'from'))
        : null,
    egress: (hasTypes ? types.includes('Egress') : egress.length > 0)
      ? egress.map((rule) => policyRule(rule, 'to'))
      : null,
  };
});

function policyRule(rule: Data, side: 'from' | 'to'): PolicyRule {
  const peers = listAt(rule, side);
  const ports = listAt(rule, 'ports');
  return {
    peers: peers.length === 0 ? null : peers.map(peerOf),
    ports:
      ports.length === 0
        ? null
        : ports.map((port) => ({
            protocol: textAt(port, 'protocol') ?? 'TCP',
            port: numberOrName(at(port, 'port')) ?? null,
            last: numberAt(port, 'endPort') ?? null,
          })),
  };
}

const peerOf = (peer: Data): Peer => ({
  cidr: textAt(peer, 'ipBlock', 'cidr') ?? null,
  except: listAt(peer, 'ipBlock', 'except').filter((cidr) => typeof cidr === 'string'),
  pods: isMap(at(peer, 'podSelector')) ? labelSelector(at(peer, 'podSelector')) : null,
  namespaces: isMap(at(peer, 'namespaceSelector')) ? labelSelector(at(peer, 'namespaceSelector')) : null,
});

/** A policy that restricts a workload in one direction, with its rules. */
export interface Restriction {
  readonly policy: RenderedObject;
  readonly namespace: string;
  readonly rules: readonly PolicyRule[];
}

/** All policies that restrict the pods of a workload; none means that everything is let through. */
export const restrictions = (
  { object, namespace, labels }: Workload,
  direction: 'ingress' | 'egress',
  { around }: Subject,
): Restriction[] =>
  usesHostNetwork(object)
    ? [] // no policy is about the network of a node
    : around.all('NetworkPolicy', namespace).flatMap(({ object: policy }) => {
        if (policy === null) return [];
        const { pods, [direction]: rules } = policyOf(policy);
        return rules === null || !selects(pods, labels) ? [] : { policy, namespace, rules };
      });

const usesHostNetwork = perManifest(({ manifest }): boolean =>
  [[], ['template', 'spec']].some((path) => at(manifest, 'spec', ...path, 'hostNetwork') === true),
);

export const letsPort = ({ protocol, port, last }: PolicyPort, number: number, asked: string): boolean =>
  protocol === asked &&
  (port === null ||
    port === number ||
    (typeof port === 'number' && last !== null && port <= number && number <= last));

/** Whether pods with these labels in that namespace are meant. Of a namespace only its name is sure; null if its labels decide. */
export function meansPods(
  peer: Peer,
  labels: Labels,
  namespace: string,
  ownNamespace: string,
): boolean | null {
  if (peer.cidr !== null) return peer.cidr.endsWith('/0') && peer.except.length === 0 ? true : null;
  if (peer.pods !== null && !selects(peer.pods, labels)) return false;
  if (peer.namespaces === null) return namespace === ownNamespace;
  const byName = peer.namespaces.filter(({ key }) => key === 'kubernetes.io/metadata.name');
  if (!selects(byName, { 'kubernetes.io/metadata.name': namespace })) return false;
  return byName.length === peer.namespaces.length ? true : null;
}
