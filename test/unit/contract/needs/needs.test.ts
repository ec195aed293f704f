import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DataMap } from '../../../../src/kubernetes/data.ts';
import { questionsOf } from '../../../../src/contract/needs/index.ts';
import { needsInPlan } from '../../../../src/contract/needs/findings.ts';
import { cluster, judged, named, object, resourceOf, scene, told, workload } from './scenes.ts';
import { needsOf } from '../../../../src/contract/needs/index.ts';

describe('versions', () => {
  const chart = (kubeVersion: string) => ({ chart: { name: 'web', version: '1.0.0', kubeVersion } });
  test.each([
    ['>=1.21.0-0', '1.33.3', 'ok'],
    ['>= 1.19.0-0, < 1.30.0', '1.33.3', 'missing'],
    ['^1.20', '1.33.3', 'ok'],
    ['>=1.34', '1.33.3', 'missing'],
    ['not a range', '1.33.3', 'unknown'],
    ['>=1.21', null, 'unknown'],
  ])('chart asks %s of %s: %s', (range, version, state) => {
    const needs = judged('kubernetes-version', scene([], chart(range)), { version });
    expect(needs.map((need) => need.state)).toEqual([state]);
  });

  test('of a system, by its documentation', () => {
    const of = (kubernetes: string, helm: string) =>
      [
        ...judged('kubernetes-version', scene([], { needs: { kubernetes, helm } })),
        ...judged('helm-version', scene([], { needs: { kubernetes, helm } })),
      ].map(({ state }) => state);
    expect(of('1.21', '3.8')).toEqual(['ok', 'ok']);
    expect(of('1.34', '3.19')).toEqual(['missing', 'missing']);
  });
});

describe('kinds and their controllers', () => {
  const external = object('ExternalSecret', {}, { apiVersion: 'external-secrets.io/v1' });
  const lacking = { hasKind: () => ({ known: false }) };

  test('a kind that the cluster lacks is named with who brings it', () => {
    const [need] = judged('kind', scene([external]), lacking);
    expect(need).toMatchObject({ state: 'missing', severity: 'error', by: [{ release: 'web' }] });
    expect(need?.hint).toContain('External Secrets Operator');
  });
  test('unless a release or the stack brings it', () => {
    const crd = object(
      'CustomResourceDefinition',
      {
        spec: {
          group: 'external-secrets.io',
          names: { kind: 'ExternalSecret' },
          versions: [{ name: 'v1', served: true }],
        },
      },
      { apiVersion: 'apiextensions.k8s.io/v1', part: 'crd', release: 'operator' },
    );
    expect(
      told('kind', scene([external, crd]), { hasKind: (_, kind) => ({ known: kind !== 'ExternalSecret' }) }),
    ).toEqual(['ok the cluster has it', 'ok release operator brings it']);
  });
  test('one that a system makes, or that its chart leaves out', () => {
    const needs = {
      kinds: [{ apiVersion: 'monitoring.coreos.com/v1', kind: 'ServiceMonitor', why: 'BECAUSE' }],
    };
    expect(judged('kind', scene([], { needs }), lacking)).toMatchObject([
      { state: 'missing', severity: 'warning', message: expect.stringContaining('BECAUSE') as string },
    ]);
  });
  test.each([
    ['ghcr.io/external-secrets/external-secrets:v0.18.2', 1, 'ok'],
    ['mirror.example.com:5000/external-secrets@sha256:00', 1, 'ok'],
    ['ghcr.io/external-secrets/external-secrets:v0.18.2', 0, 'missing'],
    ['ghcr.io/somebody/else:1', 1, 'unknown'],
  ])('its controller runs %s, %d ready: %s', (image, ready, state) => {
    const deployments = { known: [workload(image, ready)] };
    expect(judged('controller', scene([external]), { deployments }).map((need) => need.state)).toEqual([
      state,
    ]);
  });
  test('nobody may look: not known', () => {
    const deployments = { unknown: 'no permission to list deployments of the whole cluster' };
    expect(told('controller', scene([external]), { deployments })).toEqual([
      'unknown not known: no permission to list deployments of the whole cluster',
    ]);
  });
});

