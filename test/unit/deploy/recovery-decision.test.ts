import {
  array,
  assert as check,
  boolean,
  constant,
  constantFrom,
  nat,
  property,
  record,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Action, decide, mayProceed, type Stop } from '../../../src/deploy/recovery/decision.ts';
import type {
  FoundLock,
  FoundOperation,
  FoundRelease,
  RunState,
  Situation,
} from '../../../src/deploy/recovery/situation.ts';

const states: Record<RunState['state'], RunState> = {
  live: { state: 'live', why: 'it goes on' },
  ending: { state: 'ending', why: 'it ended', until: '2026-11-21T10:05:30.000Z' },
  over: { state: 'over', why: 'it is gone', orphans: [] },
  unknown: { state: 'unknown', why: 'nobody knows' },
};

const lock = (state: RunState['state'], pid = 1): FoundLock => ({
  holder: {
    path: `.pulumi/locks/${pid}.json`,
    user: 'ann',
    host: 'ci-7',
    pid,
    since: '2026-11-21T10:00:00Z',
  },
  note: null,
  run: states[state],
});

const release = (given: Partial<FoundRelease> = {}): FoundRelease => ({
  key: 'web',
  name: 'web',
  namespace: 'shop',
  revision: 3,
  status: 'pending-upgrade',
  since: '2026-11-21T10:00:00.000Z',
  until: '2026-11-21T10:06:00.000Z',
  expired: false,
  runOver: false,
  ...given,
});

const operation = (given: Partial<FoundOperation> = {}): FoundOperation => ({
  urn: 'urn:pulumi:dev::p::kubernetes:core/v1:Secret::login',
  type: 'kubernetes:core/v1:Secret',
  kind: 'Secret',
  name: 'login',
  operation: 'creating',
  known: false,
  stands: { as: 'object', apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'login-1a2b3c4d' },
  cluster: 'present',
  fieldManager: null,
  said: null,
  ...given,
});

const situation = (given: Partial<Situation> = {}): Situation => ({
  project: 'p',
  stack: 'dev',
  store: 'answered',
  locks: [],
  operations: [],
  releases: [],
  ...given,
});

/** `unlock`, `mark-failed`, `adopt` …, `stop lock` …; nothing: proceed. */
const words = (given: Partial<Situation>): string[] => {
  const { actions, stops } = decide(situation(given));
  return [
    ...actions.map((action) => (action.kind === 'refresh' ? action.how : action.kind)),
    ...stops.map(({ about }) => `stop ${about.kind}`),
  ];
};

const stands: Record<string, FoundOperation['stands']> = {
  release: { as: 'release', namespace: 'shop', name: 'web' },
  object: operation().stands,
  elsewhere: { as: 'elsewhere' },
};

