import { describe, expect, test } from 'vitest';
import { autoscalerOf } from '../../../src/kubernetes/autoscaler.ts';
import type { DataMap } from '../../../src/kubernetes/data.ts';

const autoscaler = (metrics: readonly DataMap[], status: DataMap): DataMap => ({
  spec: {
    scaleTargetRef: { kind: 'Deployment', name: 'web' },
    minReplicas: 2,
    maxReplicas: 9,
    metrics: [...metrics],
  },
  status,
});

describe('autoscalerOf', () => {
  test('replicas, and every type of metric beside what was seen of it', () => {
    const resource = (value: DataMap, field: string): DataMap => ({ name: 'cpu', [field]: value });
    const wanted = [
      { type: 'Resource', resource: resource({ type: 'Utilization', averageUtilization: 50 }, 'target') },
      {
        type: 'Resource',
        resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '500Mi' } },
      },
      {
        type: 'ContainerResource',
        containerResource: { ...resource({ averageUtilization: 60 }, 'target'), container: 'main' },
      },
      { type: 'Pods', pods: { metric: { name: 'requests' }, target: { averageValue: '1k' } } },
      {
        type: 'Object',
        object: {
          metric: { name: 'hits' },
          describedObject: { kind: 'Ingress', name: 'main' },
          target: { value: '2k' },
        },
      },
      { type: 'External', external: { metric: { name: 'queue' }, target: { value: '30' } } },
    ];
    const currentMetrics = [
      { type: 'External', external: { metric: { name: 'queue' }, current: { value: '7' } } },
      {
        type: 'ContainerResource',
        containerResource: {
          ...resource({ averageUtilization: 12, averageValue: '9m' }, 'current'),
          container: 'main',
        },
      },
      { type: 'Resource', resource: resource({ averageUtilization: 35, averageValue: '70m' }, 'current') },
    ];
    expect(
      autoscalerOf(autoscaler(wanted, { currentReplicas: 3, desiredReplicas: 4, currentMetrics })),
    ).toEqual({
      target: 'Deployment web',
      current: 3,
      desired: 4,
      min: 2,
      max: 9,
      note: null,
      metrics: [
        { name: 'cpu', current: '35%', target: '50%' },
        { name: 'memory', current: null, target: '500Mi' },
        { name: 'cpu of container main', current: '12%', target: '60%' },
        { name: 'requests of pods', current: null, target: '1k' },
        { name: 'hits of Ingress main', current: null, target: '2k' },
        { name: 'queue', current: '7', target: '30' },
      ],
    });
  });

  test.each([
    ['has not looked yet', { desiredReplicas: 0 }, { current: null, desired: null }],
    ['cannot tell', { currentReplicas: 3, desiredReplicas: 0 }, { current: 3, desired: null }],
    [
      'lets be what was scaled to nothing',
      { currentReplicas: 0, desiredReplicas: 0 },
      { current: 0, desired: 0 },
    ],
  ])('one that %s', (_, status, expected) => {
    expect(autoscalerOf(autoscaler([], status))).toMatchObject(expected);
  });

  test.each([
    ['AbleToScale', 'False', 'the target cannot be found'],
    ['ScalingActive', 'False', 'no metrics came'],
    ['ScalingLimited', 'True', 'more than the most'],
  ])('%s %s is told', (type, status, message) => {
    const conditions = [
      { type: 'AbleToScale', status: 'True', message: 'fine' },
      { type: 'ScalingActive', status: 'True', message: 'fine' },
      { type: 'ScalingLimited', status: 'False', message: 'fine' },
    ].map((each) => (each.type === type ? { type, status, message } : each));
    expect(autoscalerOf(autoscaler([], { conditions })).note).toBe(message);
  });
});