describe('metrics', () => {
  const hpa = (metrics: readonly DataMap[]) =>
    scene([object('HorizontalPodAutoscaler', { spec: { metrics } }, { apiVersion: 'autoscaling/v2' })]);
  const service = (group: string, status: string) => ({
    spec: { group },
    status: { conditions: [{ type: 'Available', status, message: 'no endpoints' }] },
  });
  test.each([
    ['CPU, by nothing said', [], ['metrics.k8s.io']],
    ['CPU', [{ type: 'Resource' }], ['metrics.k8s.io']],
    [
      'pods and a queue',
      [{ type: 'Pods' }, { type: 'External' }],
      ['custom.metrics.k8s.io', 'external.metrics.k8s.io'],
    ],
  ])('%s', (_, metrics, groups) => {
    const needs = judged('metrics-api', hpa(metrics));
    expect(needs.map(({ what }) => what)).toEqual(groups.map((group) => `metrics by ${group}`));
    expect(needs.every(({ state }) => state === 'missing')).toBe(true);
  });
  test('served, available or not', () => {
    const of = (status: string) =>
      told('metrics-api', hpa([]), { apiServices: { known: [service('metrics.k8s.io', status)] } });
    expect(of('True')).toEqual(['ok it is served and available']);
    expect(of('False')[0]).toContain('not available (no endpoints)');
  });
  test('what a system asks for is said', () => {
    expect(told('metrics-api', scene([], { needs: { metrics: 'GET /metrics' } }))[0]).toContain(
      'GET /metrics',
    );
  });
});

describe('storage', () => {
  const claim = (spec: DataMap) => scene([object('PersistentVolumeClaim', { spec })]);
  const classes = {
    known: [
      named(
        'disk',
        { provisioner: 'ebs.csi.aws.com' },
        { 'storageclass.kubernetes.io/is-default-class': 'true' },
      ),
      named('files', { provisioner: 'efs.csi.aws.com' }),
      named('ours', { provisioner: 'storage.example.com' }),
      named('made', { provisioner: 'kubernetes.io/no-provisioner' }),
    ],
  };
  test.each([
    [{ accessModes: ['ReadWriteOnce'] }, 'ok'],
    [{ accessModes: ['ReadWriteMany'] }, 'missing'],
    [{ accessModes: ['ReadWriteMany'], storageClassName: 'files' }, 'ok'],
    [{ accessModes: ['ReadWriteMany'], storageClassName: 'ours' }, 'unknown'],
    [{ accessModes: ['ReadWriteOnce'], storageClassName: 'made' }, 'unknown'],
    [{ accessModes: ['ReadWriteOnce'], storageClassName: 'nowhere' }, 'missing'],
    [{ accessModes: ['ReadWriteOnce'], storageClassName: '' }, 'unknown'],
    [{ accessModes: ['ReadWriteMany'], volumeMode: 'Block' }, 'ok'],
  ])('%j: %s', (spec, state) => {
    expect(
      judged('storage-class', claim(spec), { storageClasses: classes }).map((need) => need.state),
    ).toEqual([state]);
  });
  test('no class is the default one', () => {
    const storageClasses = { known: classes.known.slice(1) };
    expect(told('storage-class', claim({ accessModes: ['ReadWriteOnce'] }), { storageClasses })[0]).toContain(
      'the cluster has files, ours, made',
    );
  });
  test('templates of a StatefulSet, and volumes that live with a pod', () => {
    const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'nowhere' };
    const set = object(
      'StatefulSet',
      { spec: { volumeClaimTemplates: [{ spec }] } },
      { apiVersion: 'apps/v1' },
    );
    const pod = object('Pod', {
      spec: { volumes: [{ name: 'tmp', ephemeral: { volumeClaimTemplate: { spec } } }] },
    });
    const [need] = judged('storage-class', scene([set, pod]), { storageClasses: classes });
    expect(need?.by.map((asker) => asker.object?.kind)).toEqual(['StatefulSet', 'Pod']);
  });
});

