import { describe, expect, test } from 'vitest';
import { cases, job, jobPod, statefulSet } from './immutable-cases.ts';
import { deployment, places, service, told } from './world.ts';

describe('fields that the API server never changes', () => {
  test.each(cases)('%s', (_, before, after, expected) => {
    expect(told({ before, after }, 'immutable-field')).toEqual(
      expected === null ? [] : [`error: ${expected}`],
    );
  });

  test('the place is the first field', () => {
    expect(places({ before: job(jobPod('m:1')), after: job(jobPod('m:2')) }, 'immutable-field')).toEqual([
      ['spec', 'template', 'spec', 'containers', { item: { name: 'm' } }, 'image'],
    ]);
  });

  test('what is not in the cluster is made anew', () => {
    const [before, after] = [job(jobPod('m:1')), job(jobPod('m:2'))];
    expect(told({ before, after, live: '' }, 'immutable-field')).toEqual([]);
    expect(told({ before, after, live: before }, 'immutable-field')).toHaveLength(1);
  });

  test('what somebody made anew by hand is as it is to be', () => {
    const [before, after] = [deployment('web'), deployment('web').replaceAll('app: web', 'app: shop')];
    expect(told({ before, after, live: after }, 'immutable-field')).toEqual([]);
  });

  test('a Service that got its address from the cluster', () => {
    const [before, after] = [service('web', 'type: ClusterIP'), service('web', 'clusterIP: 10.0.0.10')];
    expect(told({ before, after, live: after }, 'immutable-field')).toEqual([]);
    expect(
      told({ before, after, live: service('web', 'clusterIP: 10.0.0.9') }, 'immutable-field'),
    ).toHaveLength(1);
  });

  test('a field that may change since Kubernetes 1.33', () => {
    const [before, after] = [statefulSet('revisionHistoryLimit: 10'), statefulSet('revisionHistoryLimit: 3')];
    expect(told({ before, after }, 'immutable-field')).toEqual([
      'warning: StatefulSet shop/db: spec.revisionHistoryLimit changes, which the API server refuses up to Kubernetes 1.32: there the upgrade fails',
    ]);
  });
});
