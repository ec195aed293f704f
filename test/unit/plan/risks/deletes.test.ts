import { describe, expect, test } from 'vitest';
import { backing, crd, objectChange, step } from '../../../setup/plan-parts.ts';
import { deployment, manifest, releaseFacts, service, told, type World } from './world.ts';

const group = 'apiextensions.k8s.io/v1';
const widgets = manifest(
  group,
  'CustomResourceDefinition',
  'widgets.example.com',
  'spec: {group: example.com, names: {kind: Widget, plural: widgets}}',
);
const widget = manifest('example.com/v1', 'Widget', 'one');
const claim = manifest(
  'v1',
  'PersistentVolumeClaim',
  'data',
  'spec: {resources: {requests: {storage: 1Gi}}}',
);
const statefulSet = (policy = ''): string =>
  manifest('apps/v1', 'StatefulSet', 'db', `spec: {replicas: 3${policy}}`);

const deleted: World['plan'] = { operation: 'delete', chart: null };

describe('what an upgrade deletes', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['ConfigMap', manifest('v1', 'ConfigMap', 'c'), 'notice: ConfigMap shop/c is deleted'],
    [
      'Secret',
      manifest('v1', 'Secret', 'login', 'data: {password: aHVudGVyMg==}'),
      'warning: Secret shop/login is deleted, with what it holds; pods that refer to it do not start again',
    ],
    ['Deployment', deployment('web'), 'warning: Deployment shop/web is deleted: its 2 pods end'],
    [
      'Deployment of one',
      deployment('web', { replicas: 1 }),
      'warning: Deployment shop/web is deleted: its 1 pod ends',
    ],
    [
      'StatefulSet',
      statefulSet(),
      'warning: StatefulSet shop/db is deleted: its 3 pods end; the claims of its volumes stay',
    ],
    [
      'StatefulSet that takes its claims with it',
      statefulSet(', persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}'),
      'warning: StatefulSet shop/db is deleted: its 3 pods end; the claims of its volumes are deleted with it, since whenDeleted is Delete, and their data with them',
    ],
    ['Service', service('web'), 'warning: Service shop/web is deleted: its name no longer resolves'],
    [
      'load balancer',
      service('web', 'type: LoadBalancer'),
      'warning: Service shop/web is deleted: its name no longer resolves, and its external address is given back',
    ],
    [
      'definition',
      widgets,
      'warning: CustomResourceDefinition widgets.example.com is deleted, and with it every Widget in every namespace of the cluster',
    ],
    ['custom resource', widget, 'warning: Widget shop/one is deleted'],
  ];

  test.each(cases)('%s', (_, before, expected) => {
    expect(told({ before }, 'delete')).toEqual([expected]);
  });

  test('a definition whose objects stay in the stack', () => {
    expect(told({ before: widgets + widget, after: widget }, 'delete')).toEqual([
      'error: CustomResourceDefinition widgets.example.com is deleted, and with it every Widget in every namespace of the cluster, Widget shop/one of this stack too',
    ]);
    const others = [
      releaseFacts({
        before: widget,
        after: widget,
        plan: { key: 'other', namespace: 'b', operation: 'same' },
      }),
    ];
    expect(told({ before: widgets, others }, 'delete')[0]).toMatch(
      /^error: .*, Widget b\/one of this stack too$/,
    );
  });

  test('what is kept, and what is gone already, is not deleted', () => {
    const before = manifest('v1', 'Secret', 'kept').replace(
      '{name: kept}',
      '{name: kept, annotations: {helm.sh/resource-policy: keep}}',
    );
    expect(told({ before }, 'delete')).toEqual([]);
    expect(told({ before: deployment('web'), live: '' }, 'delete')).toEqual([]);
  });
});

describe('a release that goes', () => {
  test('is one line, and one for what takes others with it', () => {
    const before = deployment('web') + service('web') + service('api') + widgets + claim;
    expect(told({ before, plan: deleted })).toEqual([
      'warning: release shop is uninstalled: 5 objects (Service ×2, CustomResourceDefinition, Deployment and PersistentVolumeClaim) of namespace shop go, and its history with them',
      'warning: CustomResourceDefinition widgets.example.com is deleted, and with it every Widget in every namespace of the cluster',
      'warning: PersistentVolumeClaim shop/data is deleted; unless its volume’s reclaim policy is Retain, the data goes with it',
    ]);
  });

  test('counts what is kept apart', () => {
    const plan = {
      ...deleted,
      name: 'shop-blue',
      objects: [
        objectChange({ apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'a' }, { change: 'kept' }),
        objectChange(
          { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'b' },
          { change: 'deleted' },
        ),
      ],
    } as const;
    expect(told({ plan })).toEqual([
      'warning: release shop (shop-blue) is uninstalled: 1 object (Service) of namespace shop goes, and its history with it; 1 object marked to be kept stays',
    ]);
  });

  test('is left to itself when it is only forgotten', () => {
    expect(told({ before: deployment('web'), plan: { operation: 'forget' } })).toEqual([
      'notice: release shop leaves the state and stays in the cluster as it is: nobody upgrades it from here on',
    ]);
  });
});