describe('ingress', () => {
  const entry = (spec: DataMap, annotations: DataMap = {}) =>
    scene([
      object(
        'Ingress',
        { spec, metadata: { name: 'one', annotations } },
        { apiVersion: 'networking.k8s.io/v1' },
      ),
    ]);
  const nginx = named('nginx', { spec: { controller: 'k8s.io/ingress-nginx' } });
  const isDefault = named('nginx', { spec: {} }, { 'ingressclass.kubernetes.io/is-default-class': 'true' });
  test.each([
    ['named and there', entry({ ingressClassName: 'nginx' }), [nginx], 'ok'],
    ['named and not there', entry({ ingressClassName: 'traefik' }), [nginx], 'missing'],
    ['not named, no default', entry({}), [nginx], 'missing'],
    ['not named, a default', entry({}), [isDefault], 'ok'],
    ['by the annotation of old', entry({}, { 'kubernetes.io/ingress.class': 'alb' }), [nginx], 'unknown'],
  ])('%s', (_, of, known, state) => {
    expect(judged('ingress-class', of, { ingressClasses: { known } }).map((need) => need.state)).toEqual([
      state,
    ]);
  });
});

describe('network policies', () => {
  const policy = scene([object('NetworkPolicy', {}, { apiVersion: 'networking.k8s.io/v1' })]);
  const agent = '602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon/aws-network-policy-agent:v1.2.1';
  test.each([
    ['docker.io/calico/node:v3.30.0', [], 'ok'],
    ['quay.io/cilium/cilium:v1.17.4@sha256:00', [], 'ok'],
    ['docker.io/rancher/mirrored-calico-node:v3.29', [], 'ok'],
    ['ghcr.io/flannel-io/flannel:v0.26.7', [], 'missing'],
    [agent, ['--enable-network-policy=true'], 'ok'],
    [agent, ['--enable-network-policy=false'], 'missing'],
    ['registry.k8s.io/kube-proxy:v1.33.3', [], 'unknown'],
  ])('%s %j: %s', (image, args, state) => {
    const daemonSets = { known: [workload(image, 1, args)] };
    expect(judged('network-policy', policy, { daemonSets }).map((need) => need.state)).toEqual([state]);
  });
  test('Canal is Flannel with Calico', () => {
    const daemonSets = { known: [workload('flannel-io/flannel'), workload('calico/node')] };
    expect(told('network-policy', policy, { daemonSets })).toEqual([
      'ok Calico does (DaemonSet system/them)',
    ]);
  });
  test('no policy, no need', () => expect(judged('network-policy', scene([]))).toEqual([]));
});

describe('nodes', () => {
  const workers = scene([], { needs: { elasticNodes: 'WHY' } });
  const node = (labels: DataMap): DataMap => ({ metadata: { name: 'n', labels } });
  const ofType = (type: string) => node({ 'node.kubernetes.io/instance-type': type });
  test.each([
    [['t3.large', 'c5.large'], 'missing'],
    [['Standard_B2s'], 'missing'],
    [['e2-medium'], 'missing'],
    [['c5.xlarge', 'e2-standard-4', 'Standard_D4s_v5'], 'ok'],
    [[], 'unknown'],
  ])('types %j: %s', (types, state) => {
    expect(
      judged('node-type', workers, { nodes: { known: types.map(ofType) } }).map((need) => need.state),
    ).toEqual([state]);
  });
  test('a node without a type is not known', () => {
    const nodes = { known: [ofType('c5.large'), node({})] };
    expect(told('node-type', workers, { nodes })[0]).toContain('1 of 2 nodes do not say');
  });
  test.each([
    ['the status that the Cluster Autoscaler writes', { autoscalerStatus: { known: {} } }, 'ok'],
    [
      'its Deployment',
      { deployments: { known: [workload('registry.k8s.io/autoscaling/cluster-autoscaler:v1.33.0')] } },
      'ok',
    ],
    ['Karpenter', { deployments: { known: [workload('public.ecr.aws/karpenter/controller:1.5.0')] } }, 'ok'],
    [
      'Karpenter that does not run',
      { deployments: { known: [workload('public.ecr.aws/karpenter/controller:1.5.0', 0)] } },
      'missing',
    ],
    ['nodes of a pool', { nodes: { known: [node({ 'karpenter.sh/nodepool': 'general' })] } }, 'ok'],
    ['nothing', {}, 'missing'],
    ['nobody may look', { deployments: { unknown: 'no permission' } }, 'unknown'],
  ])('%s: %s', (_, facts, state) => {
    expect(judged('node-autoscaling', workers, facts).map((need) => need.state)).toEqual([state]);
  });
});

