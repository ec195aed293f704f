import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Recipe } from '../../../src/systems/system.ts';
import { leoflow } from '../../../src/systems/leoflow/index.ts';
import { pem, type Options } from './leoflow-releases.ts';
import { nameReferences, quickRecipe, sourceNames } from './references.ts';

/** A secret source with a name that can be found again. */
const source = fc
  .tuple(fc.constantFrom('fromConfig', 'fromEnv', 'fromFile'), fc.integer({ min: 0, max: 999 }))
  .map(([kind, number]) => ({ [kind]: `SOURCE_${number}` }));
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const existing = fc.constant({ existingSecret: 'theirs' });
const given = (name: string): fc.Arbitrary<object> =>
  fc.oneof(
    source.map((from) => ({ [name]: from })),
    existing,
  );
const ca = maybe(fc.constantFrom<unknown>(pem, { existingConfigMap: 'corporate-ca' }));

/** Releases that load: what is random is how they are put together. */
const releases = fc
  .record({
    namespace: fc.constantFrom('leoflow', 'control'),
    database: given('url'),
    redis: given('url'),
    auth: given('jwtSecret'),
    secretKey: maybe(fc.oneof(source, existing)),
    bootstrap: maybe(given('password')),
    databaseCa: ca,
    redisCa: ca,
    way: fc.constantFrom('chart', 'unverified'),
    agentTLS: fc.oneof(
      fc.constant({ enabled: false }),
      source.map((key) => ({ certificate: { cert: pem, key }, ca: pem })),
      fc.constant({ certificate: { existingSecret: 'tls' }, ca: { existingConfigMap: 'agents' } }),
    ),
    scale: fc.oneof(
      fc.integer({ min: 1, max: 5 }).map((replicas) => ({ replicas })),
      fc.integer({ min: 1, max: 5 }).map((min) => ({ autoscaling: { min, max: min + 2 } })),
    ),
    trial: fc.subarray(['postgresql', 'redis']),
    tasks: fc.constantFrom({}, { namespace: 'jobs' }, { secret: { files: { a: { fromEnv: 'SOURCE_1' } } } }),
    secretName: maybe(fc.constant('credentials')),
  })
  .map(({ database, redis, databaseCa, redisCa, way, scale, trial, ...rest }) => {
    const own = !trial.includes('postgresql');
    return {
      chart: { ref: './chart' },
      logs: { accessMode: 'ReadWriteMany' },
      ...rest,
      ...scale,
      database: own ? { ...database, ca: databaseCa } : undefined,
      redis: trial.includes('redis') ? undefined : { ...redis, ca: redisCa },
      migrations: own && databaseCa !== undefined ? { databaseCa: way } : {},
      poc: trial.length === 0 ? undefined : Object.fromEntries(trial.map((name) => [name, {}])),
    };
  });

const check = (property: (made: Recipe, options: Options) => void): void => {
  fc.assert(fc.property(releases, (options) => property(quickRecipe(leoflow, options), options)));
};

test('no secret source is named in a value, of this release or of one beside it', () => {
  check(({ values, companions = [] }, options) => {
    const text = JSON.stringify([values, ...companions.map((companion) => companion.values)]);
    expect(sourceNames(options).filter((name) => text.includes(name))).toEqual([]);
  });
});

test('whatever a value refers to is made, and what is made is referred to', () => {
  check(({ values, companions = [], backing }) => {
    const made = backing.filter(({ kind }) => kind !== 'namespace').map(({ id }) => id);
    const references = [values, ...companions.map((companion) => companion.values)].flatMap(nameReferences);
    expect([...new Set(references)].toSorted()).toEqual(made.toSorted());
  });
});

test('the Secret has the keys that are read from it, and no other', () => {
  check(({ values, backing }) => {
    const { database, redis, auth, secretKeyExistingSecret, bootstrap } = values as Record<string, never>;
    const wired = {
      databaseUrl: database,
      redisUrl: redis,
      jwtSecret: auth,
      secretKey: { existingSecret: secretKeyExistingSecret },
      bootstrapPassword: bootstrap,
    } as Record<string, { existingSecret?: unknown } | undefined>;
    const ours = backing.find(({ id }) => id.endsWith('/it-credentials') || id.endsWith('/credentials'));
    const keys = Object.keys(wired).filter((key) => typeof wired[key]?.existingSecret === 'object');
    expect(Object.keys(ours?.kind === 'secret' ? ours.data : {}).toSorted()).toEqual(keys.toSorted());
  });
});

test('a CA is mounted where an address verifies by it, and nowhere else', () => {
  check(({ values, backing }, { database }) => {
    const ours = backing.find(({ id }) => id.endsWith('/it-credentials') || id.endsWith('/credentials'));
    const url = ours?.kind === 'secret' ? ours.data['databaseUrl'] : undefined;
    const verified = JSON.stringify(url ?? null).includes('/etc/leoflow/db-ca/ca.crt');
    const { caConfigMap } = values['database'] as { caConfigMap?: unknown };
    const byUs = (database as { url?: object } | undefined)?.url !== undefined;
    expect(verified).toBe(byUs && caConfigMap !== undefined);
  });
});

test('what task pods need is in their namespace', () => {
  check(({ values, backing }, { namespace }) => {
    const tasks = values['taskNamespace'];
    const theirs = backing.filter(({ id }) => /-agent-ca$|-task-secret$/.test(id));
    expect(theirs.filter((each) => 'namespace' in each && each.namespace !== tasks)).toEqual([]);
    expect(backing.some(({ id }) => id === `namespace/${tasks as string}`)).toBe(tasks !== namespace);
  });
});