describe('namespaces', () => {
  const space = manifest('v1', 'Namespace', 'tools');
  const inside = manifest('v1', 'ConfigMap', 'c').replace('{name: c}', '{name: c, namespace: tools}');

  test('with something of the stack in it', () => {
    expect(told({ before: space + inside, after: inside })).toEqual([
      'error: Namespace tools is deleted with everything in it, though release shop is to stay there; that is also what others put there: Secrets, volume claims and their data',
    ]);
    const kept = backing('Namespace', 'shop', 'delete');
    const secret = backing('Secret', 'shop/login', 'same');
    expect(told({ backing: [kept, secret], plan: { operation: 'same' } })).toEqual([
      'error: Namespace shop is deleted with everything in it, though release shop and Secret shop/login are to stay there; that is also what others put there: Secrets, volume claims and their data',
    ]);
  });

  test('that nobody of the stack needs', () => {
    const gone = [backing('Namespace', 'shop', 'delete'), backing('Secret', 'shop/login', 'delete')];
    expect(told({ backing: gone, plan: deleted }, 'delete-namespace')).toEqual([
      'warning: Namespace shop is deleted with everything in it, also what others put there: Secrets, volume claims and their data',
    ]);
  });

  test('with a release that is only forgotten, and runs on', () => {
    const gone = backing('Namespace', 'shop', 'delete');
    expect(told({ backing: [gone], plan: { operation: 'forget' } }, 'delete-namespace')[0]).toMatch(
      /^error: .* release shop is to stay there/,
    );
  });

  test('that stay', () => {
    expect(told({ backing: [backing('Namespace', 'shop', 'update')] })).toEqual([]);
    expect(told({ before: space, after: space })).toEqual([]);
  });
});

describe('replacements', () => {
  test('a rotated Secret is made first', () => {
    const rotated = backing('Secret', 'shop/login', 'replace', { order: 'create-first' });
    expect(told({ backing: [rotated] })).toEqual([
      'notice: Secret shop/login gets new content under a new name: pods that use it roll, and the old one is deleted after that',
    ]);
  });

  test('what is deleted first leaves a gap', () => {
    const fixed = backing('Secret', 'shop/login', 'replace', { order: 'delete-first' });
    expect(told({ backing: [fixed] })).toEqual([
      'warning: Secret shop/login is deleted before the new one is there: whoever needs it in between fails',
    ]);
  });

  test('of an account', () => {
    const account = backing('ServiceAccount', 'shop/web', 'replace', { order: 'create-first' });
    expect(told({ backing: [account] })).toEqual([
      'warning: ServiceAccount shop/web is replaced: the new one comes first, then the old one is deleted: pods that run as it lose their rights and do not start again',
    ]);
  });

  test('an object under another name', () => {
    const [before, after] = ['c-1', 'c-2'].map((name) =>
      manifest('v1', 'ConfigMap', name, 'data: {mode: fast, size: big}'),
    );
    expect(told({ before: before ?? '', after: after ?? '' })).toEqual([
      'notice: ConfigMap shop/c-1 is replaced by c-2: the new one comes first, then the old one is deleted',
    ]);
  });

  const role = manifest('rbac.authorization.k8s.io/v1', 'ClusterRole', 'shop');

  test('a release with objects that both would have', () => {
    const plan = { operation: 'replace', namespace: 'new' } as const;
    const steps = [step('replace', 'Release', 'shop', { replaceKeys: ['namespace'], order: 'create-first' })];
    expect(
      told({ before: role + deployment('web'), after: role + deployment('web'), plan, steps }, 'replace'),
    ).toEqual([
      'error: ClusterRole shop belongs to the old release shop until that is uninstalled, and the new one comes first: Helm refuses to take over 1 object of another release, and the install fails',
      'warning: release shop is replaced, since namespace changes: the new one is installed first and both run for a time, then the old one is uninstalled; data in volumes stays with the old one',
    ]);
    const first = [step('replace', 'Release', 'shop', { replaceKeys: ['namespace'], order: 'delete-first' })];
    expect(told({ before: role, after: role, plan, steps: first }, 'replace')).toEqual([
      'warning: release shop is replaced, since namespace changes: the old one is uninstalled first, so nothing runs until the new one is ready',
    ]);
  });

  test('of another cluster', () => {
    const steps = [step('replace', 'Provider', 'cluster', { replaceKeys: ['clusterIdentifier'] })];
    expect(told({ steps, plan: { operation: 'same' } })).toEqual([
      'warning: the connection to the cluster, cluster, is replaced (clusterIdentifier), and with it every resource of the stack: Pulumi takes it for another cluster',
    ]);
  });
});

describe('backing resources', () => {
  test.each([
    [
      'Secret',
      'delete',
      'warning: Secret shop/a is deleted, with what it holds; pods that refer to it do not start again',
    ],
    [
      'ExternalSecret',
      'delete',
      'warning: ExternalSecret shop/a is deleted, and the Secret that it fills goes with it',
    ],
    ['RoleBinding', 'delete', 'warning: RoleBinding shop/a is deleted: whoever had its rights loses them'],
    ['ConfigMap', 'delete', 'warning: ConfigMap shop/a is deleted'],
    [
      'StateBucket',
      'forget',
      'notice: StateBucket shop/a leaves the state and stays where it is, with its content: nobody keeps it from here on',
    ],
  ] as const)('%s, %s', (kind, operation, expected) => {
    expect(told({ backing: [backing(kind, 'shop/a', operation)] })).toEqual([expected]);
  });

  test('created, changed and unchanged ones are silent', () => {
    const all = (['create', 'update', 'same', 'import'] as const).map((operation) =>
      backing('Secret', 'shop/a', operation),
    );
    expect(told({ backing: all, plan: { crds: [crd('a.example.com', 'same')] } })).toEqual([]);
  });
});
