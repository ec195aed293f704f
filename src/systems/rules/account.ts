/** Service accounts and what binds rights to them. */
import { at, listAt, textAt, type Data } from '../../kubernetes/data.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Provided, Subject, Verdict, Violation } from '../rule.ts';
import { accountOf, type Workload } from './workload.ts';

/** Whether one of the binding's subjects is the account. */
export const binds = (binding: Data, { namespace, name }: { namespace: string; name: string }): boolean =>
  listAt(binding, 'subjects').some(
    (subject) =>
      textAt(subject, 'kind') === 'ServiceAccount' &&
      textAt(subject, 'name') === name &&
      textAt(subject, 'namespace') === namespace,
  );

/** An account that pods name and nobody makes: the pods are never made then. */
export function* missingAccount(
  workload: Workload,
  { around }: Subject,
  help: Pick<Violation, 'hint' | 'value'>,
): Iterable<Verdict> {
  const { object, namespace, pod } = workload;
  const name = accountOf(workload);
  if (name === 'default' || around.find('ServiceAccount', namespace, name) !== undefined) return;
  yield {
    object,
    path: [...pod.path, 'spec', 'serviceAccountName'],
    message: `${object.kind} ${object.name} runs as service account ${name}, which nothing provides in namespace ${namespace}, so no pod of it is made`,
    ...help,
  };
}

/** What a binding hands out that isn't there, and to whom: `account` is who should have it. */
export function* bindingFlaws(
  binding: RenderedObject,
  account: { readonly namespace: string; readonly name: string },
  { around }: Subject,
  help: Pick<Violation, 'hint' | 'value'>,
): Iterable<Violation> {
  const { manifest, kind, name } = binding;
  const roleKind = textAt(manifest, 'roleRef', 'kind') ?? '';
  const roleName = textAt(manifest, 'roleRef', 'name') ?? '';
  const namespace = roleKind === 'ClusterRole' ? null : (binding.namespace ?? account.namespace);
  const group = textAt(manifest, 'roleRef', 'apiGroup');
  if (group !== 'rbac.authorization.k8s.io') {
    yield {
      object: binding,
      path: ['roleRef', 'apiGroup'],
      message: `${kind} ${name}: apiGroup of its roleRef is ${group ?? 'missing'} instead of rbac.authorization.k8s.io, so the API server refuses it`,
      hint: 'Write roleRef.apiGroup: rbac.authorization.k8s.io.',
    };
  }
  if (around.find(roleKind, namespace, roleName) === undefined) {
    yield {
      object: binding,
      path: ['roleRef'],
      message: `${kind} ${name} binds ${roleKind} ${roleName}, which nothing provides${namespace === null ? '' : ` in namespace ${namespace}`}, so it grants nothing`,
      hint: `Give roleRef the name of the ${roleKind === '' ? 'role' : roleKind} that holds the rules.`,
    };
  }
  if (!binds(manifest, account)) {
    const bound = listAt(manifest, 'subjects').map(subjectText).join(', ') || 'nobody';
    yield {
      object: binding,
      path: ['subjects'],
      message: `${kind} ${name} binds ${bound}, and the pods run as ${account.namespace}/${account.name}, so they don't get the rights`,
      ...help,
    };
  }
}

function subjectText(subject: Data): string {
  const name = textAt(subject, 'name') ?? '';
  const namespace = textAt(subject, 'namespace');
  return namespace === undefined ? `${name} (without namespace)` : `${namespace}/${name}`;
}

export interface Grant {
  readonly groups: readonly Data[];
  readonly resources: readonly Data[];
  readonly verbs: readonly Data[];
}

/** The rules of a role that count for every object of a kind; those for single names don't. */
export const grantsIn = (role: Data | undefined): Grant[] =>
  listAt(role, 'rules')
    .filter((rule) => listAt(rule, 'resourceNames').length === 0)
    .map((rule) => ({
      groups: listAt(rule, 'apiGroups'),
      resources: listAt(rule, 'resources'),
      verbs: listAt(rule, 'verbs'),
    }));

/** Those of the verbs that no rule grants. */
export function verbsMissing(
  grants: readonly Grant[],
  asked: { readonly group: string; readonly resource: string; readonly verbs: readonly string[] },
): string[] {
  const has = (list: readonly Data[], item: string): boolean => list.includes(item) || list.includes('*');
  return asked.verbs.filter(
    (verb) =>
      !grants.some(
        ({ groups, resources, verbs }) =>
          has(groups, asked.group) && has(resources, asked.resource) && has(verbs, verb),
      ),
  );
}

/** Roles bound to the account in the namespace. `role` is undefined where nobody here provides it. */
export function rolesOf(
  account: { readonly namespace: string; readonly name: string },
  namespace: string,
  { around }: Subject,
): {
  readonly binding: Provided;
  readonly kind: string;
  readonly name: string;
  readonly role: Provided | undefined;
}[] {
  return around.all('RoleBinding', namespace).flatMap((binding) => {
    const manifest = binding.object?.manifest;
    if (manifest === undefined || !binds(manifest, account)) return [];
    const kind = textAt(at(manifest, 'roleRef'), 'kind') ?? '';
    const name = textAt(at(manifest, 'roleRef'), 'name') ?? '';
    return [
      { binding, kind, name, role: around.find(kind, kind === 'ClusterRole' ? null : namespace, name) },
    ];
  });
}
