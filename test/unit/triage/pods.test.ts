/** A pod's status → what is wrong with it. Texts as kubelets 1.29-1.33 and containerd write them. */
import { describe, expect, test } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import type { ObservedEvent } from '../../../src/kubernetes/observed-event.ts';
import { podTroubles } from '../../../src/triage/pod.ts';
import { sourceKey, type Scene } from '../../../src/triage/scene.ts';
import type { Suspect } from '../../../src/triage/suspect.ts';
import { ended, event, object, pod, running, scene, status, waiting } from './parts.ts';

const judged = (
  one: DataMap,
  { events = [], isHook = false, ...rest }: Partial<Scene> & { isHook?: boolean } = {},
): Pick<Suspect, 'cause' | 'message'>[] =>
  podTroubles(one, scene([], { events, ...rest }), { isHook }).map(({ cause, message }) => ({
    cause,
    message,
  }));

const one = (state: DataMap, rest: DataMap = {}, spec: DataMap = {}): DataMap =>
  pod('web-1', { containers: [status(state, rest)], ...(Object.keys(spec).length === 0 ? {} : { spec }) });

describe('images', () => {
  const image = 'registry.example.com/web:1.2.3';
  test.each([
    [
      'ImagePullBackOff',
      `Back-off pulling image "${image}": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
      'not found',
      /no such image/,
    ],
    [
      'ErrImagePull',
      `failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://registry.example.com/token: 401 Unauthorized`,
      'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://registry.example.com/token: 401 Unauthorized',
      /imagePullSecrets/,
    ],
    [
      'ErrImagePull',
      `failed to pull and unpack image "${image}": failed to do request: Head "https://registry.example.com/v2/web/manifests/1.2.3": dial tcp: lookup registry.example.com: no such host`,
      'failed to do request: Head "https://registry.example.com/v2/web/manifests/1.2.3": dial tcp: lookup registry.example.com: no such host',
      /reach/,
    ],
    [
      'InvalidImageName',
      'couldn\'t parse image name "Web:1": invalid reference format: repository name must be lowercase',
      'couldn\'t parse image name "Web:1": invalid reference format: repository name must be lowercase',
      /cannot be read/,
    ],
  ])('%s: %s', (reason, message, why, hint) => {
    const [found] = podTroubles(one(waiting(reason, message)), scene([]), { isHook: false });
    expect(found?.cause).toBe('image-pull');
    expect(found?.message).toBe(`container main: image ${image} cannot be pulled: ${why}`);
    expect(found?.hint).toMatch(hint);
  });

  test('a pod that backs off says why in its last event', () => {
    const live = one(waiting('ImagePullBackOff', `Back-off pulling image "${image}"`));
    const events = [event(live, 'Failed', `Failed to pull image "${image}": manifest unknown`)];
    expect(judged(live, { events })).toEqual([
      { cause: 'image-pull', message: `container main: image ${image} cannot be pulled: manifest unknown` },
    ]);
  });
});

