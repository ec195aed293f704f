/** The pack of Leoflow as a whole: its ids, what it says of good releases, and that nothing makes it throw. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { isMap, type Data, type DataMap } from '../../src/kubernetes/data.ts';
import { providedBy, surroundings } from '../../src/contract/references/surroundings.ts';
import type { RenderedObject } from '../../src/kubernetes/rendered.ts';
import type { Subject } from '../../src/systems/rule.ts';
import { leoflow } from '../../src/systems/leoflow/index.ts';
import { rules } from '../../src/systems/leoflow/rules/index.ts';
import { renderedObject } from '../setup/rendered.ts';
import { existing, minimal, trial, type Options } from '../unit/systems/leoflow-releases.ts';
import { foundBy } from './edited.ts';
import { aroundIn, chartOnly, exemplary, foreign, released } from './leoflow-subject.ts';
import { unjudged } from './subject.ts';

test('it has every invariant, in order, and is the system’s', () => {
  const ids = rules.map(({ id }) => id);
  expect(ids.slice(0, 35)).toEqual(Array.from({ length: 35 }, (_, index) => `LF-${index + 1}`));
  expect(ids.slice(35).every((id) => id.startsWith('leoflow/'))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(leoflow.rules).toBe(rules);
});

test('of an exemplary release remains what no option mends, and what nobody can know', async () => {
  const subject = await released(exemplary);
  expect(foundBy(rules, subject).map((text) => text.split(':')[0])).toEqual(['LF-24', 'LF-24', 'LF-25']);
  expect(rules.flatMap((rule) => unjudged(rule, subject))).toEqual([
    'the form of the key in Secret leoflow/leoflow-credentials-xxxxxxxx, key secretKey',
  ]);
});

const named = { releaseName: 'leoflow' };
const scaled = { replicas: undefined, autoscaling: { min: 2, max: 4 } };
const tasks = { secret: { files: { 'key.json': { fromEnv: 'KEY' } } }, serviceAccount: { name: 'runner' } };
const good: Readonly<Record<string, Options>> = {
  minimal: { ...minimal, ...named },
  trial: { ...trial, ...named },
  'by existing Secrets': { ...existing, ...named },
  'with an autoscaler': { ...exemplary, ...scaled },
  'beside the namespace of the tasks': { ...exemplary, namespace: 'control', tasks },
  'without a volume, without migrations': {
    ...exemplary,
    logs: { enabled: false },
    migrations: { enabled: false },
  },
};
const foreignSecrets = ['db', 'redis', 'jwt', 'key', 'boot'].map((name) => foreign('Secret', `my-${name}`));

test.each(Object.entries(good))('the recipe’s release %s has no error', async (_, options) => {
  const namespace = typeof options['namespace'] === 'string' ? options['namespace'] : 'leoflow';
  const provided = [...aroundIn(namespace), ...foreignSecrets];
  expect(foundBy(rules, await released(options, {}, { namespace, provided }), 'error')).toEqual([]);
});

test('the chart alone with all credentials as values has no error', async () => {
  expect(foundBy(rules, await chartOnly({}), 'error')).toEqual([]);
});

test('a chart of before the README, with the values of then, gets verdicts that fit', async () => {
  const then = ['agentTLS', 'logs', 'taskSecret', 'taskServiceAccount', 'autoscaling', 'networkPolicy'];
  const subject = await chartOnly({
    agentTLS: { enabled: false },
    logs: { persistence: { enabled: false } },
  });
  const values = Object.fromEntries(Object.entries(subject.values).filter(([key]) => !then.includes(key)));
  expect(foundBy(rules, { ...subject, values, given: {} }, 'error')).toEqual([
    'LF-6: Deployment leoflow, container leoflow-server is of the Pro edition and has no agent TLS, so it refuses to start',
  ]);
});

describe('data of any shape', () => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await chartOnly({
      autoscaling: { enabled: true },
      networkPolicy: { enabled: true },
      podDisruptionBudget: { enabled: true },
      metrics: { serviceMonitor: { enabled: true } },
      ingress: { enabled: true },
      database: { caConfigMap: 'db-ca' },
    });
  });

  const scalar = fc.oneof(
    fc.constantFrom<Data>(
      null,
      true,
      0,
      -1,
      8080,
      '',
      '25%',
      'leoflow',
      'http',
      ':8080',
      'a:b:c',
      '__proto__',
    ),
    fc.string({ maxLength: 8 }),
    fc.double({ noNaN: true }),
  );
  const key = fc.oneof(
    fc.constantFrom('name', 'spec', 'ports', 'data', 'matchLabels'),
    fc.string({ maxLength: 5 }),
  );
  const { data } = fc.letrec<{ data: Data }>((tie) => ({
    data: fc.oneof(
      { maxDepth: 3 },
      scalar,
      fc.array(tie('data'), { maxLength: 3 }),
      fc.dictionary(key, tie('data'), { maxKeys: 3 }),
    ),
  }));

  /** Something of the tree becomes something else: how deep, and which one, the numbers say. */
  const damaged = (here: Data, [turn, ...turns]: readonly number[], value: Data): Data => {
    const keys = typeof here === 'object' && here !== null ? Object.keys(here) : [];
    const step = turn === undefined ? undefined : keys[turn % Math.max(1, keys.length)];
    if (step === undefined) return value;
    const inner = damaged((here as DataMap)[step] ?? null, turns, value);
    if (Array.isArray(here)) return (here as readonly Data[]).with(Number(step), inner);
    return { ...(here as DataMap), [step]: inner };
  };
  const turns = fc.array(fc.nat(20), { maxLength: 10 });
  const judged = (each: Subject): number =>
    rules.reduce((sum, rule) => sum + [...rule.check(each)].length, 0);

  test('a damaged render gets verdicts', () => {
    fc.assert(
      fc.property(fc.nat(20), turns, data, (index, path, value) => {
        const objects = subject.objects.map((object, at): RenderedObject => {
          if (at !== index % subject.objects.length) return object;
          const manifest = damaged(object.manifest, path, value);
          return renderedObject(isMap(manifest) ? manifest : {}, { hook: object.hook });
        });
        const own = providedBy(objects, { by: 'release leoflow', release: 'leoflow', namespace: 'leoflow' });
        expect(judged({ ...subject, objects, around: surroundings(own) })).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test('damaged values and options get verdicts', () => {
    fc.assert(
      fc.property(turns, data, data, (path, value, options) => {
        const values = damaged(subject.values, path, value);
        const given = isMap(values) ? values : {};
        const release = { ...subject.release, options };
        expect(judged({ ...subject, release, values: given, given })).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  test('any objects at all get verdicts', () => {
    const kind = fc.constantFrom(
      'Deployment',
      'Job',
      'Secret',
      'Service',
      'Role',
      'RoleBinding',
      'NetworkPolicy',
      'ServiceMonitor',
    );
    const manifest = fc
      .tuple(kind, data, data, data)
      .map(([each, metadata, spec, rest]) => ({ kind: each, metadata, spec, rules: rest }));
    fc.assert(
      fc.property(fc.array(manifest, { maxLength: 6 }), (manifests) => {
        const objects = manifests.map((each) => renderedObject(each));
        expect(judged({ ...subject, objects, values: {}, around: surroundings([]) })).toBeGreaterThan(0);
      }),
    );
  });
});
