import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { driftOf, type DriftInput } from '../../../src/plan/drift.ts';
import type { Drift, FieldChange } from '../../../src/plan/plan.ts';
import { fieldLine } from './diff/told.ts';

const manifest = (text: string): DataMap => parse(text) as DataMap;

/** `apps/v1 Deployment`, the manifests without what the server does besides. */
function drift(
  sort: string,
  applied: string,
  live: string | null,
  more: Partial<DriftInput> = {},
): Drift | null {
  const found = drifts(sort, applied, live, more);
  if (found.length > 1) throw new Error('more than one');
  return found[0] ?? null;
}

/** Those that are set back first. */
function drifts(sort: string, applied: string, live: string | null, more: Partial<DriftInput> = {}): Drift[] {
  const [apiVersion = '', kind = ''] = sort.split(' ');
  const id = { apiVersion, kind, namespace: 'shop', name: 'web' };
  return driftOf({
    id,
    applied: manifest(applied),
    live: live === null ? null : manifest(live),
    dryRun: null,
    upgrade: true,
    changed: [],
    ...more,
  });
}

const lines = (found: Drift | null): string[] => found?.fields.map(fieldLine) ?? [];

describe('by the fields that the manifest sets', () => {
  test.each([
    [
      'defaults',
      'apps/v1 Deployment',
      '{spec: {replicas: 2}}',
      '{spec: {replicas: 2, revisionHistoryLimit: 10}, status: {replicas: 1}}',
    ],
    [
      'items of others in lists with keys',
      'v1 Pod',
      '{spec: {containers: [{name: m}], volumes: []}}',
      '{spec: {containers: [{name: proxy, image: x}, {name: m, image: y}], volumes: [{name: token}]}}',
    ],
    [
      'variables of others',
      'v1 Pod',
      '{spec: {containers: [{name: m, env: [{name: A, value: a}]}]}}',
      '{spec: {containers: [{name: m, env: [{name: B, value: b}, {name: A, value: a}]}]}}',
    ],
    [
      'labels and finalizers of others',
      'v1 Pod',
      '{metadata: {labels: {a: b}, finalizers: [x]}}',
      '{metadata: {labels: {a: b, c: d}, finalizers: [y, x], uid: u}}',
    ],
    [
      'quantities',
      'v1 Pod',
      '{spec: {containers: [{name: m, resources: {limits: {cpu: 0.5, memory: 1024Mi}}}]}}',
      '{spec: {containers: [{name: m, resources: {limits: {cpu: 500m, memory: 1Gi}}}]}}',
    ],
    [
      'durations',
      'external-secrets.io/v1 ExternalSecret',
      '{spec: {refreshInterval: 1h}}',
      '{spec: {refreshInterval: 1h0m0s}}',
    ],
    [
      'protocols',
      'v1 Service',
      '{spec: {ports: [{port: 80}]}}',
      '{spec: {ports: [{port: 80, protocol: TCP, targetPort: 80, nodePort: 30000}]}}',
    ],
    [
      'defaults in lists without keys',
      'networking.k8s.io/v1 NetworkPolicy',
      '{spec: {egress: [{ports: [{port: 53}]}, {to: [{podSelector: {}}]}]}}',
      '{spec: {egress: [{ports: [{port: 53, protocol: TCP}]}, {to: [{podSelector: {}}]}]}}',
    ],
    [
      'order',
      'rbac.authorization.k8s.io/v1 Role',
      '{rules: [{verbs: [get, list]}]}',
      '{rules: [{verbs: [list, get]}]}',
    ],
    [
      'what is null',
      'apps/v1 Deployment',
      '{spec: {replicas: null, template: {metadata: {creationTimestamp: null}}}}',
      '{spec: {replicas: 1, template: {metadata: {}}}}',
    ],
    [
      'what means nothing',
      'v1 Pod',
      '{metadata: {annotations: {}}, spec: {hostNetwork: false, nodeSelector: {}, tolerations: [], containers: [{name: m, env: [{name: A, value: ""}], volumeMounts: [{name: v, mountPath: /v, readOnly: false, subPath: ""}], readinessProbe: {initialDelaySeconds: 0}}]}}',
      '{metadata: {}, spec: {containers: [{name: m, env: [{name: A}], volumeMounts: [{name: v, mountPath: /v}], readinessProbe: {periodSeconds: 10}}]}}',
    ],
    [
      'stringData',
      'v1 Secret',
      '{stringData: {a: one}, data: {a: eA==, b: eA==}}',
      '{data: {a: b25l, b: eA==, c: eA==}}',
    ],
    [
      'another version of the group',
      'policy/v1beta1 PodDisruptionBudget',
      '{apiVersion: policy/v1beta1, spec: {minAvailable: 1}}',
      '{apiVersion: policy/v1, kind: PodDisruptionBudget, spec: {minAvailable: 1}}',
    ],
  ])('is none: %s', (_, sort, applied, live) => {
    expect(drift(sort, applied, live)).toBe(null);
  });

  test.each([
    [
      'a field',
      'apps/v1 Deployment',
      '{spec: {replicas: 2}}',
      '{spec: {replicas: 5}}',
      ['~ spec.replicas 2 → 5'],
    ],
    [
      'a field that is gone',
      'v1 Pod',
      '{spec: {automountServiceAccountToken: false}}',
      '{spec: {}}',
      ['- spec.automountServiceAccountToken false'],
    ],
    [
      'an item that is gone',
      'v1 Pod',
      '{spec: {containers: [{name: m, env: [{name: A, value: a}, {name: B, value: b}]}]}}',
      '{spec: {containers: [{name: m, env: [{name: B, value: b}]}]}}',
      ['- spec.containers[m].env[A] {"name":"A","value":"a"}'],
    ],
    [
      'an item more in a list without keys',
      'rbac.authorization.k8s.io/v1 Role',
      '{rules: [{resources: [a], verbs: [get]}]}',
      '{rules: [{resources: [a], verbs: [get, "*"]}]}',
      ['+ rules[0].verbs[1] "*"'],
    ],
    [
      'a rule more',
      'rbac.authorization.k8s.io/v1 Role',
      '{rules: [{resources: [a], verbs: [get]}]}',
      '{rules: [{resources: [b], verbs: [get]}, {resources: [a], verbs: [get]}]}',
      ['+ rules[0] {"resources":["b"],"verbs":["get"]}'],
    ],
    [
      'a volume of another sort',
      'v1 Pod',
      '{spec: {volumes: [{name: a, emptyDir: {}}]}}',
      '{spec: {volumes: [{name: a, hostPath: {path: /}}]}}',
      ['- spec.volumes[a].emptyDir {}'],
    ],
    [
      'a label that is noise elsewhere',
      'v1 Pod',
      '{metadata: {labels: {helm.sh/chart: a-1}}}',
      '{metadata: {labels: {helm.sh/chart: a-2}}}',
      ['~ metadata.labels["helm.sh/chart"] "a-1" → "a-2"'],
    ],
    [
      'a name in the place of a generated one',
      'v1 Pod',
      '{spec: {secretName: a-xxxxxxxx}}',
      '{spec: {secretName: a-0123abcd}}',
      ['~ spec.secretName "a-xxxxxxxx" → "a-0123abcd"'],
    ],
    ['a secret', 'v1 Secret', '{stringData: {a: one}}', '{data: {a: dHdv}}', ['~ data.a secret']],
    ['a secret that is gone', 'v1 Secret', '{stringData: {a: one}}', '{}', ['- data.a secret']],
    [
      'a document',
      'v1 ConfigMap',
      '{data: {a.yaml: "x: 1\\ny: 1\\n"}}',
      '{data: {a.yaml: "x: 2\\ny: 1\\n"}}',
      ['~ data["a.yaml"] » x 1 → 2'],
    ],
    [
      'an empty text of a custom resource',
      'example.com/v1 Widget',
      '{spec: {a: ""}}',
      '{spec: {}}',
      ['- spec.a ""'],
    ],
  ])('is told: %s', (_, sort, applied, live, expected) => {
    const found = drift(sort, applied, live);
    expect(lines(found)).toEqual(expected);
    expect(found).toMatchObject({ state: 'changed', by: 'fields' });
  });
});

