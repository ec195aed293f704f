/** Network policies that go or let more through. */
import { at, isMap, listAt, textAt, type Data, type DataMap } from '../../../kubernetes/data.ts';
import { objectText } from '../../../kubernetes/object-id.ts';
import { labelSelector, selectorText } from '../../../kubernetes/selectors.ts';
import type { Severity } from '../../../systems/rule.ts';
import { told, type Told } from '../judge.ts';
import type { Arrival, Departure } from '../scene.ts';
import { listText, plural } from '../wording.ts';

export const networkPolicy = 'networking.k8s.io/NetworkPolicy';

export function removedPolicy({ id, manifest }: Departure): Told {
  const directions = directionsOf(manifest);
  const from = directions.map((each) => words[each].open).join(' and ');
  return told('exposure', 'warning', {
    object: id,
    message: `${objectText(id)} is deleted: ${podsText(manifest)} ${from}, unless another policy selects them`,
  });
}

/** A policy only narrows what was open, so a new one is no exposure. */
export function* loosenedPolicy({ id, before, after }: Arrival, severity: Severity): Iterable<Told> {
  if (before === null) return;
  const [old, now] = [before.manifest, after.manifest];
  for (const direction of directionsOf(old)) {
    const word = words[direction];
    if (!directionsOf(now).includes(direction)) {
      yield told('exposure', severity, {
        object: id,
        place: ['spec', 'policyTypes'],
        message: `${objectText(id)} no longer restricts ${direction}: ${podsText(now)} ${word.open}, unless another policy selects them`,
      });
      continue;
    }
    const rules = listAt(old, 'spec', direction);
    const added = listAt(now, 'spec', direction).filter(
      (rule) => !rules.some((wide) => covers(wide, rule, word.peers)),
    );
    if (added.length === 0) continue;
    const all = added.filter((rule) => listAt(rule, word.peers).length === 0).length;
    yield told('exposure', severity, {
      object: id,
      place: ['spec', direction],
      message: `${objectText(id)} lets more through: ${plural(added.length, `${direction} rule`)} ${added.length === 1 ? 'allows' : 'allow'} what none allowed before${all > 0 ? `, ${all === added.length ? '' : `${all} of them `}${word.anyone}` : peersText(added, word)}`,
    });
  }
  const [wasSelected, isSelected] = [old, now].map((policy) =>
    JSON.stringify(at(policy, 'spec', 'podSelector') ?? {}),
  );
  if (wasSelected === isSelected) return;
  yield told('exposure', severity, {
    object: id,
    place: ['spec', 'podSelector'],
    message: `${objectText(id)} is for ${podsText(now)} instead of ${podsText(old)}: pods that it no longer selects are open, unless another policy selects them`,
  });
}

type Direction = 'ingress' | 'egress';

const words = {
  ingress: { peers: 'from', open: 'can be reached by everyone', anyone: 'from anyone' },
  egress: { peers: 'to', open: 'can reach everything', anyone: 'to anywhere' },
} as const;

/** As the API server completes it: ingress always, egress if there is a rule for it. */
function directionsOf(policy: DataMap): Direction[] {
  const given = listAt(policy, 'spec', 'policyTypes').map((type) =>
    typeof type === 'string' ? type.toLowerCase() : '',
  );
  if (given.length === 0)
    return listAt(policy, 'spec', 'egress').length > 0 ? ['ingress', 'egress'] : ['ingress'];
  return (['ingress', 'egress'] as const).filter((direction) => given.includes(direction));
}

/** Whether one rule of before allows all of this one. No peers are all of them, and so are no ports. */
function covers(wide: Data, rule: Data, peers: 'from' | 'to'): boolean {
  return [peers, 'ports'].every((field) => {
    const [allowed, asked] = [listAt(wide, field), listAt(rule, field)];
    if (allowed.length === 0) return true;
    const known = new Set(allowed.map(canonical));
    return asked.length > 0 && asked.every((item) => known.has(canonical(item)));
  });
}

/** The same text for the same data, whatever the order of keys. */
const canonical = (data: Data): string =>
  JSON.stringify(data, (_key, value: Data) =>
    isMap(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value,
  );

function podsText(policy: DataMap): string {
  const selector = selectorText(labelSelector(at(policy, 'spec', 'podSelector')));
  const namespace = textAt(policy, 'metadata', 'namespace');
  const where = namespace === undefined ? 'its namespace' : `namespace ${namespace}`;
  return selector === '' ? `all pods of ${where}` : `pods with ${selector}`;
}

function peersText(rules: readonly Data[], { peers }: { readonly peers: 'from' | 'to' }): string {
  const texts = rules.flatMap((rule) =>
    listAt(rule, peers).map((peer) => {
      const block = textAt(peer, 'ipBlock', 'cidr');
      if (block !== undefined) return block;
      const [pods, namespaces] = ['podSelector', 'namespaceSelector'].map((field) => {
        const selector = at(peer, field);
        return isMap(selector) ? selectorText(labelSelector(selector)) : null;
      });
      const inPods =
        pods === undefined || pods === null ? '' : pods === '' ? 'all pods' : `pods with ${pods}`;
      if (namespaces === undefined || namespaces === null) return inPods;
      const inNamespaces = namespaces === '' ? 'every namespace' : `namespaces with ${namespaces}`;
      return inPods === '' ? inNamespaces : `${inPods} in ${inNamespaces}`;
    }),
  );
  const known = [...new Set(texts)].filter((text) => text !== '');
  return known.length === 0 ? '' : `, ${peers} ${listText(known)}`;
}
