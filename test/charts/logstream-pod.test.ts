import { describe, expect, test } from 'vitest';
import { workers } from './logstream.ts';
import { environment, firstContainer, mounts, podTemplate } from './workload.ts';

describe('values that reach the pod', () => {
  const cases: [string, object, object][] = [
    ['podAnnotations', { podAnnotations: { a: 'b' } }, { metadata: { annotations: { a: 'b' } } }],
    ['nodeSelector', { nodeSelector: { a: 'b' } }, { spec: { nodeSelector: { a: 'b' } } }],
    ['tolerations', { tolerations: [{ key: 'a' }] }, { spec: { tolerations: [{ key: 'a' }] } }],
    ['affinity', { affinity: { nodeAffinity: {} } }, { spec: { affinity: { nodeAffinity: {} } } }],
    [
      'extraPodConfigs',
      { extraPodConfigs: { priorityClassName: 'x' } },
      { spec: { priorityClassName: 'x' } },
    ],
    ['hostNetwork', { config: { hostNetwork: true } }, { spec: { hostNetwork: true } }],
    [
      'podSecurityContext',
      { podSecurityContext: { fsGroup: 10001 } },
      { spec: { securityContext: { fsGroup: 10001 } } },
    ],
    [
      'securityContext',
      { securityContext: { runAsUser: 10001, capabilities: { drop: ['ALL'] } } },
      { spec: { containers: [{ securityContext: { runAsUser: 10001, capabilities: { drop: ['ALL'] } } }] } },
    ],
    [
      'imagePullSecrets',
      { imagePullSecrets: [{ name: 'a' }] },
      { spec: { imagePullSecrets: [{ name: 'a' }] } },
    ],
    [
      'wolfiImage',
      { criblImage: { wolfiImage: true } },
      { spec: { containers: [{ image: 'cribl/cribl:4.19.2-wolfi' }] } },
    ],
    [
      'terminationGracePeriodSeconds',
      { terminationGracePeriodSeconds: 60 },
      { spec: { terminationGracePeriodSeconds: 60 } },
    ],
    [
      'LS-18 a grace period that is no integer',
      { terminationGracePeriodSeconds: '60s' },
      { spec: { terminationGracePeriodSeconds: '60s' } },
    ],
    [
      'extra containers',
      { extraInitContainers: [{ name: 'i' }], extraContainers: [{ name: 'c' }] },
      { spec: { initContainers: [{ name: 'i' }], containers: [{}, { name: 'c' }] } },
    ],
    [
      'a UDP port',
      { service: { ports: [{ name: 'syslog', port: 5140, protocol: 'UDP' }] } },
      { spec: { containers: [{ ports: [{ name: 'syslog', containerPort: 5140, protocol: 'UDP' }] }] } },
    ],
    [
      'an own service account',
      { serviceAccount: { create: false, name: 'mine' } },
      { spec: { serviceAccountName: 'mine' } },
    ],
    [
      'LS-13 an older image keeps the new probe',
      { criblImage: { tag: '4.18.0' } },
      {
        spec: {
          containers: [
            { image: 'cribl/cribl:4.18.0', readinessProbe: { httpGet: { path: '/api/v1/readiness' } } },
          ],
        },
      },
    ],
  ];
  test.each(cases)('%s', async (_, values, expected) => {
    expect(podTemplate((await workers(values)).one('Deployment'))).toMatchObject(expected);
  });

  test('config.probes=false leaves out both probes', async () => {
    const container = firstContainer((await workers({ config: { probes: false } })).one('Deployment'));
    expect(container).not.toHaveProperty('livenessProbe');
    expect(container).not.toHaveProperty('readinessProbe');
  });

  test('env is templated, criblHome sets the volume folder', async () => {
    const values = {
      env: { A: '{{ .Release.Name }}', B: 1 },
      config: { criblHome: '/opt/cribl', rejectSelfSignedCerts: 1 },
    };
    expect(environment((await workers(values)).one('Deployment'))).toMatchObject({
      A: 'edge',
      B: '1',
      CRIBL_VOLUME_DIR: '/opt/cribl/config-volume',
      NODE_TLS_REJECT_UNAUTHORIZED: '1',
    });
  });

  test('LS-14 an existing Secret must come through envValueFrom, which drops the two defaults', async () => {
    const existing = { config: { useExistingSecret: true } };
    expect(environment((await workers(existing)).one('Deployment'))).not.toHaveProperty(
      'CRIBL_DIST_MASTER_URL',
    );
    const secretKeyRef = { name: 'mine', key: 'url' };
    const own = {
      ...existing,
      envValueFrom: [{ name: 'CRIBL_DIST_MASTER_URL', valueFrom: { secretKeyRef } }],
    };
    expect(environment((await workers(own)).one('Deployment'))).toEqual({
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      CRIBL_DIST_MASTER_URL: 'secret:mine/url',
    });
  });

  test('LS-18 extra volumes: an emptyDir unless there is a claim or a host path', async () => {
    const values = {
      extraVolumeMounts: [
        { name: 'a', mountPath: '/a' },
        { name: 'b', mountPath: '/b', existingClaim: 'claim', subPath: 'x' },
        { name: 'c', mountPath: '/c', hostPath: '/host', readOnly: true },
      ],
      extraConfigmapMounts: [{ name: 'd', mountPath: '/d', configMap: 'cm' }],
      extraSecretMounts: [
        { name: 'e', mountPath: '/e', secretName: 's', defaultMode: 256 },
        { name: 'f', mountPath: '/f', projected: { sources: [] } },
        { name: 'g', mountPath: '/g', csi: { driver: 'x' } },
      ],
    };
    expect(mounts((await workers(values)).one('Deployment'))).toEqual({
      '/a': { emptyDir: {} },
      '/b': { persistentVolumeClaim: { claimName: 'claim' } },
      '/c': { hostPath: { path: '/host' } },
      '/d': { configMap: { name: 'cm' } },
      '/e': { secret: { secretName: 's', defaultMode: 256 } },
      '/f': { projected: { sources: [] } },
      '/g': { csi: { driver: 'x' } },
    });
  });
});
