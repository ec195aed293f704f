/** As whom the pods speak to the API server. */
import { at, listAt, textAt } from '../../../kubernetes/data.ts';
import { installationRule } from './installation-rule.ts';
import { leaseRoles, serviceAccountOf } from './lease-rights.ts';
import { named } from './wording.ts';

const hint =
  'Use the option serviceAccount: name one, or let the chart create it (values serviceAccount.create, name).';

export const ownAccount = installationRule(
  {
    id: 'SF-27',
    title: 'The pods have a service account of their own, and only it gets the Lease',
    why: 'With serviceAccount.create: false and no name they run as "default", and whatever runs in the namespace without an account of its own gets the right to the Lease, and the cloud identity, too.',
    severity: 'error',
  },
  function* (found, subject) {
    const { deployment, pod, namespace } = found;
    const account = serviceAccountOf(found);
    const place = { object: deployment, path: [...pod.path, 'spec', 'serviceAccountName'] };
    const roles = leaseRoles(found, subject).map(({ name }) => name);
    const isLed = roles.length > 0;
    if (account === 'default') {
      yield {
        ...place,
        value: ['serviceAccount', 'name'],
        message: `${named(deployment)} runs as service account "default" of ${namespace}${isLed ? ', which then may use the Lease' : ''}: expected one of its own`,
        hint,
        ...(isLed ? {} : { severity: 'warning' }),
      };
    } else if (subject.around.find('ServiceAccount', namespace, account) === undefined) {
      yield {
        ...place,
        value: ['serviceAccount'],
        message: `${named(deployment)} runs as service account "${account}", which nothing makes in ${namespace}: no pod is created`,
        hint,
      };
    }
    const bindings = subject.objects.filter(
      ({ kind, manifest }) =>
        (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') &&
        roles.includes(textAt(manifest, 'roleRef', 'name') ?? ''),
    );
    for (const binding of bindings) {
      for (const [index, bound] of listAt(binding.manifest, 'subjects').entries()) {
        const name = textAt(bound, 'name');
        if (name === account && name !== 'default') continue;
        yield {
          object: binding,
          path: ['subjects', index],
          value: ['serviceAccount', 'name'],
          message: `${named(binding)} gives the Lease to ${textAt(bound, 'kind') ?? 'nobody'} "${name ?? ''}": expected ${account === 'default' ? 'a service account of the pods’ own' : `ServiceAccount "${account}"`}`,
          hint,
        };
      }
    }
  },
);

export const accountToken = installationRule(
  {
    id: 'SF-28',
    title: 'The account’s token is mounted where the Lease needs it, and nowhere else',
    why: 'The chart always mounts it, and only k8s_lease speaks to the API server. Elsewhere it is a credential that a break-in finds. Switch it off on a service account of your own.',
    severity: 'notice',
  },
  function* (found, subject) {
    if (!('data' in found.config)) return;
    const { deployment, pod, namespace } = found;
    const account = subject.around.find('ServiceAccount', namespace, serviceAccountOf(found));
    const mounts =
      at(pod.spec, 'automountServiceAccountToken') ??
      at(account?.object?.manifest, 'automountServiceAccountToken') ??
      true;
    const needs = textAt(found.config.data, 'coordinate', 'type') === 'k8s_lease';
    const place = { object: deployment, path: [...pod.path, 'spec', 'automountServiceAccountToken'] };
    if (needs && mounts === false) {
      yield {
        ...place,
        message: `${named(deployment)}: automountServiceAccountToken is false, and k8s_lease needs the token: no pod becomes the leader`,
        hint: 'Mount the token of the service account.',
        severity: 'error',
      };
    } else if (!needs && mounts !== false) {
      yield {
        ...place,
        message: `${named(deployment)} mounts the token of service account "${serviceAccountOf(found)}", which only k8s_lease needs`,
        hint: 'Use the option serviceAccount with one of your own that has automountServiceAccountToken: false.',
      };
    }
  },
);
