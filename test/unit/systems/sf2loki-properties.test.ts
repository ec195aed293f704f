import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Recipe } from '../../../src/systems/system.ts';
import { sf2loki } from '../../../src/systems/sf2loki/index.ts';
import { nameReferences, quickRecipe, sourceNames } from './references.ts';
import type { Options } from './sf2loki-releases.ts';

/** A secret source with a name that can be found again. */
const source = fc
  .tuple(fc.constantFrom('fromConfig', 'fromEnv', 'fromFile'), fc.integer({ min: 0, max: 999 }))
  .map(([kind, number]) => ({ [kind]: `SOURCE_${number}` }));
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const s3 = { bucket: 'acme-state', region: 'eu-west-1' };
const shared = fc.constantFrom<Options>(
  s3,
  { ...s3, create: false },
  { store: 'gcs', bucket: 'acme-state' },
  { ...s3, endpoint: 'http://minio:9000' },
);

/** Releases that load: what is random is how they are put together. */
const releases = fc
  .record({
    replicas: fc.integer({ min: 1, max: 4 }),
    alone: fc.boolean(),
    byKey: fc.boolean(),
    clientId: fc.oneof(fc.constant('consumer-key'), source),
    credential: source,
    token: source,
    optional: fc.subarray(['otlp-token', 'transform-salt']),
    extra: source,
    shared,
    file: fc.boolean(),
    shutdownGrace: maybe(
      fc.tuple(fc.nat(300), fc.constantFrom('s', 'm', 'ms')).map(([amount, unit]) => `${amount}${unit}`),
    ),
    networkPolicy: maybe(fc.constant({})),
    env: maybe(source.map((secret) => ({ SECRET: secret, PLAIN: 'text' }))),
  })
  .map(({ alone, byKey, clientId, credential, token, optional, extra, file, shared: store, ...rest }) => ({
    chart: { ref: './chart' },
    namespace: 'observability',
    ...rest,
    ...(alone && rest.replicas === 1 ? { ha: true } : {}),
    state: file && rest.replicas === 1 && !alone ? {} : store,
    salesforce: byKey
      ? { username: 'user@example.com', clientId }
      : { authMode: 'clientCredentials', loginUrl: 'https://acme.my.salesforce.com', clientId },
    loki: { url: 'https://loki.example.com/push' },
    credentials: {
      files: {
        [byKey ? 'server.key' : 'client-secret']: credential,
        'loki-token': token,
        ...Object.fromEntries(optional.map((name) => [name, extra])),
      },
    },
  }));

const check = (property: (made: Recipe, options: Options) => void): void => {
  fc.assert(fc.property(releases, (options) => property(quickRecipe(sf2loki, options), options)));
};

interface Config {
  readonly coordinate?: {
    readonly type: string;
    readonly k8s_lease: { readonly name: string; readonly namespace: string };
  };
  readonly state: { readonly store: string };
  readonly service: { readonly shutdown_grace?: string };
}
const configOf = ({ values }: Recipe): Config => values['config'] as unknown as Config;

test('no secret source is named in a value', () => {
  check(({ values }, options) => {
    const text = JSON.stringify(values);
    expect(sourceNames(options).filter((name) => text.includes(name))).toEqual([]);
  });
});

test('whatever a value refers to is made', () => {
  check(({ values, backing }) => {
    const made = backing.map(({ id }) => id);
    expect(nameReferences(values).filter((id) => !made.includes(id))).toEqual([]);
  });
});

test('every file of the configuration is in the Secret that the pod mounts', () => {
  check(({ values, backing }) => {
    const files = [...JSON.stringify(values).matchAll(/\/etc\/sf2loki\/secrets\/([^"]+)/g)].map(
      ([, file]) => file,
    );
    const secret = backing.find(({ id }) => id.endsWith('-credentials'));
    expect(Object.keys(secret?.kind === 'secret' ? secret.data : {})).toEqual(expect.arrayContaining(files));
  });
});

test('a leader is elected wherever there is more than one pod', () => {
  check((made, { replicas, ha: asked }) => {
    const { coordinate, state } = configOf(made);
    const { ha } = made.values as { ha?: { leaseName: string } };
    expect({ ha: ha !== undefined, type: coordinate?.type ?? 'noop' }).toEqual(
      Number(replicas) > 1 || asked === true ? { ha: true, type: 'k8s_lease' } : { ha: false, type: 'noop' },
    );
    expect(coordinate?.k8s_lease.name).toBe(ha?.leaseName);
    expect([undefined, '${POD_NAMESPACE}']).toContain(coordinate?.k8s_lease.namespace);
    expect(ha !== undefined && state.store === 'file').toBe(false);
  });
});

test('without a leader there is never a second pod, not even in a rollout', () => {
  check(({ values }) => {
    const { ha, replicaCount, rollingUpdate } = values as Record<string, unknown>;
    expect([replicaCount, rollingUpdate]).toEqual(
      ha === undefined ? [1, { maxSurge: 0 }] : [replicaCount, undefined],
    );
  });
});

test('a pod has five seconds more than it takes itself to stop, and some', () => {
  const seconds = { s: 1, m: 60, ms: 0.001 } as const;
  check((made) => {
    const [, amount, unit] = /^(\d+)(\w+)$/.exec(configOf(made).service.shutdown_grace ?? '25s') ?? [];
    const grace = Number(amount) * seconds[unit as keyof typeof seconds];
    expect(made.values['terminationGracePeriodSeconds']).toBeGreaterThan(grace + 5);
    expect(Number.isInteger(made.values['terminationGracePeriodSeconds'])).toBe(true);
  });
});

test('the bucket is made exactly where the checkpoints are in s3 and nobody else makes it', () => {
  check((made, { state }) => {
    const buckets = made.backing.filter(({ kind }) => kind === 'bucket');
    const wanted = configOf(made).state.store === 's3' && (state as { create?: boolean }).create !== false;
    expect(buckets).toHaveLength(wanted ? 1 : 0);
  });
});