describe('the table', () => {
  test('nothing left over: proceed', () => {
    expect(mayProceed(decide(situation()))).toBe(true);
    expect(mayProceed(decide(situation({ store: 'elsewhere' })))).toBe(true);
  });

  test('a store that does not answer', () => {
    expect(words({ store: 'silent' })).toEqual(['stop store']);
  });

  test.each([
    [['over'], ['unlock']],
    [
      ['over', 'over'],
      ['unlock', 'unlock'],
    ],
    [['live'], ['stop lock']],
    [['ending'], ['stop lock']],
    [['unknown'], ['stop lock']],
    [['over', 'live'], ['stop lock']],
    [
      ['unknown', 'live'],
      ['stop lock', 'stop lock'],
    ],
  ] as const)('locks of runs that are %j: %j', (runs, expected) => {
    expect(words({ locks: runs.map(lock) })).toEqual(expected);
  });

  test.each([
    [{}, ['stop release']],
    [{ expired: true }, ['mark-failed']],
    [{ runOver: true }, ['mark-failed']],
    [{ runOver: true, expired: true }, ['mark-failed']],
  ])('a release that is pending, %j: %j', (given, expected) => {
    for (const status of ['pending-install', 'pending-upgrade', 'pending-rollback', 'uninstalling'] as const)
      expect(words({ releases: [release({ ...given, status })] })).toEqual(expected);
  });

  // operation × what it stands for × what the cluster has × what is said of it
  const here = ['present', 'absent', 'unknown'] as const;
  const said = [null, 'created', 'not-created'] as const;
  const stop = 'stop operation';
  const creations: Record<string, readonly (readonly [string, string, string])[]> = {
    release: [
      [stop, 'adopt', stop],
      [stop, stop, 'forget'],
      [stop, stop, 'forget'],
    ],
    object: [
      [stop, 'adopt', stop],
      [stop, stop, 'forget'],
      [stop, stop, 'forget'],
    ],
    elsewhere: [
      [stop, stop, 'forget'],
      [stop, stop, 'forget'],
      [stop, stop, 'forget'],
    ],
  };
  const creationRows = Object.entries(creations).flatMap(([what, rows]) =>
    rows.flatMap((row, at) => row.map((expected, index) => [what, here[at], said[index], expected] as const)),
  );
  test.each(creationRows)(
    'the creation of a %s that is %s, said to be %s: %s',
    (what, cluster, answer, expected) => {
      const given = { cluster: cluster ?? 'unknown', said: answer ?? null };
      expect(
        words({ operations: [operation({ ...given, stands: stands[what] ?? { as: 'elsewhere' } })] }),
      ).toEqual([expected]);
    },
  );

  test.each([
    ['updating', 'release', ['reapply', 'reapply', 'reapply']],
    ['updating', 'object', ['reapply', 'reapply', 'reapply']],
    ['updating', 'elsewhere', ['reapply', 'reapply', 'reapply']],
    ['deleting', 'release', ['reapply', 'ask', null]],
    ['deleting', 'object', [null, 'ask', null]],
    ['deleting', 'elsewhere', [null, 'ask', null]],
    ['reading', 'release', [null, null, null]],
    ['reading', 'object', [null, null, null]],
    ['reading', 'elsewhere', [null, null, null]],
  ] as const)('%s a %s that is present, absent, unknown: %j', (kind, what, expected) => {
    for (const [index, cluster] of here.entries()) {
      const given = { operation: kind, cluster, known: true, stands: stands[what] ?? { as: 'elsewhere' } };
      const wanted = expected[index] ?? null;
      expect(words({ operations: [operation(given)] })).toEqual(wanted === null ? [] : [wanted]);
    }
  });

  test('while one creation is not answered, no operation is settled: Pulumi would forget it', () => {
    const answered = operation({ said: 'created' });
    const update = operation({ operation: 'updating' });
    expect(words({ operations: [answered, update] })).toEqual(['adopt', 'reapply']);
    expect(words({ operations: [answered, update, operation()] })).toEqual(['stop operation']);
    expect(words({ releases: [release({ runOver: true })], operations: [update, operation()] })).toEqual([
      'mark-failed',
      'stop operation',
    ]);
  });

  test('every stop says exactly what to run', () => {
    const commands = (given: Partial<Situation>): readonly string[] =>
      decide(situation(given)).stops.flatMap((each) => each.commands);
    expect(commands({ store: 'silent' })).toEqual(['k8s-deploy recover --stack dev']);
    expect(commands({ locks: [lock('live')] })).toEqual(['k8s-deploy up --stack dev --wait-for-lock 15m']);
    expect(commands({ locks: [lock('ending')] })).toEqual(['k8s-deploy recover --stack dev']);
    expect(commands({ locks: [lock('unknown')] })).toEqual(['pulumi cancel --yes --stack dev']);
    expect(commands({ releases: [release()] })).toEqual([
      'k8s-deploy recover --stack dev',
      'helm rollback web --namespace shop',
    ]);
    expect(commands({ releases: [release({ status: 'pending-install' })] })).toEqual([
      'k8s-deploy recover --stack dev',
      'helm uninstall web --namespace shop',
    ]);
    const { urn } = operation();
    expect(commands({ operations: [operation()] })).toEqual([
      `k8s-deploy recover --stack dev --created '${urn}'`,
    ]);
    expect(commands({ operations: [operation({ cluster: 'absent' })] })).toEqual([
      `k8s-deploy recover --stack dev --not-created '${urn}'`,
    ]);
    expect(commands({ operations: [operation({ cluster: 'unknown' })] })).toEqual([
      `k8s-deploy recover --stack dev --created '${urn}'`,
      `k8s-deploy recover --stack dev --not-created '${urn}'`,
    ]);
  });
});