describe('what its containers are made of', () => {
  const spec = {
    containers: [
      {
        name: 'main',
        env: [
          { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'login', key: 'token' } } },
          { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'modes', key: 'mode', optional: true } } },
        ],
      },
    ],
  };
  const config = one(waiting('CreateContainerConfigError', 'error'), {}, spec);
  const secret = sourceKey('Secret', 'shop', 'login');

  test('a Secret that is not there', () => {
    const sources = new Map([[secret, { exists: false, keys: null }]]);
    expect(judged(config, { sources })).toEqual([
      { cause: 'missing-secret', message: 'container main, variable TOKEN: there is no Secret shop/login' },
    ]);
  });

  test('an ExternalSecret that has not made it is to blame', () => {
    const maker = object(
      'ExternalSecret',
      'logins',
      {
        spec: { target: { name: 'login' } },
        status: {
          conditions: [
            { type: 'Ready', status: 'False', message: 'could not get secret data from provider' },
          ],
        },
      },
      'external-secrets.io/v1',
    );
    const sources = new Map([[secret, { exists: false, keys: null }]]);
    const told = (events: readonly ObservedEvent[]) => judged(config, { sources, makers: [maker], events });
    const needs = 'it has not made Secret shop/login, which container main, variable TOKEN needs';
    expect(told([])).toEqual([
      { cause: 'missing-secret', message: `${needs}: could not get secret data from provider` },
    ]);
    expect(told([event(maker, 'UpdateFailed', 'key: absent, err: Secret does not exist')])).toEqual([
      { cause: 'missing-secret', message: `${needs}: key: absent, err: Secret does not exist` },
    ]);
  });

  test('a key that is not in it', () => {
    const sources = new Map([[secret, { exists: true, keys: new Set(['other']) }]]);
    expect(judged(config, { sources })).toEqual([
      { cause: 'missing-key', message: 'container main, variable TOKEN: Secret shop/login has no key token' },
    ]);
  });

  test('what is optional, or there, is not to blame', () => {
    const sources = new Map([
      [secret, { exists: true, keys: new Set(['token']) }],
      [sourceKey('ConfigMap', 'shop', 'modes'), { exists: false, keys: null }],
    ]);
    expect(judged(config, { sources }).map(({ cause }) => cause)).toEqual(['container-exit']);
  });

  test.each([
    ['secret "login" not found', 'missing-secret', 'container main: there is no Secret shop/login'],
    ['configmap "modes" not found', 'missing-config-map', 'container main: there is no ConfigMap shop/modes'],
    [
      "couldn't find key token in Secret shop/login",
      'missing-key',
      'container main: Secret shop/login has no key token',
    ],
    [
      "couldn't find key mode in ConfigMap shop/modes",
      'missing-key',
      'container main: ConfigMap shop/modes has no key mode',
    ],
  ])('without the right to read them, by the words of the kubelet: %s', (text, cause, message) => {
    expect(judged(one(waiting('CreateContainerConfigError', text)))).toEqual([{ cause, message }]);
  });

  test('a container that may not be root', () => {
    const text =
      'container has runAsNonRoot and image will run as root (pod: "web-1_shop(1)", container: main)';
    const [found] = podTroubles(one(waiting('CreateContainerConfigError', text)), scene([]), {
      isHook: false,
    });
    expect(found?.hint).toContain('runAsUser');
  });
});

describe('volumes', () => {
  const spec = {
    containers: [{ name: 'main' }],
    volumes: [{ name: 'files', secret: { secretName: 'login', items: [{ key: 'a', path: 'a' }] } }],
  };
  const live = one(waiting('ContainerCreating'), {}, spec);
  const mount = (why: string): ObservedEvent =>
    event(live, 'FailedMount', `MountVolume.SetUp failed for volume "files" : ${why}`);

  test.each([
    ['secret "login" not found', 'missing-secret', 'volume files: there is no Secret shop/login'],
    ['references non-existent secret key: a', 'missing-key', 'volume files: Secret shop/login has no key a'],
    [
      'mount failed: exit status 32',
      'volume-mount',
      'volume files cannot be mounted: mount failed: exit status 32',
    ],
  ])('%s', (why, cause, message) => {
    expect(judged(live, { events: [mount(why)] })).toEqual([{ cause, message }]);
  });

  test('a volume that another node has', () => {
    const text = 'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) db-0';
    const events = [event(live, 'FailedAttachVolume', text)];
    const [found] = podTroubles(live, scene([], { events }), { isHook: false });
    expect(found).toMatchObject({ cause: 'volume-mount' });
    expect(found?.hint).toContain('another node');
  });
});

