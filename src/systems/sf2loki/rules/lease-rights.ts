/** What the pods may do with Leases: the Roles that are bound to their service account. */
import { at, listAt, mapAt, textAt, type Data, type DataMap } from '../../../kubernetes/data.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Subject } from '../../rule.ts';
import type { Installation } from './installation.ts';

const group = 'coordination.k8s.io';
const rbac = 'rbac.authorization.k8s.io';

/** A rule of a Role or ClusterRole that is about Leases. */
export interface LeaseRule {
  readonly role: RenderedObject;
  readonly index: number;
  readonly verbs: readonly Data[];
  /** Empty: of any name. */
  readonly names: readonly string[];
}

export const isAboutLeases = (rule: Data): boolean =>
  listAt(rule, 'resources').some((name) => name === 'leases' || name === '*') &&
  listAt(rule, 'apiGroups').some((name) => name === group || name === '*');

const leaseRulesOf = (role: RenderedObject): LeaseRule[] =>
  listAt(role.manifest, 'rules').flatMap((rule, index) =>
    isAboutLeases(rule)
      ? [
          {
            role,
            index,
            verbs: listAt(rule, 'verbs'),
            names: listAt(rule, 'resourceNames').filter((name) => typeof name === 'string'),
          },
        ]
      : [],
  );

/** Roles of the pods' namespace and ClusterRoles, whoever makes them. */
function rolesIn(namespace: string, { around }: Subject): RenderedObject[] {
  const all = [...around.all('Role', namespace), ...around.all('ClusterRole')];
  return all.flatMap(({ object }) => object ?? []);
}

export const leaseRoles = ({ namespace }: Installation, subject: Subject): RenderedObject[] =>
  rolesIn(namespace, subject).filter((role) => leaseRulesOf(role).length > 0);

export const serviceAccountOf = ({ pod }: Installation): string =>
  textAt(pod.spec, 'serviceAccountName') ?? 'default';

const isSubject = (binding: DataMap, found: Installation): boolean =>
  listAt(binding, 'subjects').some(
    (subject) =>
      textAt(subject, 'kind') === 'ServiceAccount' &&
      textAt(subject, 'name') === serviceAccountOf(found) &&
      (textAt(subject, 'namespace') ?? found.namespace) === found.namespace,
  );

/** What is bound to the pods' service account in their namespace. */
export function boundLeaseRules(found: Installation, subject: Subject): LeaseRule[] {
  const bindings = [
    ...subject.around.all('RoleBinding', found.namespace),
    ...subject.around.all('ClusterRoleBinding'),
  ].flatMap(({ object }) => (object !== null && isSubject(object.manifest, found) ? [object] : []));
  const references = bindings.map(({ manifest }) => mapAt(manifest, 'roleRef'));
  return rolesIn(found.namespace, subject)
    .filter(({ kind, name }) =>
      references.some(
        (reference) =>
          at(reference, 'kind') === kind &&
          at(reference, 'name') === name &&
          (textAt(reference, 'apiGroup') ?? rbac) === rbac,
      ),
    )
    .flatMap(leaseRulesOf);
}

/** Names to which the Roles are limited; empty if they are not, or there are none. */
export const leaseNames = (found: Installation, subject: Subject): string[] =>
  leaseRoles(found, subject)
    .flatMap(leaseRulesOf)
    .flatMap(({ names }) => names);

/** The chart's switch is on, or somebody gives the pods a Lease. */
export const hasLeader = (found: Installation, subject: Subject): boolean =>
  at(subject.values, 'ha', 'enabled') === true || leaseRoles(found, subject).length > 0;
