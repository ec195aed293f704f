import { describe, expect, test } from 'vitest';
import { podUsage, totalUsage } from '../../../src/kubernetes/pod-usage.ts';

const pod = {
  metadata: { name: 'web-1', namespace: 'shop' },
  spec: {
    containers: [
      { name: 'main', resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '1Gi' } } },
      { name: 'side' },
    ],
    initContainers: [{ name: 'setup' }, { name: 'sidecar' }],
  },
};
const metrics = {
  timestamp: '2026-11-21T10:00:00Z',
  window: '15s',
  containers: [
    { name: 'sidecar', usage: { cpu: '1m', memory: '1Mi' } },
    { name: 'main', usage: { cpu: '250000000n', memory: '131072Ki' } },
  ],
};
const nothing = { request: null, limit: null };

describe('podUsage', () => {
  test('in cores and bytes, beside requests and limits; of init containers those that go on', () => {
    expect(podUsage(pod, metrics)).toEqual({
      namespace: 'shop',
      pod: 'web-1',
      measured: { time: '2026-11-21T10:00:00Z', window: '15s' },
      containers: [
        {
          name: 'main',
          cpu: { used: 0.25, request: 0.1, limit: null },
          memory: { used: 2 ** 27, request: 2 ** 26, limit: 2 ** 30 },
        },
        { name: 'side', cpu: { used: null, ...nothing }, memory: { used: null, ...nothing } },
        { name: 'sidecar', cpu: { used: 0.001, ...nothing }, memory: { used: 2 ** 20, ...nothing } },
      ],
    });
  });

  test('a pod that was not measured yet', () => {
    const found = podUsage(pod, undefined);
    expect(found.measured).toBeNull();
    expect(found.containers.map(({ cpu }) => cpu.used)).toEqual([null, null]);
  });
});

test('a total is of what was measured, and there is none if nothing was', () => {
  expect(totalUsage([podUsage(pod, metrics), podUsage(pod, undefined)])).toEqual({
    cores: 0.251,
    bytes: 2 ** 27 + 2 ** 20,
  });
  expect(totalUsage([podUsage(pod, undefined)])).toBeNull();
  expect(totalUsage([])).toBeNull();
});
