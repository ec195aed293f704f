/** Plans for tests of reports: one with everything in it, and the extremes. */
import type { ObjectChange, Plan, ReleasePlan } from '../../src/plan/plan.ts';
import { hostile, tainted } from './hostile-text.ts';
import {
  added,
  backing,
  field,
  noCounts,
  object,
  objectChange,
  plan,
  planFinding,
  release,
  risk,
  secret,
  step,
} from './plan-parts.ts';
import { sampleReleases } from './sample-releases.ts';

/** Live, refused, with one of everything. */
export const samplePlan = (): Plan =>
  plan({
    steps: [
      step('replace', 'Secret', 'secret/observability/sf2loki', {
        changedKeys: ['stringData.token'],
        replaceKeys: ['stringData.token'],
        order: 'create-first',
      }),
      step('create', 'Namespace', 'namespace/leoflow'),
      step('update', 'Release', 'sf2loki', { changedKeys: ['chart', 'values.replicas', 'version'] }),
      step('create', 'Release', 'leoflow'),
      step('replace', 'Release', 'sensor-inspector', {
        changedKeys: ['namespace'],
        replaceKeys: ['namespace'],
        order: 'create-first',
      }),
      step('delete', 'Release', 'edge-workers'),
      step('forget', 'StateBucket', 'bucket/acme-edge-state'),
    ],
    counts: { ...noCounts, create: 2, update: 1, replace: 2, delete: 1, forget: 1, same: 5 },
    releases: sampleReleases,
    backing: [
      backing('Secret', 'observability/sf2loki', 'replace', {
        order: 'create-first',
        fields: [secret(['data', 'token'])],
      }),
      backing('Namespace', 'leoflow', 'create', {
        fields: [added(['metadata', 'labels'], { 'pod-security.kubernetes.io/enforce': 'restricted' })],
      }),
      backing('ServiceAccount', 'observability/sf2loki', 'update', {
        fields: [
          field(['metadata', 'annotations', 'eks.amazonaws.com/role-arn'], {
            before: 'arn:aws:iam::111122223333:role/old',
            after: 'arn:aws:iam::111122223333:role/sf2loki',
          }),
        ],
      }),
      backing('Bucket', 'acme-edge-state', 'forget'),
      backing('Bucket', 'acme-sf2loki-state', 'same'),
    ],
    findings: [
      planFinding('SF-9', 'error', {
        release: 'sf2loki',
        object: object('Deployment', 'sf2loki'),
        path: ['spec', 'strategy', 'type'],
        template: 'sf2loki/templates/deployment.yaml',
        message: 'three replicas share one state volume; two of them will not start',
        hint: 'Set state.store to s3, or replicas to 1.',
        source: { file: 'deploy.yaml', line: 14, column: 5 },
        alsoIn: ['dev: sf2loki/ha (1.33)'],
      }),
      planFinding('hardening/probes', 'warning', {
        release: 'leoflow',
        object: object('Deployment', 'leoflow', 'leoflow'),
        path: ['spec', 'template', 'spec', 'containers', 0],
        message: 'the container has no readiness probe; requests reach it before it listens',
        hint: 'Set readinessProbe in the values.',
      }),
      planFinding('plan/render-without-update', 'warning', {
        release: 'sf2loki',
        message: 'the render changed but Pulumi plans nothing for this part',
      }),
      planFinding('schema/deprecated', 'notice', {
        release: 'leoflow',
        message: 'the annotation kubernetes.io/ingress.class is deprecated',
      }),
      planFinding('hardening/read-only-root', 'warning', {
        release: 'sf2loki',
        message: 'the root file system can be written to',
        waiver: { reason: 'the vendor writes its cache there', until: '2026-12-31' },
      }),
    ],
    unjudged: [
      {
        rule: 'reference/secret-key',
        release: 'leoflow',
        stack: 'dev',
        case: null,
        reason: 'the Secret leoflow/shared is made outside of this stack',
      },
    ],
    risks: [
      risk('immutable-field', 'error', {
        release: 'sensor-inspector',
        object: object('StatefulSet', 'sensor-inspector', 'ksml-dev'),
        place: ['spec', 'serviceName'],
        message: 'the API server refuses another serviceName; the upgrade fails',
        hint: 'Rename the StatefulSet, or delete it first.',
      }),
      risk('delete', 'warning', {
        release: 'edge-workers',
        message: 'the release goes, with 2 objects',
      }),
      risk('exposure', 'warning', {
        release: 'sf2loki',
        object: object('Service', 'sf2loki-metrics'),
        place: ['spec', 'type'],
        message: 'the Service becomes a LoadBalancer; it can be reached from outside the cluster',
        hint: 'Leave it ClusterIP unless that is meant.',
      }),
      risk('crd-outdated', 'warning', {
        release: 'sf2loki',
        message: 'Helm does not upgrade the CRD pipelines.sf2loki.example.com',
        hint: 'Apply it with kubectl before up.',
      }),
      risk('drift-reset', 'notice', {
        release: 'sf2loki',
        object: object('Deployment', 'sf2loki'),
        place: ['spec', 'replicas'],
        message: 'somebody scaled it from 2 to 5; up sets it to 3',
      }),
      risk('hook-rerun', 'notice', { release: 'sf2loki', message: 'the Job sf2loki-migrate runs again' }),
    ],
    verdict: {
      outcome: 'refused',
      reasons: ['1 finding is an error', '3 objects would be deleted, and --max-deletes is 1'],
    },
    graph: {
      nodes: [
        { id: 'secret/observability/sf2loki', kind: 'Secret', name: 'sf2loki', operation: 'replace' },
        { id: 'namespace/leoflow', kind: 'Namespace', name: 'leoflow', operation: 'create' },
        { id: 'bucket/acme-sf2loki-state', kind: 'Bucket', name: 'acme-sf2loki-state', operation: 'same' },
        { id: 'sf2loki', kind: 'Release', name: 'sf2loki', operation: 'update' },
        { id: 'leoflow', kind: 'Release', name: 'leoflow', operation: 'create' },
        { id: 'sensor-inspector', kind: 'Release', name: 'sensor-inspector', operation: 'replace' },
        { id: 'edge-workers', kind: 'Release', name: 'edge-workers', operation: 'delete' },
        { id: 'ksml-provisioner', kind: 'Release', name: 'ksml-provisioner', operation: 'same' },
      ],
      edges: [
        { from: 'sf2loki', to: 'secret/observability/sf2loki' },
        { from: 'sf2loki', to: 'bucket/acme-sf2loki-state' },
        { from: 'leoflow', to: 'namespace/leoflow' },
        { from: 'sensor-inspector', to: 'ksml-provisioner' },
      ],
    },
    gaps: [
      'secrets of the namespace ksml may not be listed, so its drift is not known',
      'the chart leoflow asks the cluster by lookup; its render may differ in up',
    ],
    timings: { render: 120, preview: 900, cluster: 310, diff: 14, total: 1440 },
  });