describe('pod security', () => {
  const strict = {
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  };
  const pods = (securityContext: DataMap, more: DataMap = {}) =>
    object(
      'Deployment',
      { spec: { template: { spec: { ...more, containers: [{ name: 'main', securityContext }] } } } },
      { apiVersion: 'apps/v1' },
    );
  const enforcing = (level: string) => ({
    namespaces: new Map([
      ['shop', { known: { metadata: { labels: { 'pod-security.kubernetes.io/enforce': level } } } }],
    ]),
  });
  test.each([
    ['restricted', strict, {}, 'ok'],
    ['restricted', {}, {}, 'missing'],
    ['baseline', {}, {}, 'ok'],
    ['baseline', { privileged: true }, {}, 'missing'],
    ['baseline', { capabilities: { add: ['NET_ADMIN'] } }, {}, 'missing'],
    ['baseline', { capabilities: { add: ['CHOWN'] } }, {}, 'ok'],
    ['baseline', {}, { hostNetwork: true }, 'missing'],
    ['baseline', {}, { volumes: [{ name: 'logs', hostPath: { path: '/var/log' } }] }, 'missing'],
    ['privileged', { privileged: true }, { hostNetwork: true }, 'ok'],
    ['strange', {}, {}, 'unknown'],
  ])('%s, %j %j: %s', (level, context, more, state) => {
    expect(
      judged('pod-security', scene([pods(context, more)]), enforcing(level)).map((need) => need.state),
    ).toEqual([state]);
  });
  test('labels that the stack gives count before those that are there', () => {
    const own = object(
      'Namespace',
      { metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } },
      { part: 'backing', release: null, name: 'shop' },
    );
    expect(told('pod-security', scene([pods({}), own]), enforcing('privileged'))[0]).toContain(
      'it enforces restricted, and refuses pods of Deployment one',
    );
  });
});

describe('rights', () => {
  const web = object('Deployment', {}, { apiVersion: 'apps/v1' });
  const denying = (...verbs: string[]) => ({
    mayI: ({ verb }: { verb: string }) => ({ known: !verbs.includes(verb) }),
  });

  test('each resource of each namespace with its verbs, and Helm’s records', () => {
    const whats = judged('right', scene([web])).map(({ what }) => what);
    expect(whats).toEqual([
      'the rights to get, create, patch, delete deployments.apps in namespace shop',
      'the rights to get, list, create, update, delete secrets in namespace shop',
      'the rights to list replicasets.apps in namespace shop',
    ]);
  });
  test('what only a removal takes is a warning', () => {
    const severities = (...verbs: string[]) =>
      judged('right', scene([web], {}, { records: null }), denying(...verbs))
        .filter(({ state }) => state === 'missing')
        .map(({ severity, right }) => [severity, right?.denied]);
    expect(severities('delete')).toEqual([['warning', ['delete']]]);
    expect(severities('delete', 'patch')).toEqual([['error', ['patch', 'delete']]]);
  });
  test('a hook of a Job is watched and deleted', () => {
    const hook = object('Job', {}, { apiVersion: 'batch/v1', part: 'hook' });
    expect(judged('right', scene([hook], {}, { records: null }))[0]?.right?.verbs.toSorted()).toEqual([
      'create',
      'delete',
      'get',
      'list',
      'watch',
    ]);
  });
  test('what a Role grants has to be had, or escalate', () => {
    const rbac = 'rbac.authorization.k8s.io/v1';
    const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }];
    const role = object('Role', { rules }, { apiVersion: rbac });
    const binding = object('RoleBinding', { roleRef: { kind: 'Role', name: 'one' } }, { apiVersion: rbac });
    const grants = (mayI: (right: { verb: string; resource: string }) => boolean) =>
      judged('right', scene([role, binding], {}, { records: null }), {
        mayI: (right) => ({ known: mayI(right) }),
      })
        .filter(({ right }) => right === null)
        .map(({ state }) => state);
    expect(grants(() => true)).toEqual(['ok', 'ok']);
    expect(grants(({ verb }) => verb !== 'escalate' && verb !== 'bind')).toEqual(['ok', 'ok']);
    expect(
      grants(({ verb, resource }) => verb !== 'escalate' && verb !== 'bind' && resource !== 'secrets'),
    ).toEqual(['missing', 'missing']);
    expect(grants(({ resource, verb }) => resource !== 'secrets' && verb !== 'bind')).toEqual([
      'missing',
      'ok',
    ]);
  });
  test('a role of somebody else is not known', () => {
    const rbac = 'rbac.authorization.k8s.io/v1';
    const binding = object(
      'ClusterRoleBinding',
      { roleRef: { kind: 'ClusterRole', name: 'view' } },
      { apiVersion: rbac },
    );
    expect(
      judged('right', scene([binding]), { mayI: ({ verb }) => ({ known: verb !== 'bind' }) }).find(
        ({ right }) => right === null,
      )?.state,
    ).toBe('unknown');
  });
});

