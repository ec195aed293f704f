/** StatefulSet and Job: where the store is, and what a Job ignores. */
import { describe, expect, test } from 'vitest';
import { ksml, name } from './ksml.ts';
import { firstContainer, mounts, podTemplate, spec } from './workload.ts';

const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

describe('the store', () => {
  test('KR-2 without store.spec: an emptyDir of 10Mi', async () => {
    const statefulSet = (await ksml()).one('StatefulSet');
    expect(mounts(statefulSet)).toEqual({
      '/ksml': { configMap: { name: `${name}-runner` } },
      '/ksml-logging': { configMap: { name: `${name}-logging` } },
      '/ksml-store': { emptyDir: { sizeLimit: '10Mi' } },
    });
    expect(spec(statefulSet)).not.toHaveProperty('volumeClaimTemplates');
  });

  test('KR-2 with store.spec: a claim template, and more of them after it', async () => {
    const more = { metadata: { name: 'more' }, spec: claim };
    const statefulSet = (await ksml({ store: { spec: claim }, volumeClaimTemplates: [more] })).one(
      'StatefulSet',
    );
    expect(mounts(statefulSet)['/ksml-store']).toEqual({});
    expect(spec(statefulSet)['volumeClaimTemplates']).toEqual([
      { metadata: { name: 'ksml-store' }, spec: claim },
      more,
    ]);
  });

  test.each([
    ['KR-3 volumeClaimTemplates without store.spec', { volumeClaimTemplates: [{ metadata: { name: 'x' } }] }],
    ['KR-3 topologySpreadConstraints', { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone' }] }],
  ])('%s: a YAML parse error', async (_, values) => {
    await expect(ksml(values)).rejects.toThrow('YAML parse error on ksml/templates/statefulset.yaml');
  });
});

describe('KR-9 a Job', () => {
  test('runs once, without probes; replicas, store and claim templates are ignored', async () => {
    const values = {
      deploymentMode: 'Job',
      replicaCount: 3,
      store: { spec: claim },
      volumeClaimTemplates: [{}],
    };
    const job = (await ksml(values)).one('Job', name);
    expect(spec(job)).toMatchObject({ backoffLimit: 0, ttlSecondsAfterFinished: 259200 });
    expect(Object.keys(spec(job)).toSorted()).toEqual([
      'backoffLimit',
      'template',
      'ttlSecondsAfterFinished',
    ]);
    expect(podTemplate(job).spec['restartPolicy']).toBe('Never');
    expect(mounts(job)['/ksml-store']).toEqual({ emptyDir: { sizeLimit: '10Mi' } });
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
      expect(firstContainer(job)).not.toHaveProperty(probe);
  });

  test('has finalizers and a time to live', async () => {
    const job = { ttlSecondsAfterFinished: 60, finalizers: ['a/b'], pod: { finalizers: ['c/d'] } };
    const object = (await ksml({ deploymentMode: 'job', job })).one('Job');
    expect(object.metadata).toMatchObject({ finalizers: ['a/b'] });
    expect(spec(object)).toMatchObject({
      ttlSecondsAfterFinished: 60,
      template: { metadata: { finalizers: ['c/d'] } },
    });
  });

  test('KR-3 topologySpreadConstraints are a YAML parse error here too', async () => {
    const values = { deploymentMode: 'Job', topologySpreadConstraints: [{ maxSkew: 1 }] };
    await expect(ksml(values)).rejects.toThrow('YAML parse error on ksml/templates/job.yaml');
  });
});
