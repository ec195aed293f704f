import { at, listAt, textAt, type Data } from '../../../kubernetes/data.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Subject, Violation } from '../../rule.ts';
import type { Installation } from './installation.ts';
import { installationRule } from './installation-rule.ts';
import {
  boundLeaseRules,
  isAboutLeases,
  leaseRoles,
  serviceAccountOf,
  type LeaseRule,
} from './lease-rights.ts';
import { named, shown } from './wording.ts';

const hint =
  'Mend the chart’s Role and RoleBinding; the option ha of the stack file turns them on (value ha.enabled).';

/** Names cannot limit `create`: the object does not exist yet. */
const needed: readonly string[] = ['create', 'get', 'update'];

const allows = ({ verbs, names }: LeaseRule, verb: string): boolean =>
  (verbs.includes(verb) || verbs.includes('*')) && (verb !== 'create' || names.length === 0);

export const leaseRole = installationRule(
  {
    id: 'sf2loki/lease-role',
    title: 'The pods may create, get and update their Lease, and nothing else',
    why: 'Without one of these rights no pod becomes the leader, and nothing is delivered. Any other right is one that a stolen token would have.',
    severity: 'error',
  },
  function* (found, subject) {
    const type = 'data' in found.config ? textAt(found.config.data, 'coordinate', 'type') : undefined;
    if (at(subject.values, 'ha', 'enabled') === true || type === 'k8s_lease') {
      yield* missing(found, subject);
    }
    for (const role of leaseRoles(found, subject)) {
      if (subject.objects.includes(role)) yield* excess(role);
    }
  },
);

function* missing(found: Installation, subject: Subject): Iterable<Violation> {
  const rules = boundLeaseRules(found, subject);
  const lacking = needed.filter((verb) => !rules.some((rule) => allows(rule, verb)));
  if (lacking.length === 0) return;
  const account = `ServiceAccount ${serviceAccountOf(found)} in ${found.namespace}`;
  const [role] = leaseRoles(found, subject);
  const reason =
    role === undefined
      ? 'there is no Role about them'
      : rules.length === 0
        ? `no RoleBinding binds ${named(role)} to it`
        : `the rules of ${named(role)} leave it out, or limit create by resourceNames`;
  yield {
    object: role ?? found.deployment,
    path: role === undefined ? [] : ['rules'],
    value: ['ha', 'enabled'],
    message: `${account} may not ${lacking.join(', ')} leases of coordination.k8s.io, so that no pod becomes the leader: ${reason}`,
    hint,
  };
}

function* excess(role: RenderedObject): Iterable<Violation> {
  if (role.kind === 'ClusterRole') {
    yield {
      object: role,
      message: `${named(role)} gives its rights in every namespace: expected a Role in the release’s`,
      hint,
      severity: 'warning',
    };
  }
  for (const [index, rule] of listAt(role.manifest, 'rules').entries()) {
    const message = tooMuch(rule);
    if (message === null) continue;
    yield {
      object: role,
      path: ['rules', index],
      message: `${named(role)}: ${message}`,
      hint,
      severity: 'warning',
    };
  }
}

function tooMuch(rule: Data): string | null {
  const resources = listAt(rule, 'resources');
  if (!isAboutLeases(rule) || resources.some((name) => name !== 'leases')) {
    return `it gives rights on ${shown(resources)} of ${shown(listAt(rule, 'apiGroups'))}: expected leases of coordination.k8s.io only`;
  }
  const verbs = listAt(rule, 'verbs');
  if (verbs.some((verb) => typeof verb !== 'string' || !needed.includes(verb))) {
    return `it allows ${shown(verbs)} on leases: expected ${shown(needed)} at most`;
  }
  if (listAt(rule, 'resourceNames').length === 0 && verbs.some((verb) => verb !== 'create')) {
    return `it allows ${shown(verbs)} on every Lease: expected resourceNames with the one that the pods use`;
  }
  return null;
}