test('nothing is asked that nobody needs', () => {
  const { lists, rights, autoscalerStatus } = questionsOf(scene([object('ConfigMap')]), resourceOf);
  expect([...lists]).toEqual([]);
  expect(autoscalerStatus).toBe(false);
  expect(rights.map(({ resource }) => resource)).toContain('configmaps');
});

test('missing ones come first, and every one that is not ok says what to do', () => {
  const state = fc.constantFrom<'known' | 'unknown'>('known', 'unknown');
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), state, (has, may, how) => {
      const of = scene(
        [
          object('ExternalSecret', {}, { apiVersion: 'external-secrets.io/v1' }),
          object('PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOnce'] } }),
          object('Ingress', {}, { apiVersion: 'networking.k8s.io/v1' }),
        ],
        { needs: { kubernetes: '1.40', elasticNodes: 'load' } },
      );
      const list = how === 'known' ? { known: [] } : { unknown: 'no permission' };
      const facts = cluster({
        hasKind: () => ({ known: has }),
        mayI: () => ({ known: may }),
        storageClasses: list,
        ingressClasses: list,
        nodes: list,
      });
      const needs = needsOf(of, resourceOf, facts);
      const ranks = needs.map((need) => ['missing', 'unknown', 'ok'].indexOf(need.state));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      for (const need of needs) {
        expect(need.hint === null).toBe(need.state === 'ok');
        expect(need.by.length).toBeGreaterThan(0);
      }
    }),
  );
});

test.each([[{}], [[]], [null], ['text'], [{ spec: [], status: 7, metadata: 'x' }]])(
  'objects of any shape (%j) give needs, never an exception',
  (shape) => {
    const odd = { known: [shape as DataMap] };
    const all = [
      'Deployment',
      'StatefulSet',
      'Ingress',
      'NetworkPolicy',
      'PersistentVolumeClaim',
      'HorizontalPodAutoscaler',
      'Role',
      'RoleBinding',
    ];
    const of = scene(
      all.map((kind) =>
        object(
          kind,
          { spec: shape as DataMap, rules: shape as DataMap, roleRef: shape as DataMap },
          { apiVersion: kind.startsWith('Role') ? 'rbac.authorization.k8s.io/v1' : 'networking.k8s.io/v1' },
        ),
      ),
      { needs: { elasticNodes: 'load', metrics: 'all' } },
    );
    const facts = cluster({
      storageClasses: odd,
      ingressClasses: odd,
      apiServices: odd,
      nodes: odd,
      deployments: odd,
      daemonSets: odd,
    });
    expect(needsOf(of, resourceOf, facts).length).toBeGreaterThan(5);
  },
);

describe('in a plan', () => {
  const needs = needsOf(
    scene(
      [
        object('Ingress', {}, { apiVersion: 'networking.k8s.io/v1' }),
        object('Widget', {}, { apiVersion: 'example.com/v1' }),
      ],
      {},
      { records: null },
    ),
    resourceOf,
    cluster({ hasKind: () => ({ known: false }), mayI: () => ({ known: false }), namespaces: new Map() }),
  );
  test('what is missing is a warning, what is not known a gap; kinds of releases are left to the plan', () => {
    const { findings, gaps } = needsInPlan(needs, 'dev', new Set());
    expect([...new Set(findings.map(({ rule, severity }) => `${severity} ${rule}`))]).toEqual([
      'warning plan/need-ingress-class',
      'warning plan/need-right',
    ]);
    expect(gaps).toEqual([]);
  });
  test('nothing is told of releases that are left out', () => {
    expect(needsInPlan(needs, 'dev', new Set(['web'])).findings).toEqual([]);
  });
});