describe('containers that end', () => {
  const back = waiting('CrashLoopBackOff', 'back-off 1m20s restarting failed container');
  test.each([
    [
      back,
      { lastState: ended(3), restartCount: 4 },
      'crash-loop',
      'container main ends again and again, with exit code 3, restarted 4 times',
    ],
    [
      back,
      { lastState: ended(139), restartCount: 1 },
      'crash-loop',
      'container main ends again and again, with exit code 139 (signal 11), restarted once',
    ],
    [
      running,
      { lastState: ended(1), restartCount: 2 },
      'crash-loop',
      'container main ends again and again, with exit code 1, restarted 2 times',
    ],
    [
      back,
      { lastState: ended(0, 'Completed'), restartCount: 4 },
      'crash-loop',
      'container main ends again and again, with exit code 0, restarted 4 times',
    ],
    [ended(2), {}, 'container-exit', 'container main ended with exit code 2'],
    [
      ended(137, 'OOMKilled'),
      {},
      'out-of-memory',
      'container main was killed: it needed more than the memory of its node',
    ],
    [
      ended(128, 'StartError', { message: 'exec: "serve": executable file not found in $PATH' }),
      {},
      'container-exit',
      'container main cannot be started: exec: "serve": executable file not found in $PATH',
    ],
    [
      waiting('CreateContainerError', 'failed to generate spec: no command specified'),
      {},
      'container-exit',
      'container main cannot be started: failed to generate spec: no command specified',
    ],
  ])('%j %j', (state, rest, cause, message) => {
    expect(judged(one(state, rest))).toEqual([{ cause, message }]);
  });

  test('the log is that of the container that ended', () => {
    const logOf = (live: DataMap) => podTroubles(live, scene([]), { isHook: false })[0]?.log;
    const named = { namespace: 'shop', pod: 'web-1', container: 'main' };
    expect(logOf(one(back, { lastState: ended(3), restartCount: 4 }))).toEqual({ ...named, previous: true });
    expect(logOf(one(ended(3)))).toEqual({ ...named, previous: false });
  });

  test('of a hook', () => {
    expect(judged(one(ended(3)), { isHook: true })).toEqual([
      { cause: 'hook-failed', message: 'container main ended with exit code 3' },
    ]);
  });

  test('an init container holds the others back', () => {
    const live = pod('web-1', {
      spec: { initContainers: [{ name: 'wait' }], containers: [{ name: 'main' }] },
      initContainers: [{ name: 'wait', ready: false, restartCount: 3, state: back, lastState: ended(1) }],
      containers: [status(waiting('PodInitializing'))],
    });
    expect(judged(live)).toEqual([
      {
        cause: 'crash-loop',
        message: 'init container wait ends again and again, with exit code 1, restarted 3 times',
      },
    ]);
  });

  test('one that its liveness probe ends', () => {
    const live = one(
      back,
      { lastState: ended(137), restartCount: 3 },
      {
        containers: [{ name: 'main', livenessProbe: { tcpSocket: { port: 5432 } } }],
      },
    );
    const events = [
      event(live, 'Unhealthy', 'Liveness probe failed: dial tcp 10.0.0.5:5432: connect: connection refused', {
        container: 'main',
      }),
      event(live, 'Killing', 'Container main failed liveness probe, will be restarted', {
        type: 'Normal',
        container: 'main',
      }),
    ];
    expect(judged(live, { events })).toEqual([
      {
        cause: 'failed-probe',
        message:
          'container main: its liveness probe (TCP port 5432) fails, so that it is ended again and again: dial tcp 10.0.0.5:5432: connect: connection refused',
      },
    ]);
  });
});

