/** What Helm, the cluster and the branch say: records, owners, drift, definitions, hooks. */
import { describe, expect, test } from 'vitest';
import type { ReleaseState } from '../../../../src/plan/plan.ts';
import { crd, drift, driftField, hook, object } from '../../../setup/plan-parts.ts';
import { deployment, manifest, risksIn, told } from './world.ts';

const record = (status: ReleaseState['status'], appliedRevision: number | null = 6): ReleaseState => ({
  revision: 7,
  status,
  updated: '2026-02-20T08:00:00Z',
  appliedRevision,
});

describe('records of releases', () => {
  test.each([
    [
      'pending-upgrade',
      'update',
      'error: release shop: its revision 7 is pending-upgrade since 2026-02-20T08:00:00Z: Helm refuses to upgrade it ("another operation is in progress")',
    ],
    [
      'pending-install',
      'same',
      'warning: release shop: its revision 7 is pending-install since 2026-02-20T08:00:00Z: somebody deploys it at this moment, or was cut off',
    ],
    [
      'failed',
      'update',
      'warning: release shop: its revision 7 failed; Helm compares with the last deployed one, revision 6: what only the failed revision brought may stay, objects and single fields',
    ],
    [
      'failed',
      'same',
      'warning: release shop: its revision 7 failed, and nothing is planned that would mend it',
    ],
    [
      'uninstalling',
      'update',
      'error: release shop: its revision 7 is uninstalling: Helm finds nothing to upgrade ("has no deployed releases") and fails',
    ],
    ['unknown', 'update', 'warning: release shop: its revision 7 is in a state that Helm calls unknown'],
    ['deployed', 'update', null],
    ['deployed', 'same', null],
    [
      'deployed',
      'create',
      'error: Helm has a release shop in namespace shop already (revision 7, deployed), and this stack does not know it: the install fails ("cannot re-use a name that is still in use")',
    ],
    [
      'uninstalled',
      'create',
      'error: release shop was uninstalled from namespace shop and its history kept (revision 7): Helm does not use the name again, and the install fails',
    ],
  ] as const)('%s, %s', (status, operation, expected) => {
    expect(told({ plan: { operation, record: record(status) } })).toEqual(
      expected === null ? [] : [expected],
    );
  });

  test('hints name what to do', () => {
    const hints = (state: ReleaseState, operation: 'update' | 'create'): (string | null)[] =>
      risksIn({ plan: { operation, record: state } }).map(({ hint }) => hint);
    expect(hints(record('pending-upgrade'), 'update')).toEqual([
      'If nobody deploys it at the moment, somebody was cut off: helm rollback shop 6 --namespace shop.',
    ]);
    expect(hints(record('pending-install', null), 'update')).toEqual([
      'If nobody deploys it at the moment, somebody was cut off: helm uninstall shop --namespace shop (no revision of it ever succeeded).',
    ]);
    expect(hints(record('deployed'), 'create')).toEqual([
      'If it is another one, choose another name. If it is this one, set adopt: true on the release in deploy.yaml: then it is taken over, and the preview shows what that changes.',
    ]);
    expect(hints(record('failed', 7), 'create')).toEqual([
      'No revision of it ever succeeded: if a run of this stack was cut off there, remove what it left: helm uninstall shop --namespace shop. To keep it, set adopt: true on the release in deploy.yaml.',
    ]);
    expect(hints(record('failed', 6), 'update')).toEqual([
      'If this upgrade wants anything else than the failed revision did, go back first, which takes that away: helm rollback shop 6 --namespace shop. Or look for what is not in this plan, and remove it by hand.',
    ]);
    expect(told({ plan: { record: record('failed', null) } })).toEqual([
      'warning: release shop: its revision 7 failed; Helm compares with that one',
    ]);
  });
});

describe('objects that are there already', () => {
  const secret = (head = ''): string =>
    manifest('v1', 'Secret', 'login').replace('{name: login}', `{name: login${head}}`);
  const marks = (name: string, label = ', labels: {app.kubernetes.io/managed-by: Helm}'): string =>
    secret(
      `${label}, annotations: {meta.helm.sh/release-name: ${name}, meta.helm.sh/release-namespace: shop}`,
    );

  test.each([
    ['of nobody', secret(), 'belongs to no Helm release'],
    ['of another release', marks('other'), 'belongs to release other in namespace shop'],
    ['with half of the marks', marks('shop', ''), 'lacks the label app.kubernetes.io/managed-by=Helm'],
    ['of this release', marks('shop'), null],
  ])('%s', (_, live, owner) => {
    const line = `error: Secret shop/login exists already and ${owner ?? ''}: Helm refuses to take it over, and the upgrade fails`;
    expect(told({ after: secret(), live })).toEqual(owner === null ? [] : [line]);
  });

  test('say how to hand them over', () => {
    const [risk] = risksIn({ after: secret(), live: secret() });
    expect(risk?.hint).toBe(
      'To hand it over: kubectl annotate secret login --namespace shop meta.helm.sh/release-name=shop meta.helm.sh/release-namespace=shop --overwrite and kubectl label secret login --namespace shop app.kubernetes.io/managed-by=Helm --overwrite. Else delete it, or choose another name.',
    );
  });

  test('that are not there, that are updated, and that nobody could ask for', () => {
    expect(told({ after: secret(), live: '' })).toEqual([]);
    expect(told({ after: secret() })).toEqual([]);
    expect(told({ before: secret(), after: secret(', labels: {a: b}'), live: secret() })).toEqual([]);
  });
});

