import { describe, expect, test } from 'vitest';
import { name, provisioner } from './ksml-provisioner.ts';
import { podTemplate } from './workload.ts';

const granted = async (): Promise<[string, string, string[]][]> => {
  const rules = (await provisioner()).one('Role')['rules'] as Record<
    'apiGroups' | 'resources' | 'verbs',
    string[]
  >[];
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.map((resource): [string, string, string[]] => [resource, group, verbs]),
    ),
  );
};

describe('rights', () => {
  const all = ['get', 'list', 'watch', 'create', 'patch', 'update', 'delete'];
  // The README's table of required permissions: resource, group, verbs.
  const table: [string, string, string[]][] = [
    ['configmaps', '', all],
    ['pods', '', all],
    ['pods', 'metrics.k8s.io', ['get', 'list']],
    ['pods/log', '', all],
    ['secrets', '', all],
    ['serviceaccounts', '', all],
    ['services', '', all],
    ['statefulsets', 'apps', all],
    ['jobs', 'batch', all],
    ['prometheusrules', 'monitoring.coreos.com', all],
    ['servicemonitors', 'monitoring.coreos.com', all],
    ['ingresses', 'networking.k8s.io', all],
    ['networkpolicies', 'networking.k8s.io', all],
    ['persistentvolumeclaims', 'storage.k8s.io', all],
  ];

  test('KP-10 the Role is exactly the table', async () => {
    const rows = await granted();
    expect(rows).toHaveLength(table.length);
    expect(rows).toEqual(expect.arrayContaining(table));
  });

  test('KP-11 claims are granted in storage.k8s.io only, which has none', async () => {
    const groups = (await granted())
      .filter(([resource]) => resource === 'persistentvolumeclaims')
      .map(([, group]) => group);
    expect(groups).toEqual(['storage.k8s.io']);
  });

  test('KP-2 Role and binding live in rbac.namespace, the account stays; NAMESPACE is not compared', async () => {
    const env = [{ name: 'NAMESPACE', value: 'elsewhere' }];
    const rendered = await provisioner({ env, rbac: { namespace: 'ksml' } });
    const binding = rendered.one('RoleBinding', name);
    expect([rendered.one('Role', name).metadata.namespace, binding.metadata.namespace]).toEqual([
      'ksml',
      'ksml',
    ]);
    expect(binding).toMatchObject({
      subjects: [{ kind: 'ServiceAccount', name, namespace: 'axual' }],
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    });
    expect((await provisioner()).one('Role').metadata.namespace).toBe('axual');
  });

  const accounts: [string, object, string][] = [
    ['a name of its own', { create: true, name: 'mine' }, 'mine'],
    ['an existing account', { create: false, name: 'theirs' }, 'theirs'],
    ['KP-9 neither account nor name: everybody’s', { create: false }, 'default'],
  ];
  test.each(accounts)('%s', async (_, serviceAccount, account) => {
    const rendered = await provisioner({ serviceAccount });
    expect(podTemplate(rendered.one('Deployment')).spec['serviceAccountName']).toBe(account);
    expect(rendered.one('RoleBinding')).toMatchObject({ subjects: [{ name: account }] });
  });

  test('the account has annotations', async () => {
    const rendered = await provisioner({ serviceAccount: { annotations: { a: 'b' } } });
    expect(rendered.one('ServiceAccount', name).metadata.annotations).toEqual({ a: 'b' });
  });
});
