import { describe, expect, test } from 'vitest';
import { name, workers } from './logstream.ts';
import { podTemplate, spec } from './workload.ts';

describe('refusals', () => {
  const cases: [string, object, string][] = [
    [
      'a strategy of StatefulSets',
      { strategy: { type: 'OnDelete' } },
      'strategy.type=OnDelete: a Deployment takes Recreate or RollingUpdate',
    ],
    [
      'a strategy of Deployments',
      { deployment: 'statefulset', strategy: { type: 'Recreate' } },
      'strategy.type=Recreate: a StatefulSet takes OnDelete or RollingUpdate',
    ],
    [
      'a strategy that nothing has',
      { deployment: 'daemonset', strategy: { type: 'Never' } },
      'strategy.type=Never: a DaemonSet takes Recreate or RollingUpdate',
    ],
    [
      'LS-18 an existing claim in a StatefulSet',
      { deployment: 'statefulset', extraVolumeMounts: [{ name: 'q', mountPath: '/q', existingClaim: 'c' }] },
      "extraVolumeMounts q: existingClaim can't be used",
    ],
    [
      'LS-18 a volume without claim template in a StatefulSet',
      { deployment: 'statefulset', extraVolumeMounts: [{ name: 'q', mountPath: '/q' }] },
      'extraVolumeMounts q: claimTemplate is missing',
    ],
  ];
  test.each(cases)('%s', async (_, values, message) => {
    await expect(workers(values)).rejects.toThrow(message);
  });
});

describe('strategy', () => {
  const cases: [string, string, string, string][] = [
    ['deployment', 'Deployment', 'strategy', 'Recreate'],
    ['deployment', 'Deployment', 'strategy', 'RollingUpdate'],
    ['daemonset', 'DaemonSet', 'updateStrategy', 'Recreate'],
    ['daemonset', 'DaemonSet', 'updateStrategy', 'RollingUpdate'],
    ['statefulset', 'StatefulSet', 'updateStrategy', 'OnDelete'],
    ['statefulset', 'StatefulSet', 'updateStrategy', 'RollingUpdate'],
  ];
  test.each(cases)('%s takes it: %s.%s %s', async (deployment, kind, field, type) => {
    const rendered = await workers({ deployment, strategy: { type } });
    expect(spec(rendered.one(kind))).toMatchObject({ [field]: { type } });
  });
});

describe('the three workloads', () => {
  test('have the same pods', async () => {
    const values = {
      nodeSelector: { a: 'b' },
      podAnnotations: { c: 'd' },
      podSecurityContext: { fsGroup: 1 },
    };
    const [deployment, daemonSet, statefulSet] = await Promise.all(
      ['deployment', 'daemonset', 'statefulset'].map((kind) => workers({ ...values, deployment: kind })),
    );
    const pod = deployment && podTemplate(deployment.one('Deployment', name));
    expect(daemonSet && podTemplate(daemonSet.one('DaemonSet', name))).toEqual(pod);
    expect(statefulSet && podTemplate(statefulSet.one('StatefulSet', name))).toEqual(pod);
  });

  test('a StatefulSet with claim templates, scaled by the same autoscaler', async () => {
    const claimTemplate = {
      metadata: { name: 'q' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    const rendered = await workers({
      deployment: 'statefulset',
      replicaCount: 2,
      extraVolumeMounts: [{ name: 'q', mountPath: '/q', claimTemplate }],
      statefulset: { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } },
    });
    const statefulSet = rendered.one('StatefulSet');
    expect(spec(statefulSet)).toMatchObject({
      replicas: 2,
      volumeClaimTemplates: [claimTemplate],
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' },
    });
    expect(podTemplate(statefulSet).spec.volumes).toBeUndefined();
    expect(podTemplate(statefulSet).spec).toMatchObject({
      containers: [{ volumeMounts: [{ name: 'q', mountPath: '/q' }] }],
    });
    expect(spec(rendered.one('HorizontalPodAutoscaler'))).toMatchObject({
      scaleTargetRef: { kind: 'StatefulSet', name },
    });
  });

  test('LS-23 the StatefulSet names the load balancer, even if there is none', async () => {
    const rendered = await workers({ deployment: 'statefulset', service: { enable: false } });
    expect(spec(rendered.one('StatefulSet'))['serviceName']).toBe(name);
    expect(rendered.kinds).not.toContain('Service');
  });

  test('LS-24 no extra volumes: volumeClaimTemplates is null', async () => {
    expect(spec((await workers({ deployment: 'statefulset' })).one('StatefulSet'))).toHaveProperty(
      'volumeClaimTemplates',
      null,
    );
  });
});