/** Live, everything as it should be. */
export const quietPlan = (): Plan =>
  plan({
    counts: { ...noCounts, same: 4 },
    releases: [
      release('sf2loki', {
        operation: 'same',
        objects: [objectChange(object('Deployment', 'sf2loki'), { change: 'unchanged' })],
      }),
    ],
    backing: [backing('Secret', 'observability/sf2loki', 'same')],
    graph: {
      nodes: [{ id: 'sf2loki', kind: 'Release', name: 'sf2loki', operation: 'same' }],
      edges: [],
    },
  });

/** Two versions of the stack file: no cluster, so no steps, records, drift or live CRDs. */
export const offlinePlan = (): Plan => {
  const full = samplePlan();
  return {
    ...full,
    tier: 'offline',
    base: { ref: 'origin/main', commit: '0123456789abcdef0123456789abcdef01234567', behind: 3 },
    steps: [],
    counts: noCounts,
    releases: full.releases.map((one) => ({
      ...one,
      record: null,
      drift: [],
      crds: one.crds.map(({ name, fields }) => ({ name, state: 'unknown' as const, fields })),
    })),
    risks: [
      risk('stale-base', 'warning', { message: 'origin/main has 3 commits that are not in this branch' }),
      ...full.risks.filter(({ id }) => id !== 'drift-reset'),
    ],
    verdict: { outcome: 'changes', reasons: [] },
  };
};

/** Every text that others write is an attack. */
export const hostilePlan = (): Plan => tainted(samplePlan(), hostile);

const objectsOfRelease = 50;

/** One of `objects` objects, in releases of 50; every fourth is changed, one in ten created, one in ten deleted. */
export function hugePlan(objects: number): Plan {
  const releases: ReleasePlan[] = [];
  for (let start = 0; start < objects; start += objectsOfRelease) {
    const key = `app-${String(releases.length).padStart(3, '0')}`;
    const count = Math.min(objectsOfRelease, objects - start);
    releases.push(
      release(key, {
        namespace: key,
        objects: Array.from({ length: count }, (_, index) => hugeObject(key, index)),
      }),
    );
  }
  return plan({
    counts: { ...noCounts, update: releases.length },
    releases,
    steps: releases.map(({ key }) => step('update', 'Release', key, { changedKeys: ['values'] })),
    verdict: { outcome: objects === 0 ? 'no-changes' : 'changes', reasons: [] },
    graph: {
      nodes: releases.map(({ key, operation }) => ({ id: key, kind: 'Release', name: key, operation })),
      edges: releases.slice(1).map(({ key }, index) => ({ from: key, to: releases[index]?.key ?? key })),
    },
  });
}

function hugeObject(key: string, index: number): ObjectChange {
  const id = object('ConfigMap', `${key}-${String(index).padStart(2, '0')}`, key);
  const content = { kind: 'ConfigMap', data: { index: String(index), text: 'x'.repeat(80) } };
  if (index % 10 === 0) return objectChange(id, { change: 'created', content });
  if (index % 10 === 1) return objectChange(id, { change: 'deleted', content });
  if (index % 4 !== 2) return objectChange(id, { change: 'unchanged' });
  return objectChange(id, {
    fields: Array.from({ length: 5 }, (_, number) =>
      field(['data', `key-${number}`], { before: `before ${index}`, after: `after ${index}` }),
    ),
  });
}