describe('pods that run and are not ready', () => {
  const spec = {
    containers: [
      {
        name: 'main',
        ports: [{ name: 'http', containerPort: 8080 }],
        readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
      },
    ],
  };
  const live = pod('web-1', { phase: 'Running', spec, containers: [status(running)] });

  test('a readiness probe that fails', () => {
    const events = [
      event(live, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', {
        container: 'main',
      }),
    ];
    expect(judged(live, { events })).toEqual([
      {
        cause: 'failed-probe',
        message:
          'container main: its readiness probe (HTTP GET /ready, port http (8080)) fails: HTTP probe failed with statuscode: 503',
      },
    ]);
  });

  test('nobody says why', () => {
    expect(judged(live)).toEqual([
      {
        cause: 'not-ready',
        message:
          'container main runs and is not ready: its probe (HTTP GET /ready, port http (8080)) has not succeeded yet',
      },
    ]);
  });

  test('a readiness gate', () => {
    const gated = pod('web-1', {
      phase: 'Running',
      spec: {
        containers: [{ name: 'main' }],
        readinessGates: [{ conditionType: 'example.com/in-target-group' }],
      },
      containers: [status(running, { ready: true })],
      conditions: [
        { type: 'ContainersReady', status: 'True' },
        { type: 'Ready', status: 'False' },
      ],
    });
    expect(judged(gated)).toEqual([
      {
        cause: 'not-ready',
        message: 'its containers are ready, and readiness gate example.com/in-target-group is not',
      },
    ]);
  });
});

describe('pods without a node', () => {
  const unscheduled = (message: string, spec: DataMap = {}): DataMap =>
    pod('web-1', {
      spec: { containers: [{ name: 'main', resources: { requests: { cpu: '64' } } }], ...spec },
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
    });

  test.each([
    [
      '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
      /requests \(main: cpu 64\)/,
    ],
    ['0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: db}.', /toleration/],
    ["0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.", /nodeSelector/],
    ["0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints.", /replicas/],
  ])('%s', (message, hint) => {
    const [found] = podTroubles(unscheduled(message), scene([]), { isHook: false });
    expect(found?.cause).toBe('unschedulable');
    expect(found?.message).toMatch(/^no node fits: 0\/3 nodes are available: 3 [^.]*$/);
    expect(found?.hint).toMatch(hint);
  });

  const claimed = unscheduled('0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.', {
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
  });
  const claim = (spec: DataMap): DataMap =>
    object('PersistentVolumeClaim', 'data', {
      spec: { resources: { requests: { storage: '1Gi' } }, ...spec },
      status: { phase: 'Pending' },
    });

  test('a claim without its class is to blame, not the pod', () => {
    const sources = new Map([[sourceKey('StorageClass', null, 'fast'), { exists: false, keys: null }]]);
    expect(judged(claimed, { claims: [claim({ storageClassName: 'fast' })], sources })).toEqual([
      {
        cause: 'volume-claim',
        message: 'it waits for 1Gi of storage class fast, and there is no such class',
      },
    ]);
  });

  test('a claim for which nobody has a volume', () => {
    const live = claim({});
    const events = [
      event(
        live,
        'FailedBinding',
        'no persistent volumes available for this claim and no storage class is set',
        { type: 'Normal' },
      ),
    ];
    expect(judged(claimed, { claims: [live], events })).toEqual([
      {
        cause: 'volume-claim',
        message:
          'it waits for 1Gi of no storage class: no persistent volumes available for this claim and no storage class is set',
      },
    ]);
  });

  test('a claim that is not there', () => {
    expect(judged(claimed)).toEqual([{ cause: 'volume-claim', message: 'it is not there' }]);
  });
});

describe('pods as a whole', () => {
  test('evicted', () => {
    const live = pod('web-1', {
      phase: 'Failed',
      status: { reason: 'Evicted', message: 'The node was low on resource: memory.' },
    });
    expect(judged(live)).toEqual([
      { cause: 'not-ready', message: 'it failed (Evicted): The node was low on resource: memory.' },
    ]);
  });

  test.each([
    pod('web-1', { phase: 'Succeeded' }),
    pod('web-1', { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }),
    one(waiting('ContainerCreating')),
    pod('web-1', {}),
  ])('nothing is wrong: %j', (live) => {
    expect(judged(live)).toEqual([]);
  });
});
