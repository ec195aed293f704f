import { describe, expect, test } from 'vitest';
import { objectText } from '../../../../src/kubernetes/object-id.ts';
import type { PlacedObject } from '../../../../src/plan/facts.ts';
import { diffObjects } from '../../../../src/plan/diff/index.ts';
import { object, told } from './told.ts';

const configMap = (name: string, text = 'a', annotations = '{}'): PlacedObject =>
  object(
    `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}, annotations: ${annotations}}, data: {text: ${text}}}`,
  );

const summary = (before: readonly PlacedObject[], after: readonly PlacedObject[]): string[] =>
  diffObjects(before, after).map(
    ({ change, object: id, before: old }) =>
      `${change} ${id.name}${old === null ? '' : ` from ${objectText(old)}`}`,
  );

describe('objects', () => {
  test('come in the order of the new render, then what goes, then what stays', () => {
    const before = ['same', 'gone', 'old', 'kept'].map((name) =>
      configMap(name, name, name === 'kept' ? '{helm.sh/resource-policy: keep}' : '{}'),
    );
    const after = [
      configMap('same', 'same'),
      configMap('new', 'x y'),
      configMap('old', 'other'),
      configMap('b', 'z'),
    ];
    expect(summary(before, after)).toEqual([
      'created new',
      'changed old',
      'created b',
      'deleted gone',
      'kept kept',
      'unchanged same',
    ]);
  });

  test('of the same hash are not looked into', () => {
    const before = configMap('a');
    const after = { ...before, manifest: { ...before.manifest, data: { text: 'never read' } } };
    expect(diffObjects([before], [after])).toEqual([
      {
        object: after.id,
        change: 'unchanged',
        before: null,
        template: 'shop/templates/all.yaml',
        fields: [],
        folded: [],
        content: null,
      },
    ]);
  });

  test('that differ in comments only are unchanged', () => {
    const text = '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}';
    expect(summary([object(text)], [object(`# other\n${text}`)])).toEqual(['unchanged a']);
  });

  test('are the same in another version of their group, which is a change', () => {
    const budget = (version: string): PlacedObject =>
      object(
        `{apiVersion: policy/${version}, kind: PodDisruptionBudget, metadata: {name: a}, spec: {minAvailable: 1}}`,
      );
    const [change] = diffObjects([budget('v1beta1')], [budget('v1')]);
    expect(change?.change).toBe('changed');
    expect(told(change ?? { fields: [], folded: [] })).toEqual([
      '~ apiVersion "policy/v1beta1" → "policy/v1"',
    ]);
  });

  test('of another group, kind or namespace are others', () => {
    const before = [
      object('{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {x: 1}}'),
      object('{apiVersion: v1, kind: Service, metadata: {name: a, namespace: one}, spec: {x: 1}}'),
    ];
    const after = [
      object('{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: a}, spec: {x: 1}}'),
      object('{apiVersion: v1, kind: Service, metadata: {name: a, namespace: two}, spec: {x: 1}}'),
    ];
    expect(summary(before, after)).toEqual(['created a', 'created a', 'deleted a', 'deleted a']);
  });

  test('stay changed if all that differs is noise', () => {
    const [change] = diffObjects(
      [configMap('a', 'a', '{checksum/config: one}')],
      [configMap('a', 'a', '{checksum/config: two}')],
    );
    expect(change).toMatchObject({ change: 'changed', fields: [] });
    expect(told(change ?? { fields: [], folded: [] })).toEqual([
      '(1 checksum) metadata.annotations["checksum/config"]',
    ]);
  });

  test('that come, go or are kept are told whole, without secrets', () => {
    const secret = (name: string): PlacedObject =>
      object(
        `{apiVersion: v1, kind: Secret, metadata: {name: ${name}, annotations: {helm.sh/resource-policy: keep}}, stringData: {${name}: canary-${name}}}`,
      );
    const changes = diffObjects([secret('old')], [secret('new'), configMap('c', 'open')]);
    expect(changes.map(({ change, content }) => [change, content])).toEqual([
      [
        'created',
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 'new', annotations: { 'helm.sh/resource-policy': 'keep' } },
          stringData: { new: '(secret)' },
        },
      ],
      [
        'created',
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'c', annotations: {} },
          data: { text: 'open' },
        },
      ],
      ['kept', expect.objectContaining({ stringData: { old: '(secret)' } })],
    ]);
    expect(JSON.stringify(changes)).not.toContain('canary');
  });

  test('of which two have one name count once', () => {
    expect(
      summary(
        [configMap('a', 'one'), configMap('a', 'two')],
        [configMap('a', 'three'), configMap('a', 'two')],
      ),
    ).toEqual(['unchanged a']);
  });
});