describe('whatever is found', () => {
  const anyLock = record({
    state: constantFrom(...(Object.keys(states) as RunState['state'][])),
    pid: nat(),
  }).map(({ state, pid }) => lock(state, pid));
  const anyRelease = record({
    status: constantFrom('pending-install', 'pending-upgrade', 'pending-rollback', 'uninstalling'),
    expired: boolean(),
    runOver: boolean(),
  }).map((given) => release(given as Partial<FoundRelease>));
  const anyOperation = record({
    operation: constantFrom('creating', 'updating', 'deleting', 'reading'),
    cluster: constantFrom('present', 'absent', 'unknown'),
    said: constantFrom(null, 'created', 'not-created'),
    stands: constantFrom<FoundOperation['stands']>(...Object.values(stands)),
  }).map((given) => operation(given as Partial<FoundOperation>));
  const anySituation = record({
    project: constant('p'),
    stack: constant('dev'),
    store: constantFrom('answered', 'elsewhere', 'silent'),
    locks: array(anyLock, { maxLength: 3 }),
    releases: array(anyRelease, { maxLength: 3 }),
    operations: array(anyOperation, { maxLength: 4 }),
  }) as Arbitrary<Situation>;

  /** Why an action must not be done; null if it may. */
  function fault(action: Action): string | null {
    switch (action.kind) {
      case 'unlock':
        return action.lock.run.state === 'over' ? null : 'frees the lock of a run that may live';
      case 'mark-failed':
        return action.release.expired || action.release.runOver
          ? null
          : 'ends what somebody may be at work on';
      case 'refresh': {
        const { operation: kind, said: answer, cluster } = action.operation;
        if (kind !== 'creating') return null;
        const isSaid = answer === (action.how === 'adopt' ? 'created' : 'not-created');
        if (!isSaid) return 'settles a creation of which nobody has said how it went';
        return action.how === 'adopt' && cluster !== 'present' ? 'takes over what is not there' : null;
      }
    }
  }

  const isHeld = ({ store, locks }: Situation): boolean =>
    store === 'silent' || locks.some(({ run }) => run.state !== 'over');

  test('no lock but that of a run that is over is freed, and nothing is touched beside one that is not', () => {
    check(
      property(anySituation, (given) => {
        const { actions, stops } = decide(given);
        expect(actions.map(fault).filter((text) => text !== null)).toEqual([]);
        expect(isHeld(given) && (actions.length > 0 || stops.length === 0)).toBe(false);
      }),
      { numRuns: 10_000 },
    );
  });

  test('what is found is settled, left to a person with a command, or nothing to do; the order is fixed', () => {
    const rank = (action: Action): number => ['unlock', 'mark-failed', 'refresh'].indexOf(action.kind);
    const isComplete = (stop: Stop): boolean => stop.commands.length > 0 && stop.reason !== '';
    check(
      property(anySituation, (given) => {
        const decision = decide(given);
        expect(decide(structuredClone(given))).toEqual(decision);
        const { actions, stops } = decision;
        expect(actions.map(rank)).toEqual(actions.map(rank).toSorted((a, b) => a - b));
        expect(stops.every(isComplete)).toBe(true);
        if (isHeld(given)) return;
        const settled = actions.filter(({ kind }) => kind !== 'refresh').length;
        const left = stops.filter(({ about }) => about.kind === 'release').length;
        expect(settled + left).toBe(given.locks.length + given.releases.length);
        const open = stops.length - left;
        const refreshed = actions.filter(({ kind }) => kind === 'refresh').length;
        expect(open > 0 && refreshed > 0).toBe(false);
        const creations = given.operations.filter((each) => each.operation === 'creating').length;
        expect(open === 0 && refreshed < creations).toBe(false);
      }),
      { numRuns: 10_000 },
    );
  });
});