describe('by a dry run', () => {
  const applied = '{spec: {replicas: 2}}';
  const dryRun = manifest(
    '{metadata: {name: web, resourceVersion: "5", managedFields: [{manager: helm}]}, spec: {replicas: 2, strategy: {type: RollingUpdate}, paused: true}}',
  );

  test('is none where only the server differs', () => {
    expect(
      drift(
        'apps/v1 Deployment',
        applied,
        '{metadata: {name: web, resourceVersion: "4"}, spec: {replicas: 2, strategy: {type: RollingUpdate}, paused: true}, status: {a: 1}}',
        { dryRun },
      ),
    ).toBe(null);
  });

  test('is what applying again would change, whether the manifest sets it or not', () => {
    const found = drift(
      'apps/v1 Deployment',
      applied,
      '{metadata: {name: web}, spec: {replicas: 5, strategy: {type: RollingUpdate}}}',
      { dryRun },
    );
    expect(found).toMatchObject({ state: 'changed', by: 'dry-run', fate: 'reset' });
    expect(lines(found)).toEqual(['~ spec.replicas 2 → 5', '- spec.paused true']);
  });
});

describe('what becomes of it', () => {
  test.each([
    [true, 'recreated'],
    [false, 'kept'],
  ])('a missing object, upgrade %s: %s', (upgrade, fate) => {
    expect(drift('v1 Service', '{}', null, { upgrade })).toEqual({
      object: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' },
      state: 'missing',
      by: 'fields',
      fate,
      fields: [],
    });
  });

  const change = (...place: FieldChange['place']): FieldChange => ({
    place,
    change: 'changed',
    secret: false,
    before: 1,
    after: 2,
    lines: null,
  });
  const edited = '{spec: {size: 2, deep: {a: 2}, list: [1, 2]}}';
  test.each<[string, string, boolean, FieldChange[], string[]]>([
    ['without an upgrade', 'apps/v1 Deployment', false, [], ['kept size a list']],
    ['of a kind that Helm knows', 'apps/v1 Deployment', true, [], ['reset size a list']],
    ['of a custom resource', 'example.com/v1 Widget', true, [], ['kept size a list']],
    [
      'of an aggregated API, which Helm does not know',
      'apiregistration.k8s.io/v1 APIService',
      true,
      [],
      ['kept size a list'],
    ],
    [
      'of a custom resource of which the release changes some',
      'example.com/v1 Widget',
      true,
      [change('spec', 'size')],
      ['reset size', 'kept a list'],
    ],
    [
      'of a custom resource of which the release changes all',
      'example.com/v1 Widget',
      true,
      [change('spec', 'size'), change('spec', 'deep'), change('spec', 'list', 0)],
      ['reset size a list'],
    ],
    [
      'of a custom resource of which the release changes what stands beside',
      'example.com/v1 Widget',
      true,
      [change('spec', 'size'), change('spec', 'deep', 'b'), change('spec', 'list', 0)],
      ['reset size list', 'kept a'],
    ],
  ])('%s', (_, sort, upgrade, changed, fates) => {
    const found = drifts(sort, '{spec: {size: 1, deep: {a: 1}, list: [1, 1]}}', edited, { upgrade, changed });
    expect(found.map(fateLine)).toEqual(fates);
  });

  /** The last key of each field. */
  const fateLine = ({ fate, fields }: Drift): string =>
    [fate, ...fields.map(({ place }) => place.findLast((step) => typeof step === 'string'))].join(' ');

  test.each([
    [
      'a key of a map',
      'v1 Service',
      '{spec: {selector: {a: b}}}',
      '{spec: {selector: {a: b, c: d}}}',
      'kept c',
    ],
    [
      'an item that is merged',
      'v1 Pod',
      '{spec: {volumes: []}}',
      '{spec: {volumes: [{name: a}]}}',
      'kept volumes',
    ],
    [
      'a key of an item that is merged',
      'v1 Pod',
      '{spec: {containers: [{name: a}]}}',
      '{spec: {containers: [{name: a, tty: true}]}}',
      'kept tty',
    ],
    [
      'an item of a list that is set whole',
      'v1 Pod',
      '{spec: {args: [a]}}',
      '{spec: {args: [a, b]}}',
      'reset args',
    ],
    [
      'a key in a document',
      'v1 ConfigMap',
      '{data: {a.yaml: "x: 1\\n"}}',
      '{data: {a.yaml: "x: 1\\ny: 1\\n"}}',
      'reset y',
    ],
  ])('what somebody added, and a server-side apply would take out: %s', (_, sort, applied, live, line) => {
    const found = drifts(sort, applied, live, { dryRun: manifest(applied) });
    expect(found.map(fateLine)).toEqual([line]);
  });
});

