/** The pack of sf2loki as a whole: its ids, what it says of good releases, and that nothing makes it throw. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { providedBy, surroundings } from '../../src/contract/references/surroundings.ts';
import { isMap, type Data, type DataMap } from '../../src/kubernetes/data.ts';
import type { Subject } from '../../src/systems/rule.ts';
import { sf2loki } from '../../src/systems/sf2loki/index.ts';
import { rules } from '../../src/systems/sf2loki/rules/index.ts';
import { design, pair, several, single } from '../unit/systems/sf2loki-releases.ts';
import { renderedObject } from '../setup/rendered.ts';
import { exemplary, released } from './sf2loki-subject.ts';
import { subjectOf, unjudged, violations } from './subject.ts';

test('it has every invariant, in order, and is the system’s', () => {
  const ids = rules.map(({ id }) => id);
  expect(ids.slice(0, 31)).toEqual(Array.from({ length: 31 }, (_, index) => `SF-${index + 1}`));
  expect(ids.slice(31).every((id) => id.startsWith('sf2loki/'))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(sf2loki.rules).toBe(rules);
});

describe('an exemplary release', () => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await released(exemplary);
  });

  test.each(rules)('keeps $id', (rule) => {
    expect(violations(rule, subject)).toEqual([]);
    expect(unjudged(rule, subject)).toEqual([]);
  });
});

test.each(Object.entries({ single, pair, design, several }))(
  'the recipe’s release %s has no error',
  async (_, options) => {
    const subject = await released(options);
    const errors = rules.flatMap((rule) =>
      violations(rule, subject).filter(({ severity = rule.severity }) => severity === 'error'),
    );
    expect(errors).toEqual([]);
  },
);

test('what is found in the chart as it comes says what is wrong and what to do', async () => {
  const subject = await subjectOf('sf2loki', { networkPolicy: { enabled: true } });
  const found = rules.flatMap((rule) => violations(rule, subject));
  expect(found.length).toBeGreaterThan(10);
  expect(found.filter(({ message, hint }) => message === '' || !hint.endsWith('.'))).toEqual([]);
});

describe('data of any shape', () => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await released(exemplary, { env: { HOST: 'loki' } });
  });

  const scalar = fc.oneof(
    fc.constantFrom<Data>(null, true, 0, -1, 8080, '', '25%', 'health', 'sf2loki', 'k8s_lease', '__proto__'),
    fc.string({ maxLength: 8 }),
    fc.double({ noNaN: true }),
  );
  const { data } = fc.letrec<{ data: Data }>((tie) => ({
    data: fc.oneof(
      { maxDepth: 3 },
      scalar,
      fc.array(tie('data'), { maxLength: 3 }),
      fc.dictionary(
        fc.oneof(fc.constantFrom('name', 'spec', 'ports', 'data'), fc.string({ maxLength: 5 })),
        tie('data'),
        { maxKeys: 3 },
      ),
    ),
  }));

  /** Something of the tree becomes something else: how deep, and which one, the numbers say. */
  const damaged = (here: Data, [turn, ...turns]: readonly number[], value: Data): Data => {
    const keys = typeof here === 'object' && here !== null ? Object.keys(here) : [];
    const key = turn === undefined ? undefined : keys[turn % Math.max(1, keys.length)];
    if (key === undefined) return value;
    const inner = damaged((here as DataMap)[key] ?? null, turns, value);
    if (Array.isArray(here)) return (here as readonly Data[]).with(Number(key), inner);
    return { ...(here as DataMap), [key]: inner };
  };
  const turns = fc.array(fc.nat(20), { maxLength: 9 });
  const judged = (each: Subject): number =>
    rules.reduce((sum, rule) => sum + [...rule.check(each)].length, 0);

  test('a damaged render gets verdicts', () => {
    fc.assert(
      fc.property(fc.nat(20), turns, data, (index, path, value) => {
        const objects = subject.objects.map((object, at) => {
          if (at !== index % subject.objects.length) return object;
          const manifest = damaged(object.manifest, path, value);
          return renderedObject(
            manifest === null || typeof manifest !== 'object' ? {} : (manifest as DataMap),
          );
        });
        expect(judged({ ...subject, objects })).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  test('damaged values and a damaged config.yaml get verdicts', () => {
    fc.assert(
      fc.property(turns, turns, data, (path, inConfig, value) => {
        const values = damaged(subject.values, path, value);
        const config = damaged(subject.values['config'] ?? null, inConfig, value);
        const objects = subject.objects.map((object) =>
          object.name.endsWith('-config')
            ? renderedObject({ ...object.manifest, data: { 'config.yaml': JSON.stringify(config) } })
            : object,
        );
        const provider = {
          by: 'release',
          release: subject.release.name,
          namespace: subject.release.namespace,
        };
        const damage = { objects, around: surroundings(providedBy(objects, provider)) };
        const map = isMap(values) ? values : {};
        expect(judged({ ...subject, ...damage, values: map })).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});