const service = (name: string, port = 80, version = '1.0'): PlacedObject =>
  object(`
apiVersion: v1
kind: Service
metadata: {name: ${name}, labels: {app: ${name}, helm.sh/chart: shop-${version}}}
spec: {selector: {app: ${name}}, ports: [{port: ${port}}], externalName: ${name}.shop.svc}
`);

describe('renames', () => {
  test('are found by the content, whatever in it is the name', () => {
    const [change, ...others] = diffObjects([service('web')], [service('site', 80, '1.1')]);
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      change: 'renamed',
      before: { kind: 'Service', name: 'web' },
      object: { kind: 'Service', name: 'site' },
    });
    expect(told(change ?? { fields: [], folded: [] })).toEqual([
      '~ metadata.labels.app "web" → "site"',
      '~ spec.selector.app "web" → "site"',
      '~ spec.externalName "web.shop.svc" → "site.shop.svc"',
      '(1 chart-label) metadata.labels["helm.sh/chart"]',
    ]);
  });

  test.each([
    ['another content', [service('web')], [service('site', 81)]],
    ['two that may have come of it', [service('web')], [service('site'), service('app')]],
    ['two that it may have been', [service('web'), service('app')], [service('site')]],
    ['a part of another word', [configMap('web', 'webhook')], [configMap('site', 'sitehook')]],
    [
      'what stays in the cluster',
      [configMap('a', 'x', '{helm.sh/resource-policy: keep}')],
      [configMap('b', 'x', '{helm.sh/resource-policy: keep}')],
    ],
  ])('are not guessed: %s', (_, before, after) => {
    expect(summary(before, after).filter((line) => line.startsWith('renamed'))).toEqual([]);
  });

  test('are found where the name is that of other things, too', () => {
    expect(summary([service('shop')], [service('shop-web')])).toEqual([
      'renamed shop-web from Service shop/shop',
    ]);
  });

  test('of generated names are found whatever the content is', () => {
    const [change] = diffObjects([configMap('ca-b108a986', 'one')], [configMap('ca-xxxxxxxx', 'two')]);
    expect(change).toMatchObject({ change: 'renamed', before: { name: 'ca-b108a986' } });
    expect(told(change ?? { fields: [], folded: [] })).toEqual([
      '~ data.text "one" → "two"',
      '(1 generated-name) metadata.name',
    ]);
  });

  test('are not looked for among so many that nobody asks', () => {
    const many = (start: string): PlacedObject[] =>
      Array.from({ length: 200 }, (_, index) => configMap(`${start}${index}`, `t${index}`));
    const changes = diffObjects(many('a'), many('b')).map(({ change }) => change);
    expect(new Set(changes)).toEqual(new Set(['created', 'deleted']));
  });
});

test('200 releases of 20 objects, one in twenty changed, take no time', () => {
  const workload = (index: number, image: string): PlacedObject =>
    object(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: web-${index}}
spec:
  replicas: 2
  template:
    spec:
      containers:
        - {name: main, image: "${image}", env: [{name: A, value: "1"}, {name: B, value: "2"}], ports: [{containerPort: 80}]}
`);
  const releases = Array.from({ length: 200 }, () => ({
    before: Array.from({ length: 20 }, (_, index) => workload(index, 'shop:1')),
    after: Array.from({ length: 20 }, (_, index) => workload(index, index === 7 ? 'shop:2' : 'shop:1')),
  }));
  const start = performance.now();
  const changes = releases.flatMap(({ before, after }) => diffObjects(before, after));
  expect(performance.now() - start).toBeLessThan(15_000);
  expect(changes.filter(({ change }) => change === 'changed')).toHaveLength(200);
});
