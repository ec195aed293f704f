import { expect, test } from 'vitest';
import { podContainers } from '../../../src/kubernetes/pod-containers.ts';

const startedAt = '2026-11-21T10:00:00Z';
const pod = {
  metadata: { uid: 'u', name: 'web-1', namespace: 'shop' },
  spec: {
    containers: [{ name: 'main' }, { name: 'side' }, { name: 'new' }],
    initContainers: [{ name: 'init' }],
  },
  status: {
    containerStatuses: [
      { name: 'side', restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } } },
      { name: 'main', restartCount: 1, state: { running: { startedAt } } },
      { name: 'new', restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } },
    ],
    initContainerStatuses: [{ name: 'init', restartCount: 0, state: { terminated: { exitCode: 0 } } }],
  },
};

test('what has been started has a log, and each start is another run', () => {
  const place = { namespace: 'shop', pod: 'web-1' };
  expect(podContainers(pod)).toEqual([
    {
      ...place,
      container: 'main',
      type: 'container',
      run: 'u 1',
      isStarted: true,
      isRunning: true,
      waiting: null,
    },
    {
      ...place,
      container: 'side',
      type: 'container',
      run: 'u 4',
      isStarted: true,
      isRunning: false,
      waiting: 'CrashLoopBackOff',
    },
    {
      ...place,
      container: 'new',
      type: 'container',
      run: 'u 0',
      isStarted: false,
      isRunning: false,
      waiting: 'ContainerCreating',
    },
    {
      ...place,
      container: 'init',
      type: 'init',
      run: 'u 0',
      isStarted: true,
      isRunning: false,
      waiting: null,
    },
  ]);
});

test('a pod that no kubelet has seen has containers, and none of them has started', () => {
  const found = podContainers({ ...pod, status: {} });
  expect(found.map(({ isStarted }) => isStarted)).toEqual([false, false, false, false]);
});
