import type { EngineEvent } from '@pulumi/pulumi/automation/events.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changesIn,
  countSteps,
  inert,
  plannedSteps,
  type Progress,
  progressOf,
  reached,
  type Step,
} from '../../../src/deploy/steps.ts';
import { recordedEvents, recordedProgress, recordings } from './recorded-events.ts';

const told = ({ operation, kind, name, changedKeys, replaceKeys, order }: Step): string => {
  const keys = changedKeys.map((key) => (replaceKeys.includes(key) ? `${key} (replace)` : key));
  const shown = keys.length === 0 ? '' : ` [${keys.join(', ')}]`;
  return `${operation} ${kind} ${name}${shown}${order === null ? '' : ` ${order}`}`;
};

const everything = [
  'Provider cluster',
  'Namespace hello',
  'Secret hello-login',
  'ConfigMap hello-ca',
  'Release hello',
];

describe('a plan, from recorded events', () => {
  test.each([
    ['create-preview', everything.map((resource) => `create ${resource}`)],
    ['create', everything.map((resource) => `create ${resource}`)],
    ['no-change', []],
    [
      'rotation-preview',
      [
        'replace Secret hello-login [data.password (replace)] create-first',
        'update Release hello [values.loginSecret]',
      ],
    ],
    [
      'rotation',
      [
        'replace Secret hello-login [data.password (replace)] create-first',
        'update Release hello [values.loginSecret]',
      ],
    ],
    ['failure', ['update Release hello [chart, timeout]']],
    ['destroy', everything.map((resource) => `delete ${resource}`)],
    [
      'destroy-retained',
      [
        'delete Release sf2loki',
        'delete Secret sf2loki-credentials',
        'delete Secret sf2loki-env',
        'delete Namespace observability',
        'delete Provider cluster',
        'forget StateBucket acme-example-sf2loki-state',
      ],
    ],
  ] as const)('%s', (name, expected) => {
    // Resources that don't depend on each other come in any order.
    const steps = plannedSteps(recordedProgress(name)).map(told);
    expect(new Set(steps)).toEqual(new Set(expected));
    expect(steps).toHaveLength(expected.length);
  });

  test.each(recordings.filter((name) => name !== 'failure'))(
    '%s: as many of each kind as the engine counts, but for the stack, which it counts too',
    (name) => {
      const events = recordedEvents(name);
      const { resourceChanges = {} } = events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent ?? {};
      const stack = events.find(
        ({ resourcePreEvent }) => resourcePreEvent?.metadata.type === 'pulumi:pulumi:Stack',
      );
      const engines: Record<string, number> = { ...resourceChanges };
      const stacks = stack?.resourcePreEvent?.metadata.op ?? 'none';
      engines[stacks] = (engines[stacks] ?? 0) - 1;

      const counts = countSteps(recordedProgress(name));
      const ours: Record<string, number> = { ...counts, delete: counts.delete + counts.forget, forget: 0 };
      const some = (all: Record<string, number>): unknown =>
        Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0));
      expect(some(ours)).toEqual(some(engines));
    },
  );

  test('what is only forgotten is a change too', () => {
    expect(changesIn(countSteps(recordedProgress('destroy-retained')))).toBe(6);
    expect(changesIn(countSteps(recordedProgress('no-change')))).toBe(0);
  });
});