describe('drift', () => {
  const web = object('Deployment', 'web', 'shop');
  const changed = drift(web, {
    fields: [
      driftField(['spec', 'replicas']),
      driftField(
        [
          'spec',
          'template',
          'spec',
          'containers',
          { item: { name: 'main' } },
          'env',
          { item: { name: 'PASSWORD' } },
          'value',
        ],
        {
          before: 'hunter2',
          after: 'hunter3',
          manager: null,
        },
      ),
    ],
  });

  test('that is set back', () => {
    expect(told({ plan: { drift: [changed] } })).toEqual([
      'warning: Deployment shop/web: the upgrade sets back what was changed since it was applied: spec.replicas and spec.template.spec.containers[main].env[PASSWORD].value, by kubectl-edit (2026-03-01)',
    ]);
    expect(told({ plan: { drift: [drift(web, { state: 'missing', fate: 'recreated' })] } })).toEqual([
      'warning: Deployment shop/web was deleted by hand, and the upgrade makes it anew',
    ]);
  });

  test('that stays', () => {
    expect(told({ plan: { drift: [drift(web, { fate: 'kept' })] } })).toEqual([]);
    expect(told({ plan: { drift: [changed], operation: 'same' } })).toEqual([]);
  });

  test('of a claim that was made larger', () => {
    const claim = drift(object('PersistentVolumeClaim', 'data', 'shop'), {
      fields: [driftField(['spec', 'resources', 'requests', 'storage'], { before: '10Gi', after: '20Gi' })],
    });
    expect(told({ plan: { drift: [claim] } }, 'volume-claim')).toEqual([
      'error: PersistentVolumeClaim shop/data was made larger by hand (20Gi), and the chart asks for 10Gi: the API server refuses to shrink it, and the upgrade fails',
    ]);
  });
});

describe('definitions of a crds folder', () => {
  const plan = (state: Parameters<typeof crd>[1]) => ({ crds: [crd('widgets.example.com', state)] });
  const widget = manifest('example.com/v1', 'Widget', 'one');

  test('that Helm leaves as they are', () => {
    expect(told({ plan: plan('outdated') })).toEqual([
      'warning: CustomResourceDefinition widgets.example.com in the cluster is not the chart’s, and Helm never upgrades it: fields that only the new one has are dropped or refused',
    ]);
    expect(told({ plan: plan('missing') })).toEqual([
      'warning: CustomResourceDefinition widgets.example.com is not in the cluster, and Helm creates it with a first install only',
    ]);
    expect(told({ after: widget, plan: plan('missing') })).toEqual([
      'error: CustomResourceDefinition widgets.example.com is not in the cluster, and Helm creates it with a first install only: without it Widget shop/one cannot be made, and the deployment fails',
    ]);
  });

  test.each(['created', 'same', 'unknown'] as const)('%s', (state) => {
    expect(told({ plan: plan(state) })).toEqual([]);
  });

  test('of a release that stays as it is, or goes', () => {
    expect(told({ plan: { ...plan('outdated'), operation: 'same' } })).toEqual([]);
    expect(told({ plan: { ...plan('outdated'), operation: 'delete' } }, 'crd-outdated')).toEqual([]);
  });
});

describe('hooks', () => {
  const job = object('Job', 'migrate', 'shop');

  test('that run again', () => {
    const hooks = [hook(job), hook(job, { event: 'post-upgrade' })];
    expect(told({ plan: { hooks } })).toEqual([
      'notice: Job shop/migrate runs again (pre-upgrade and post-upgrade): the upgrade waits for it and fails with it',
    ]);
    expect(told({ plan: { hooks: [hook(job, { change: 'changed' })] } })).toEqual([
      'notice: Job shop/migrate runs again (pre-upgrade), changed since it ran last: the upgrade waits for it and fails with it',
    ]);
  });

  test('that are made again', () => {
    const [secret, claim] = [
      object('Secret', 'login', 'shop'),
      object('PersistentVolumeClaim', 'data', 'shop'),
    ];
    expect(told({ plan: { hooks: [hook(secret), hook(claim)] } })).toEqual([
      'warning: PersistentVolumeClaim shop/data is a hook (pre-upgrade) that is deleted and made anew: unless its volume’s reclaim policy is Retain, the data goes with it',
      'notice: Secret shop/login is a hook (pre-upgrade) and is deleted and made again',
    ]);
  });

  test('that run for the first time', () => {
    expect(told({ plan: { hooks: [hook(job, { change: 'created' })] } })).toEqual([]);
    expect(told({ plan: { hooks: [hook(job)], operation: 'create' } })).toEqual([]);
  });
});

test('a base branch that has gone on', () => {
  const base = { ref: 'origin/main', commit: 'abc', behind: 3 };
  expect(told({ base })).toEqual([
    'warning: this branch lacks 3 commits of origin/main: what is merged is not what this preview shows',
  ]);
  expect(told({ base: { ...base, behind: 0 } })).toEqual([]);
});

test('a release that nothing happens to is silent, whatever its render says', () => {
  const plan = { operation: 'same' } as const;
  expect(
    told({ before: deployment('web', { replicas: 3 }), after: deployment('web', { replicas: 0 }), plan }),
  ).toEqual([]);
});