describe('who wrote it', () => {
  const applied = `
metadata: {labels: {a: b}, finalizers: [x]}
spec:
  replicas: 2
  args: [a]
  containers:
    - {name: main, image: "shop:1", command: [run], ports: [{containerPort: 80}], env: [{name: A, value: a}]}
`;
  const live = `
metadata:
  labels: {a: c}
  finalizers: [x]
  managedFields:
    - manager: helm
      operation: Update
      time: "2026-03-09T00:00:00Z"
      fieldsV1: {f:metadata: {f:labels: {f:a: {}}}, f:spec: {f:replicas: {}, f:containers: {'k:{"name":"main"}': {.: {}, f:image: {}}}}}
    - manager: kubectl-edit
      operation: Update
      time: "2026-03-01T00:00:00Z"
      fieldsV1: {f:metadata: {f:labels: {.: {}, f:a: {}}}, f:spec: {f:containers: {'k:{"name":"main"}': {f:image: {}, f:command: {}}}}}
    - manager: kubectl-patch
      operation: Update
      time: "2026-03-02T00:00:00Z"
      fieldsV1: {f:spec: {f:containers: {'k:{"name":"main"}': {f:image: {}, f:ports: {'k:{"containerPort":80,"protocol":"TCP"}': {.: {}, f:name: {}}}, f:env: {'k:{"name":"A"}': {f:value: {}}}}, 'k:not json': {}}}}
    - manager: kube-controller-manager
      operation: Update
      subresource: scale
      time: "2026-03-03T00:00:00Z"
      fieldsV1: {f:spec: {f:replicas: {}}}
spec:
  replicas: 7
  args: [b]
  containers:
    - {name: main, image: "shop:2", command: [sleep], ports: [{containerPort: 80, protocol: TCP}], env: [{name: A, value: b}]}
`;

  test('is the last one besides Helm that has the field', () => {
    const found = drift('example.com/v1 Widget', applied, live);
    expect(found?.fields.map((field) => [fieldLine(field).split(' ')[1], field.manager, field.time])).toEqual(
      [
        ['metadata.labels.a', 'kubectl-edit', '2026-03-01T00:00:00Z'],
        ['spec.replicas', 'kube-controller-manager', '2026-03-03T00:00:00Z'],
        ['spec.args[0]', null, null],
        ['spec.containers[main].image', 'kubectl-patch', '2026-03-02T00:00:00Z'],
        ['spec.containers[main].command[0]', 'kubectl-edit', '2026-03-01T00:00:00Z'],
        ['spec.containers[main].env[A].value', 'kubectl-patch', '2026-03-02T00:00:00Z'],
      ],
    );
  });

  test('an autoscaler’s replicas are drift, and it is named', () => {
    const [field] =
      drift('apps/v1 Deployment', '{spec: {replicas: 2}}', live.replace(/ {2}args:[^]*$/, ''))?.fields ?? [];
    expect(field).toMatchObject({ before: 2, after: 7, manager: 'kube-controller-manager' });
  });

  test('nobody, of a field that is gone', () => {
    const [field] = drift('v1 Pod', '{spec: {subdomain: x}}', live)?.fields ?? [];
    expect(field).toMatchObject({ change: 'removed', manager: null, time: null });
  });

  test('a set names its values', () => {
    const managed =
      '{metadata: {finalizers: [y], managedFields: [{manager: someone, fieldsV1: {f:metadata: {f:finalizers: {.: {}, \'v:"y"\': {}}}}}]}}';
    const dryRun = manifest('{metadata: {finalizers: []}}');
    const [field] = drift('v1 Pod', '{}', managed, { dryRun })?.fields ?? [];
    expect(field).toMatchObject({ change: 'added', after: 'y', manager: 'someone', time: null });
  });
});
