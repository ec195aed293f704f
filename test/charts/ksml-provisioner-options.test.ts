import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { name, provisioner } from './ksml-provisioner.ts';
import { environment, firstContainer, mounts, podTemplate } from './workload.ts';

const file = '/etc/ksml-provisioner/values.yaml';

const pod = async (values: object): Promise<unknown> =>
  podTemplate((await provisioner({ customValues: values })).one('Deployment')).metadata;

describe('customValues', () => {
  const customValues = {
    podSecurityContext: { fsGroup: 0 },
    store: { spec: { accessModes: ['ReadWriteOnce'] } },
  };

  test('KP-14 are a file in a ConfigMap, mounted, and CUSTOM_VALUES_FILE names it', async () => {
    const env = [{ name: 'NAMESPACE', value: 'ksml' }];
    const rendered = await provisioner({ customValues, env });
    const data = rendered.one('ConfigMap', `${name}-custom-values`)['data'] as Record<string, string>;
    expect(Object.keys(data)).toEqual(['values.yaml']);
    expect(parse(data['values.yaml'] ?? '')).toEqual(customValues);
    const deployment = rendered.one('Deployment');
    expect(environment(deployment)).toEqual({ NAMESPACE: 'ksml', CUSTOM_VALUES_FILE: file });
    expect(mounts(deployment)).toEqual({
      '/etc/ksml-provisioner': { configMap: { name: `${name}-custom-values` } },
    });
  });

  test('roll the pods when they change', async () => {
    expect(await pod({ a: 1 })).toEqual(await pod({ a: 1 }));
    expect(await pod({ a: 1 })).not.toEqual(await pod({ a: 2 }));
  });

  test('leave a CUSTOM_VALUES_FILE of env alone', async () => {
    const env = [{ name: 'CUSTOM_VALUES_FILE', value: '/mine.yaml' }];
    expect(firstContainer((await provisioner({ customValues, env })).one('Deployment')).env).toEqual(env);
  });

  test('KP-17 are not checked against the runner chart', async () => {
    const wrong = { topologySpreadConstraints: [{ maxSkew: 1 }], replicaCount: 'many' };
    expect((await provisioner({ customValues: wrong })).kinds).toContain('ConfigMap');
  });
});

describe('values that reach the pod', () => {
  const cases: [string, object, object][] = [
    ['podAnnotations', { podAnnotations: { a: 'b' } }, { metadata: { annotations: { a: 'b' } } }],
    ['podLabels', { podLabels: { a: 'b' } }, { metadata: { labels: { a: 'b' } } }],
    [
      'podSecurityContext',
      { podSecurityContext: { runAsNonRoot: true } },
      { spec: { securityContext: { runAsNonRoot: true } } },
    ],
    [
      'securityContext',
      { securityContext: { readOnlyRootFilesystem: true } },
      { spec: { containers: [{ securityContext: { readOnlyRootFilesystem: true } }] } },
    ],
    [
      'imagePullSecrets',
      { imagePullSecrets: [{ name: 'a' }] },
      { spec: { imagePullSecrets: [{ name: 'a' }] } },
    ],
    ['nodeSelector', { nodeSelector: { a: 'b' } }, { spec: { nodeSelector: { a: 'b' } } }],
    ['affinity', { affinity: { nodeAffinity: {} } }, { spec: { affinity: { nodeAffinity: {} } } }],
    ['tolerations', { tolerations: [{ key: 'a' }] }, { spec: { tolerations: [{ key: 'a' }] } }],
    ['image', { image: { repository: 'r', tag: '9' } }, { spec: { containers: [{ image: 'r:9' }] } }],
    [
      'resources',
      { resources: { limits: { cpu: '1' } } },
      { spec: { containers: [{ resources: { limits: { cpu: '1' } } }] } },
    ],
  ];
  test.each(cases)('%s', async (_, values, expected) => {
    expect(podTemplate((await provisioner(values)).one('Deployment'))).toMatchObject(expected);
  });

  test('KP-7 a CA file comes through volumes and volumeMounts, beside the custom values', async () => {
    const values = {
      customValues: { a: 1 },
      volumes: [{ name: 'ca', configMap: { name: 'registry-ca' } }],
      volumeMounts: [{ name: 'ca', mountPath: '/ca' }],
    };
    expect(mounts((await provisioner(values)).one('Deployment'))).toEqual({
      '/etc/ksml-provisioner': { configMap: { name: `${name}-custom-values` } },
      '/ca': { configMap: { name: 'registry-ca' } },
    });
  });

  test('a probe set to null is left out', async () => {
    const container = firstContainer((await provisioner({ startupProbe: null })).one('Deployment'));
    expect(container).not.toHaveProperty('startupProbe');
  });
});
