/** Rights that become wider: rules of roles, and who has them. */
import { at, isMap, listAt, textAt, textsAt, type Data, type DataMap } from '../../kubernetes/data.ts';
import { objectText, type ObjectId } from '../../kubernetes/object-id.ts';
import { addedGrants, danger, grantsOf, grantTexts } from './grants.ts';
import { told, type ReleaseJudge, type Told } from './judge.ts';
import { kindOf, type Arrival } from './scene.ts';
import { listText, unique } from './wording.ts';

const group = 'rbac.authorization.k8s.io';

/** A first install brings rights with it, which is no widening: only what leads to more than it says is told, as a notice. */
export const rbacWidened: ReleaseJudge = function* ({ arriving, action }) {
  const isFirst = action === 'install' || action === 'reinstall';
  for (const arrival of arriving) {
    switch (kindOf(arrival.id)) {
      case `${group}/Role`:
        yield* rules(arrival, isFirst);
        break;
      case `${group}/ClusterRole`:
        yield* rules(arrival, isFirst);
        yield* aggregation(arrival, isFirst);
        break;
      case `${group}/RoleBinding`:
      case `${group}/ClusterRoleBinding`:
        yield* subjects(arrival, isFirst);
        break;
      default:
    }
  }
};

function* rules({ id, before, after }: Arrival, isFirst: boolean): Iterable<Told> {
  const added = addedGrants(
    grantsOf(listAt(before?.manifest, 'rules')),
    grantsOf(listAt(after.manifest, 'rules')),
  );
  const dangers = unique(added.flatMap((grant) => danger(grant) ?? []));
  if (added.length === 0 || (isFirst && dangers.length === 0)) return;
  const shown = isFirst ? added.filter((grant) => danger(grant) !== null) : added;
  const means = dangers.length === 0 ? '' : `: who has it can ${listText(dangers)}`;
  yield told('rbac-widened', isFirst ? 'notice' : 'warning', {
    object: id,
    place: ['rules'],
    message: `${objectText(id)} ${before === null ? 'allows' : 'allows more'}, ${listText(grantTexts(shown))}${scopeText(id)}${means}`,
    ...(dangers.length > 0 && !isFirst
      ? { hint: 'Name the resources that are needed (resourceNames), and no more verbs than needed.' }
      : {}),
  });
}

const scopeText = ({ kind, namespace }: ObjectId): string =>
  kind === 'ClusterRole' ? ' in every namespace it is bound for' : ` in namespace ${namespace ?? ''}`;

/** Labels by which a ClusterRole becomes a part of another, and selectors by which it takes others in. */
function* aggregation({ id, before, after }: Arrival, isFirst: boolean): Iterable<Told> {
  const severity = isFirst ? 'notice' : 'warning';
  const [old, now] = [before?.manifest, after.manifest].map((role) => textsAt(role, 'metadata', 'labels'));
  const joined = Object.entries(now ?? {}).flatMap(([label, value]) => {
    const [, role] = /^rbac\.authorization\.k8s\.io\/aggregate-to-(.+)$/.exec(label) ?? [];
    return role !== undefined && value === 'true' && old?.[label] !== 'true' ? [role] : [];
  });
  if (joined.length > 0) {
    yield told('rbac-widened', severity, {
      object: id,
      place: ['metadata', 'labels'],
      message: `${objectText(id)} becomes a part of ClusterRole ${listText(joined)}: whoever has that gets its rights too`,
    });
  }
  const [was, is] = [before?.manifest, after.manifest].map((role) =>
    listAt(role, 'aggregationRule', 'clusterRoleSelectors').map((selector) => JSON.stringify(selector)),
  );
  const added = (is ?? []).filter((selector) => was?.includes(selector) !== true);
  if (added.length === 0) return;
  yield told('rbac-widened', severity, {
    object: id,
    place: ['aggregationRule', 'clusterRoleSelectors'],
    message: `${objectText(id)} takes in the rules of every ClusterRole that ${added.length === 1 ? 'a new selector matches' : `${added.length} new selectors match`}, also of those that come later`,
  });
}

function* subjects({ id, before, after }: Arrival, isFirst: boolean): Iterable<Told> {
  const role = roleText(after.manifest);
  const sameRole = before !== null && roleText(before.manifest) === role;
  const had = new Set(
    sameRole ? listAt(before.manifest, 'subjects').map((subject) => subjectText(subject, before.id)) : [],
  );
  const added = unique(
    listAt(after.manifest, 'subjects').map((subject) => subjectText(subject, after.id)),
  ).filter((subject) => !had.has(subject));
  const everybody = added.filter((subject) => broad.test(subject));
  const isAdmin = textAt(after.manifest, 'roleRef', 'name') === 'cluster-admin';
  if (added.length === 0 || (isFirst && !isAdmin && everybody.length === 0)) return;
  const where = id.namespace === null ? 'in the whole cluster' : `in namespace ${id.namespace}`;
  const means = [
    ...(isAdmin ? ['which allows everything'] : []),
    ...(everybody.length > 0 ? ['which is more than one account'] : []),
  ];
  yield told('rbac-widened', isFirst ? 'notice' : 'warning', {
    object: id,
    place: ['subjects'],
    message: `${objectText(id)} gives ${role} ${where} to ${listText(added)}${means.length === 0 ? '' : `, ${means.join(' and ')}`}`,
    ...(isAdmin ? { hint: 'Give it a role of its own, with what it needs.' } : {}),
  });
}

const broad = /system:(?:authenticated|unauthenticated|serviceaccounts)|User system:anonymous/;

const roleText = (binding: DataMap): string =>
  `${textAt(binding, 'roleRef', 'kind') ?? 'role'} ${textAt(binding, 'roleRef', 'name') ?? ''}`.trim();

/** `ServiceAccount shop/web`, `Group system:masters`. */
function subjectText(subject: Data, binding: ObjectId): string {
  const name = textAt(subject, 'name') ?? '';
  const kind = textAt(subject, 'kind') ?? 'subject';
  if (kind !== 'ServiceAccount' || !isMap(subject)) return `${kind} ${name}`;
  const namespace = at(subject, 'namespace');
  const own = typeof namespace === 'string' ? namespace : (binding.namespace ?? '');
  return `${kind} ${own}/${name}`;
}