describe('what was reached', () => {
  const labels = (name: (typeof recordings)[number], events = recordedProgress(name)): unknown => {
    const { done, failed, running } = reached(events);
    const label = (items: typeof done): string[] => items.map(({ step, phase }) => `${phase} ${step.name}`);
    return { done: label(done).toSorted(), failed: label(failed), running: label(running) };
  };

  test('a rotation: its phases, each done', () => {
    expect(labels('rotation')).toEqual({
      done: ['create-replacement hello-login', 'delete-replaced hello-login', 'update hello'],
      failed: [],
      running: [],
    });
  });

  test('a failure', () => {
    expect(labels('failure')).toEqual({ done: [], failed: ['update hello'], running: [] });
  });

  test.each(recordings)('%s: cut anywhere, each step is in one place at most', (name) => {
    const progress = recordedProgress(name);
    for (let end = 0; end <= progress.length; end++) {
      const { done, failed, running } = reached(progress.slice(0, end));
      const keys = [...done, ...failed, ...running].map(({ step, phase }) => `${phase} ${step.urn}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect(end === progress.length ? running : []).toEqual([]);
    }
  });

  test('cut before the end, the release is running', () => {
    const progress = recordedProgress('create');
    const start = progress.findIndex((item) => item.at === 'started' && item.step.kind === 'Release');
    expect(labels('create', progress.slice(0, start + 1))).toMatchObject({ running: ['create hello'] });
  });
});

/** Events as they come from the engine: its severities and operations are more than the types of its SDK name. */
const diagnostic = (event: {
  severity: string;
  message?: string;
  urn?: string;
  ephemeral?: boolean;
}): Progress | null =>
  progressOf({ diagnosticEvent: { message: 'text', color: 'never', ...event } } as unknown as EngineEvent);

describe('messages', () => {
  test('debug ones never pass: they hold whole states, secrets included', () => {
    const recorded = recordings
      .flatMap(recordedEvents)
      .flatMap(({ diagnosticEvent }) => diagnosticEvent ?? []);
    expect(recorded.filter(({ severity }) => (severity as string) === 'debug').length).toBeGreaterThan(20);
    expect(
      recordings.flatMap(recordedProgress).filter((item) => JSON.stringify(item).includes('not recorded')),
    ).toEqual([]);
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (message, urn) => {
        expect(diagnostic({ severity: 'debug', message, ...(urn === undefined ? {} : { urn }) })).toBeNull();
      }),
    );
  });

  test('nor do those of a severity that we do not know', () => {
    fc.assert(
      fc.property(fc.string(), (severity) => {
        fc.pre(!['info', 'info#err', 'warning', 'error'].includes(severity));
        expect(diagnostic({ severity })).toBeNull();
      }),
    );
  });

  test('of the recordings, only the failure says something', () => {
    const messages = recordings
      .flatMap(recordedProgress)
      .filter((item) => item.at === 'message')
      .map(({ severity, name, text }) => ({ severity, name, text }));
    expect(messages).toEqual([
      {
        severity: 'error',
        name: 'hello',
        text: expect.stringContaining('context deadline exceeded') as string,
      },
      { severity: 'error', name: null, text: 'update failed' },
    ]);
  });

  test.each([
    [
      { severity: 'info', message: '<{%reset%}>plain<{%fg 1%}>er' },
      { severity: 'info', text: 'plainer' },
    ],
    [{ severity: 'info#err' }, { severity: 'info' }],
    [
      { severity: 'warning', urn: 'urn:pulumi:dev::p::k:v1:Secret::login' },
      { name: 'login', severity: 'warning' },
    ],
    [
      { severity: 'error', urn: '' },
      { name: null, severity: 'error' },
    ],
    [{ severity: 'error', message: '\u001B[2J\u0007a\rb\tc\nd' }, { text: '[2Jab\tc\nd' }],
  ])('%j', (event, expected) => {
    expect(diagnostic(event)).toMatchObject({ at: 'message', ...expected });
  });

  test.each([
    [{ severity: 'info', message: ' \n' }],
    [{ severity: 'info', ephemeral: true }],
    [{ severity: 'warning', message: 'using pulumi-resource-kubernetes from $PATH at /programs/x\n' }],
  ])('%j says nothing', (event) => {
    expect(diagnostic(event)).toBeNull();
  });

  test('no control character but new line and tab is left of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(inert(text).replaceAll(/[\n\t]/g, '')).not.toMatch(/\p{Cc}/u);
        expect(inert(inert(text))).toBe(inert(text));
      }),
    );
  });
});

const step = (metadata: {
  op?: string;
  urn?: string;
  type?: string;
  old?: { retainOnDelete: boolean };
  diffs?: string[];
  detailedDiff?: Record<string, { diffKind: string }>;
}): Progress | null => {
  const urn = 'urn:pulumi:dev::p::a:b/v1:Kind::name';
  return progressOf({
    resourcePreEvent: { metadata: { op: 'create', urn, type: 'a:b/v1:Kind', ...metadata } },
  } as unknown as EngineEvent);
};

describe('steps', () => {
  test.each([
    ['read', 'read', 'read'],
    ['import', 'import', 'import'],
    ['import-replacement', 'replace', 'replace'],
    ['read-replacement', 'replace', 'replace'],
    ['create-replacement', 'create-replacement', 'replace'],
  ])('%s', (op, phase, operation) => {
    expect(step({ op })).toMatchObject({ phase, step: { operation, kind: 'Kind', name: 'name' } });
  });

  test.each(['refresh', 'read-discard', 'discard-replaced', 'remove-pending-replace', 'invented-tomorrow'])(
    '%s is none',
    (op) => expect(step({ op })).toBeNull(),
  );

  test('what is replaced and retained stays: it is forgotten', () => {
    expect(step({ op: 'delete-replaced', old: { retainOnDelete: true } })).toMatchObject({
      phase: 'forget',
      step: { operation: 'replace' },
    });
  });

  test('the stack, and a provider that nobody declared, are not told of', () => {
    expect(step({ type: 'pulumi:pulumi:Stack' })).toBeNull();
    const type = 'pulumi:providers:k8s-deploy';
    expect(step({ type, urn: `urn:pulumi:dev::p::${type}::default_1_0_0` })).toBeNull();
    expect(step({ type, urn: `urn:pulumi:dev::p::${type}::cluster` })).toMatchObject({
      step: { kind: 'Provider' },
    });
  });

  test('changed keys: those of Pulumi itself left out, sorted, `diffs` if there is nothing finer', () => {
    const diff = { diffKind: 'update' };
    expect(
      step({ detailedDiff: { b: diff, __defaults: diff, a: { ...diff, diffKind: 'add-replace' } } }),
    ).toMatchObject({
      step: { changedKeys: ['a', 'b'], replaceKeys: ['a'] },
    });
    expect(step({ diffs: ['y', '__x', 'b'] })).toMatchObject({ step: { changedKeys: ['b', 'y'] } });
  });

  test('other events are none', () => {
    for (const kind of ['preludeEvent', 'summaryEvent', 'cancelEvent', 'policyEvent']) {
      expect(progressOf({ sequence: 1, timestamp: 0, [kind]: {} })).toBeNull();
    }
  });
});
