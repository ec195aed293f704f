/** What was seen of a release → its troubles: which come first, which are one, and what is told when nothing is to be seen. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Data, DataMap } from '../../../src/kubernetes/data.ts';
import { objectKey } from '../../../src/kubernetes/object-id.ts';
import { eventsOf } from '../../../src/triage/event-tail.ts';
import { isUnnamed } from '../../../src/triage/message.ts';
import { neededSources } from '../../../src/triage/needed-sources.ts';
import { emptyScene, sourceKey, type Scene } from '../../../src/triage/scene.ts';
import { idOf, type Suspect } from '../../../src/triage/suspect.ts';
import { causeIds } from '../../../src/triage/trouble.ts';
import { offlineSuspects, suspectsIn } from '../../../src/triage/troubles.ts';
import {
  deployment,
  ended,
  event,
  id,
  job,
  object,
  pod,
  release,
  running,
  scene,
  since,
  status,
  waiting,
} from './parts.ts';

const short = ({ cause, object: { kind, name }, of, message }: Suspect): string =>
  `${cause} ${kind} ${name}${of === null ? '' : ` of ${of.kind} ${of.name}`}: ${message}`;
const told = (seen: Scene): string[] => suspectsIn(seen).map(short);

const crashing = (name: string, restarts = 4): DataMap =>
  pod(name, {
    phase: 'Running',
    containers: [status(waiting('CrashLoopBackOff'), { lastState: ended(3), restartCount: restarts })],
  });
const hookJob = (now: DataMap = {}): DataMap => job('migrate', now);
const asHook = (live: DataMap | null, pods: readonly DataMap[], rest: Partial<Scene> = {}): Scene => ({
  ...scene(live === null ? [] : [[live, pods]], rest),
  objects: [],
  hooks: [{ object: id('Job', 'migrate', 'batch/v1'), events: ['pre-install'], deletePolicies: [] }],
  ...(live === null ? { live: new Map([[objectKey(id('Job', 'migrate', 'batch/v1')), null]]) } : {}),
});

describe('several troubles', () => {
  test('pods of one workload with the same cause are one trouble, however often each was restarted', () => {
    const pods = [crashing('web-a', 4), crashing('web-b', 5), crashing('web-c', 4)];
    expect(told(scene([[deployment('web', 3), pods]]))).toEqual([
      'crash-loop Pod web-a of Deployment web: 3 pods: container main ends again and again, with exit code 3, restarted 4 times',
    ]);
  });

  test('what others follow from comes first: the missing Secret before the pods that crash without it', () => {
    const spec = {
      containers: [
        { name: 'main', env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'login', key: 'a' } } }] },
      ],
    };
    const lacking = pod('db-0', {
      spec,
      containers: [status(waiting('CreateContainerConfigError', 'secret "login" not found'))],
    });
    const sources = new Map([[sourceKey('Secret', 'shop', 'login'), { exists: false, keys: null }]]);
    const seen = scene(
      [
        [deployment('web'), [crashing('web-a')]],
        [object('StatefulSet', 'db', { spec: {} }, 'apps/v1'), [lacking]],
      ],
      { sources },
    );
    expect(suspectsIn(seen).map(({ cause }) => cause)).toEqual(['missing-secret', 'crash-loop']);
  });

  test('pods on their way out, ready ones and whole workloads are not told', () => {
    const going = { ...crashing('web-old') };
    const metadata = { ...(going['metadata'] as DataMap), deletionTimestamp: since };
    const ready = pod('web-ready', { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] });
    const whole = deployment('whole', 1, { readyReplicas: 1, updatedReplicas: 1, replicas: 1 });
    const seen = scene([
      [deployment('web', 2), [{ ...going, metadata }, ready, crashing('web-a')]],
      [whole, []],
    ]);
    expect(suspectsIn(seen).map(({ object: { name } }) => name)).toEqual(['web-a']);
  });
});

test('what is wrong with the newest template counts, not with the one before it', () => {
  const owned = (live: DataMap, uid: string): DataMap => ({
    ...live,
    metadata: { ...(live['metadata'] as DataMap), ownerReferences: [{ uid }] },
  });
  const set = (name: string, revision: string): DataMap => {
    const live = object('ReplicaSet', name, {}, 'apps/v1');
    const annotations = { 'deployment.kubernetes.io/revision': revision };
    return { ...live, metadata: { ...(live['metadata'] as DataMap), annotations } };
  };
  const pulls = pod('web-new', { containers: [status(waiting('ImagePullBackOff', 'not found'))] });
  const pods = [owned(crashing('web-old'), 'uid-of-web-9'), owned(pulls, 'uid-of-web-10')];
  const live = deployment('web', 2);
  const seen = scene([[live, pods]]);
  const made = new Map([
    [objectKey(idOf(live)), { replicaSets: [set('web-9', '9'), set('web-10', '10')], pods }],
  ]);
  expect(suspectsIn({ ...seen, made }).map(({ object: { name } }) => name)).toEqual(['web-new']);
  const [old = {}] = pods;
  const onlyOld = new Map([[objectKey(idOf(live)), { replicaSets: [set('web-9', '9')], pods: [old] }]]);
  expect(suspectsIn({ ...seen, made: onlyOld }).map(({ object: { name } }) => name)).toEqual(['web-old']);
});

describe('workloads without pods', () => {
  test('the controller was refused: by its condition', () => {
    const live = deployment('web', 2, {
      conditions: [
        {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message:
            'pods "web-5d9c-x" is forbidden: exceeded quota: small, requested: pods=1, used: pods=3, limited: pods=3',
        },
      ],
    });
    expect(told(scene([[live, []]]))).toEqual([
      'quota Deployment web: its pods cannot be made: quota small is exceeded: pods=1 more is asked for, pods=3 is used, pods=3 is allowed',
    ]);
  });

  test('by its event, where it keeps no condition', () => {
    const live = object('StatefulSet', 'db', { spec: {} }, 'apps/v1');
    const text =
      'create Pod db-0 in StatefulSet db failed error: admission webhook "policy.example.com" denied the request: no';
    expect(told(scene([[live, []]], { events: [event(live, 'FailedCreate', text)] }))).toEqual([
      'webhook StatefulSet db: its pods cannot be made: admission webhook policy.example.com refuses it: no',
    ]);
  });

  test('time ran out while they were on their way', () => {
    const pods = ['web-a', 'web-b'].map((name) =>
      pod(name, { containers: [status(waiting('ContainerCreating'))] }),
    );
    expect(told(scene([[deployment('web', 2), pods]]))).toEqual([
      'timeout Deployment web: time ran out: 0 of 2 pods are ready; 2 pods: each is still at ContainerCreating',
    ]);
  });
});

describe('hooks', () => {
  test('one that fails names its pod and the exit code', () => {
    const failed = pod('migrate-x', { phase: 'Failed', containers: [status(ended(3))] });
    const live = hookJob({
      conditions: [
        { type: 'Failed', status: 'True', message: 'Job has reached the specified backoff limit' },
      ],
    });
    expect(told(asHook(live, [failed]))).toEqual([
      'hook-failed Pod migrate-x of Job migrate: pre-install hook: container main ended with exit code 3',
    ]);
  });

  test('one that hangs names its pod, which runs, and its log', () => {
    const runs = pod('migrate-x', {
      phase: 'Running',
      containers: [status(running)],
      conditions: [{ type: 'Ready', status: 'True' }],
    });
    const [found] = suspectsIn(asHook(hookJob(), [runs]));
    expect(found).toMatchObject({
      cause: 'timeout',
      message: 'pre-install hook: time ran out: 0 of 1 pods have succeeded; pod migrate-x still runs',
      log: { pod: 'migrate-x', container: 'main', previous: false },
    });
  });

  test('one whose pods its controller has deleted says what the Job says', () => {
    const live = hookJob({
      conditions: [
        { type: 'Failed', status: 'True', message: 'Job was active longer than specified deadline' },
      ],
    });
    expect(told(asHook(live, []))).toEqual([
      'hook-failed Job migrate: pre-install hook: Job was active longer than specified deadline',
    ]);
  });

  const gonePod = pod('migrate-7xk2p', {});
  test.each([
    [
      'FailedScheduling',
      '0/3 nodes are available: 3 Insufficient cpu. preemption: none',
      'unschedulable',
      'no node fits: 0/3 nodes are available: 3 Insufficient cpu.',
    ],
    [
      'Failed',
      'Failed to pull image "x": not found',
      'image-pull',
      'its container: Failed to pull image "x": not found',
    ],
    [
      'Failed',
      'Error: secret "login" not found',
      'missing-secret',
      'its container: there is no Secret shop/login',
    ],
    [
      'BackOff',
      'Back-off restarting failed container main in pod migrate-7xk2p',
      'hook-failed',
      'its container ended again and again: Back-off restarting failed container main in pod migrate-7xk2p',
    ],
    [
      'FailedMount',
      'MountVolume.SetUp failed for volume "files" : configmap "modes" not found',
      'missing-config-map',
      'volume files: there is no ConfigMap shop/modes',
    ],
  ])('one that its policy deleted is told by its events: %s, %s', (reason, text, cause, message) => {
    const events = [
      event(gonePod, reason, text),
      event(hookJob(), 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'),
    ];
    expect(told(asHook(null, [], { events }))[0]).toBe(
      `${cause} Pod migrate-7xk2p of Job migrate: pre-install hook: ${message}`,
    );
  });

  test('that its policy has deleted it is said', () => {
    const events = [event(gonePod, 'FailedScheduling', '0/3 nodes are available: 3 Insufficient cpu.')];
    const seen = asHook(null, [], { events });
    const [hook] = seen.hooks;
    const hooks = hook === undefined ? [] : [{ ...hook, deletePolicies: ['hook-failed'] }];
    expect(told({ ...seen, hooks })[0]).toMatch(/: hook-delete-policy hook-failed has deleted it$/);
  });

  test('what is left of another time, or of a test, is not to blame', () => {
    const failed = { conditions: [{ type: 'Failed', status: 'True', message: 'no' }] };
    const live = hookJob(failed);
    const metadata = { ...(live['metadata'] as DataMap), creationTimestamp: '2026-03-03T05:00:00Z' };
    expect(suspectsIn(asHook({ ...live, metadata }, [])).map(({ cause }) => cause)).toEqual(['unknown']);
    const seen = asHook(live, []);
    const hooks = seen.hooks.map((hook) => ({ ...hook, events: ['test'] }));
    expect(suspectsIn({ ...seen, hooks }).map(({ cause }) => cause)).toEqual(['unknown']);
  });

  test('events of an earlier attempt, and of others with a longer name, are not its own', () => {
    const events = [
      event(gonePod, 'FailedScheduling', 'no node', { time: '2026-03-04T04:00:00.000Z' }),
      event(pod('migrate-users-job-7xk2p', {}), 'FailedScheduling', 'no node'),
    ];
    expect(suspectsIn(asHook(null, [], { events })).map(({ cause }) => cause)).toEqual(['unknown']);
  });
});

describe('what Helm says', () => {
  const web = id('Deployment', 'web', 'apps/v1');
  const quoted = (message: string, rest: Partial<Scene> = {}): Scene => ({
    ...emptyScene,
    release,
    since,
    message,
    objects: [id('ConfigMap', 'web'), web],
    ...rest,
  });

  test('every refusal, with its object', () => {
    const message =
      '2 errors occurred:\n\t* Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1\n\t* configmaps "web" is forbidden: exceeded quota: small, requested: configmaps=1, used: configmaps=1, limited: configmaps=1\n\n';
    expect(suspectsIn(quoted(message)).map(short)).toEqual([
      'invalid Deployment web: the API server refuses it: spec.replicas: Invalid value: -1',
      'quota ConfigMap web: quota small is exceeded: configmaps=1 more is asked for, configmaps=1 is used, configmaps=1 is allowed',
    ]);
  });

  test('what somebody else has comes with the commands that hand it over', () => {
    const message =
      'Unable to continue with install: ConfigMap "web" in namespace "shop" exists and cannot be imported into the current release: invalid ownership metadata; label validation error';
    expect(suspectsIn(quoted(message))[0]?.hint).toContain(
      '`kubectl label configmap web --namespace shop --overwrite app.kubernetes.io/managed-by=Helm`',
    );
    const whole = 'cannot re-use a name that is still in use';
    expect(suspectsIn(quoted(whole))[0]?.hint).toContain('adopt: true');
  });

  test('a webhook names no object: asked again, the API server does', () => {
    const message = '1 error occurred:\n\t* admission webhook "policy" denied the request: no\n\n';
    expect(isUnnamed(quoted(message))).toBe(true);
    const refused = [{ object: web, message: 'admission webhook "policy" denied the request: no' }];
    expect(told(quoted(message, { refused }))).toEqual([
      'webhook Deployment web: admission webhook policy refuses it: no',
    ]);
    expect(told(quoted(message))).toEqual(['webhook Release web: admission webhook policy refuses it: no']);
  });

  test('it is never the end of it that time ran out', () => {
    const whole = deployment('web', 1, { readyReplicas: 1, updatedReplicas: 1, replicas: 1 });
    const message = 'timed out waiting for the condition';
    expect(told(scene([[whole, []]], { message }))).toEqual([
      'timeout Release web: time ran out before all was ready; by now it is',
    ]);
    expect(told(quoted(message))[0]).toMatch(/^timeout Release web: time ran out, and no object/);
  });

  test('what could not be looked at is told where nothing says why', () => {
    const gaps = ['no permission to list pods in namespace shop'];
    expect(told(scene([[deployment('web'), []]], { gaps }))).toEqual([
      'timeout Deployment web: time ran out: 0 of 1 pods are ready; no permission to list pods in namespace shop',
    ]);
    expect(told(scene([[deployment('web'), [crashing('web-a')]]], { gaps }))[0]).not.toContain('permission');
  });

  test('what nobody knows is told in its words', () => {
    expect(told(quoted('something\n  strange'))).toEqual(['unknown Release web: something strange']);
    expect(told(quoted(''))).toEqual(['unknown Release web: nobody says why']);
  });

  test('a cluster that does not answer', () => {
    expect(offlineSuspects(quoted('no such thing'), 'the API server cannot be reached').map(short)).toEqual([
      'unreachable Release web: the API server cannot be reached; no such thing',
    ]);
  });
});

describe('events', () => {
  const live = deployment('web');
  test('at most five, newest last, warnings before what went well, the same one once', () => {
    const events = [
      event(live, 'ScalingReplicaSet', 'Scaled up', { type: 'Normal' }),
      ...Array.from({ length: 12 }, (_, index) =>
        event(live, 'FailedCreate', `Error creating: pods "web-5d9c-${index}" is forbidden`, { count: 2 }),
      ),
      event(
        live,
        'FailedCreate',
        '(combined from similar events): Error creating: pods "web-5d9c-12" is forbidden',
        {
          count: 3,
          time: '2026-03-04T05:02:00.000Z',
        },
      ),
      ...['a', 'b', 'c'].map((word) => event(live, 'Unhealthy', word)),
    ];
    const shown = eventsOf({ object: idOf(live) }, scene([[live, []]], { events }));
    expect(shown.map(({ reason, message, count }) => [reason, message, count])).toEqual([
      ['ScalingReplicaSet', 'Scaled up', 1],
      ['Unhealthy', 'a', 1],
      ['Unhealthy', 'b', 1],
      ['Unhealthy', 'c', 1],
      ['FailedCreate', 'Error creating: pods "web-5d9c-12" is forbidden', 27],
    ]);
  });

  test('of one that had its name before there are none', () => {
    const earlier = event(live, 'FailedCreate', 'x');
    const events = [{ ...earlier, about: { ...earlier.about, uid: 'uid-of-another' } }];
    expect(eventsOf({ object: idOf(live) }, scene([[live, []]], { events }))).toEqual([]);
  });
});

test('only pods that wait for them have their Secrets looked up, and claims their class', () => {
  const spec = {
    containers: [
      {
        name: 'main',
        envFrom: [{ secretRef: { name: 'login' } }, { configMapRef: { name: 'maybe', optional: true } }],
      },
    ],
  };
  const waits = pod('web-a', { spec, containers: [status(waiting('ContainerCreating'))] });
  const crashes = { ...crashing('web-b'), spec };
  const claim = object('PersistentVolumeClaim', 'data', {
    spec: { storageClassName: 'fast' },
    status: { phase: 'Pending' },
  });
  expect(neededSources(scene([[deployment('web', 2), [waits, crashes]]], { claims: [claim] }))).toEqual([
    { kind: 'Secret', namespace: 'shop', name: 'login' },
    { kind: 'StorageClass', namespace: null, name: 'fast' },
  ]);
  expect(neededSources(scene([[deployment('web', 1), [crashes]]]))).toEqual([]);
});

describe('whatever the cluster answers', () => {
  const leaf = fc.oneof(fc.string({ maxLength: 30 }), fc.integer(), fc.boolean(), fc.constant(null));
  const known = fc.constantFrom(
    'status',
    'state',
    'waiting',
    'terminated',
    'reason',
    'message',
    'conditions',
    'type',
    'containers',
    'containerStatuses',
    'name',
    'spec',
    'volumes',
    'exitCode',
  );
  const anything = fc.letrec<{ tree: Data }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(known, tie('tree'), { maxKeys: 5 }),
    ),
  })).tree;
  const parts = fc.record({
    kind: fc.constantFrom('Deployment', 'Job', 'StatefulSet', 'Pod', 'PersistentVolumeClaim'),
    spec: anything,
    status: anything,
  });
  const message = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.constantFrom('timed out waiting for the condition', 'admission webhook "a" denied the request: b'),
  );

  test('there is a trouble, each with a known cause, an object, a sentence and a hint; ten at most, root causes first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(parts, fc.array(parts, { maxLength: 3 })), { maxLength: 4 }),
        message,
        (workloads, text) => {
          const live = (
            { kind, ...rest }: { kind: string; spec: Data; status: Data },
            name: string,
          ): DataMap => object(kind, name, rest);
          const seen = scene(
            workloads.map(([workload, pods], index) => [
              live(workload, `w-${index}`),
              pods.map((each, at) => live({ ...each, kind: 'Pod' }, `w-${index}-${at}`)),
            ]),
            { message: text },
          );
          const found = suspectsIn(seen);
          expect(found.length).toBeGreaterThan(0);
          expect(found.length).toBeLessThanOrEqual(10);
          for (const {
            cause,
            object: { name },
            message: sentence,
            hint,
          } of found) {
            expect(causeIds).toContain(cause);
            expect(name).not.toBe('');
            expect(sentence).not.toBe('');
            expect(hint).not.toBe('');
            expect(sentence.length).toBeLessThan(2500);
          }
          expect(suspectsIn(seen)).toEqual(found);
        },
      ),
      { numRuns: 500 },
    );
  });
});
