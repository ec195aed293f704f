/** Assertions as CEL: the expressions hold of a document exactly where the assertion does. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileRule } from '../../../../../src/contract/cel/rule.ts';
import type { RuleVerdict } from '../../../../../src/contract/cel/verdict.ts';
import { constantOf, presence } from '../../../../../src/contract/unittest/rewrite/cel-text.ts';
import { conditions, documentCondition } from '../../../../../src/contract/unittest/rewrite/conditions.ts';
import { stepsOf } from '../../../../../src/contract/unittest/rewrite/path.ts';
import type { Data, DataMap } from '../../../../../src/kubernetes/data.ts';
import { subject } from '../../cel/given.ts';

type Answer = 'holds' | 'fails' | 'error';

/** What a rule with this condition says of the document. */
function ask(assert: string, document: DataMap): Answer {
  const compiled = compileRule({ id: 'asked', on: 'true', assert, severity: 'error', optional: false });
  if (!compiled.ok) throw new Error(`${assert}: ${JSON.stringify(compiled.problems)}`);
  const kinds = compiled.rule.judge(subject([document]), 'case').map(({ kind }: RuleVerdict) => kind);
  return kinds.includes('error') ? 'error' : kinds.includes('violation') ? 'fails' : 'holds';
}

function judged(name: string, parameters: DataMap, document: DataMap): Answer {
  const known = conditions.get(name);
  const condition = known?.rewrite(parameters, known.negative) ?? null;
  if (condition === null) throw new Error(`${name} has no words`);
  return ask(condition('object'), document);
}

const pod: DataMap = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', labels: { app: 'web', 'example.com/tier': 'front' }, namespace: 'shop' },
  spec: {
    replicas: 2,
    share: 1.5,
    ready: true,
    empty: '',
    none: [],
    nothing: null,
    key: 'd2Vi',
    containers: [
      { name: 'a', image: 'img:1', ports: [{ n: 1 }] },
      { name: 'b', image: 'img:2' },
    ],
    args: ['x', 'y', 'x'],
  },
};

test.each<[string, DataMap, Answer]>([
  ['equal', { path: 'spec.replicas', value: 2 }, 'holds'],
  ['equal', { path: 'spec.replicas', value: '2' }, 'fails'],
  ['equal', { path: 'spec.missing', value: 2 }, 'error'],
  ['equal', { path: 'spec.key', value: 'web', decodeBase64: true }, 'holds'],
  ['equal', { path: 'spec.containers[*].image', value: 'img:1' }, 'fails'],
  ['equal', { path: 'spec.containers[?(@.name == "b")].image', value: 'img:2' }, 'holds'],
  ['equal', { path: 'spec.containers[?(@.name == "c")].image', value: 'img:2' }, 'fails'],
  ['equal', { path: 'spec.containers[*].ports[*].n', value: 1 }, 'holds'],
  ['equal', { path: 'metadata.labels["example.com/tier"]', value: 'front' }, 'holds'],
  ['equal', { path: 'spec.args', value: ['x', 'y', 'x'] }, 'holds'],
  ['notEqual', { path: 'spec.replicas', value: 3 }, 'holds'],
  ['notEqual', { path: 'spec.missing', value: 3 }, 'error'],
  ['exists', { path: 'spec.replicas' }, 'holds'],
  ['exists', { path: 'spec.missing.deeper' }, 'fails'],
  ['isNotNull', { path: 'spec.containers[1].image' }, 'holds'],
  ['exists', { path: 'spec.containers[2].image' }, 'fails'],
  ['exists', { path: 'spec.containers[*].ports' }, 'holds'],
  ['notExists', { path: 'data.key' }, 'holds'],
  ['notExists', { path: 'spec.replicas' }, 'fails'],
  ['isNull', { path: 'metadata.labels["example.com/none"]' }, 'holds'],
  ['matchRegex', { path: 'metadata.name', pattern: '^w.b$' }, 'holds'],
  ['matchRegex', { path: 'spec.replicas', pattern: '2' }, 'error'],
  ['notMatchRegex', { path: 'metadata.name', pattern: '^x' }, 'holds'],
  ['contains', { path: 'spec.args', content: 'y' }, 'holds'],
  ['contains', { path: 'spec.args', content: 'x', count: 2 }, 'holds'],
  ['contains', { path: 'spec.args', content: 'x', count: 1 }, 'fails'],
  ['contains', { path: 'spec.containers', content: { name: 'b' } }, 'fails'],
  ['contains', { path: 'spec.containers', content: { name: 'b' }, any: true }, 'holds'],
  ['contains', { path: 'spec.containers', content: { name: 'b', ports: null }, any: true }, 'holds'],
  ['contains', { path: 'spec.replicas', content: 2 }, 'error'],
  ['notContains', { path: 'spec.args', content: 'z' }, 'holds'],
  ['notContains', { path: 'spec.containers', content: { ports: [{ n: 1 }] }, any: true }, 'fails'],
  ['isSubset', { path: 'metadata.labels', content: { app: 'web' } }, 'holds'],
  ['isSubset', { path: 'metadata.labels', content: { app: 'other' } }, 'fails'],
  ['isNotSubset', { path: 'metadata.labels', content: { tier: 'web' } }, 'holds'],
  ['isNullOrEmpty', { path: 'spec.empty' }, 'holds'],
  ['isEmpty', { path: 'spec.none' }, 'holds'],
  ['isNullOrEmpty', { path: 'spec.nothing' }, 'holds'],
  ['isNullOrEmpty', { path: 'spec.missing' }, 'error'],
  ['isNullOrEmpty', { path: 'spec.replicas' }, 'fails'],
  ['isNotNullOrEmpty', { path: 'spec.args' }, 'holds'],
  ['isNotEmpty', { path: 'spec.none' }, 'fails'],
  ['greaterOrEqual', { path: 'spec.replicas', value: 2 }, 'holds'],
  ['greaterOrEqual', { path: 'spec.share', value: 1.6 }, 'fails'],
  ['notGreaterOrEqual', { path: 'spec.replicas', value: 3 }, 'holds'],
  ['lessOrEqual', { path: 'metadata.name', value: 'x' }, 'holds'],
  ['notLessOrEqual', { path: 'spec.replicas', value: 1 }, 'holds'],
  ['isType', { path: 'spec.share', type: 'float64' }, 'holds'],
  ['isType', { path: 'spec', type: 'map[string]interface {}' }, 'holds'],
  ['isType', { path: 'spec.replicas', type: 'string' }, 'fails'],
  ['isNotType', { path: 'spec.args', type: 'string' }, 'holds'],
  ['lengthEqual', { path: 'spec.args', count: 3 }, 'holds'],
  ['lengthEqual', { paths: ['spec.args', 'spec.containers'], count: 2 }, 'fails'],
  ['notLengthEqual', { path: 'spec.args', count: 2 }, 'holds'],
  ['isKind', { of: 'Pod' }, 'holds'],
  ['isKind', { of: 'Job' }, 'fails'],
  ['isAPIVersion', { of: 'v1' }, 'holds'],
])('%s %j %s', (name, parameters, answer) => {
  expect(judged(name, parameters, pod)).toBe(answer);
});

test.each<[string, DataMap]>([
  ['equal', { path: 'a..b', value: 1 }],
  ['contains', { path: 'a', content: 1, count: 0 }],
  ['lengthEqual', { path: 'a' }],
  ['lengthEqual', { paths: ['a', 'b'] }],
  ['isType', { path: 'a', type: 'uint64' }],
  ['matchRegex', { path: 'a' }],
  ['greaterOrEqual', { path: 'a', value: true }],
  ['isSubset', { path: 'a', content: 'x' }],
])('%s %j has no exact counterpart, and is left to be told', (name, parameters) => {
  const known = conditions.get(name);
  expect(known?.rewrite(parameters, known.negative)).toBeNull();
});

test.each<[DataMap, Answer | null]>([
  [{ kind: 'Pod', apiVersion: 'v1' }, 'holds'],
  [{ kind: 'Pod', apiVersion: 'v1', name: 'web', namespace: 'shop' }, 'holds'],
  [{ kind: 'Pod', apiVersion: 'v1', name: 'other' }, 'fails'],
  [{ kind: 'Pod' }, null],
])('containsDocument %j: %s', (parameters, answer) => {
  const condition = documentCondition(parameters);
  expect(condition === null ? null : ask(condition('object'), pod)).toBe(answer);
});

const text = fc.string({ unit: 'binary', maxLength: 12 }).map((one) => one.toWellFormed());
const data = fc.letrec<{ data: Data }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    text,
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(text, tie('data'), { maxKeys: 3 }),
  ),
})).data;

test('a constant is what it was made of', () => {
  fc.assert(
    fc.property(data, (value) => {
      const given = value === 0 ? 0 : value; // CEL has no -0
      expect(ask(`object.given == ${constantOf(given)}`, { given })).toBe('holds');
    }),
    { numRuns: 300 },
  );
});

const key = fc.constantFrom('a', 'b', 'x.y', 'kind', 'in');
const small = fc.letrec<{ map: DataMap }>((tie) => ({
  map: fc.dictionary(key, fc.oneof({ maxDepth: 3 }, fc.constant(1), fc.constant('t'), tie('map')), {
    maxKeys: 3,
  }),
})).map;

test('a field is there, or not there; to ask of maps is never an error', () => {
  const isThere = (document: unknown, keys: readonly string[]): boolean =>
    keys.every((_, at) => {
      const found = keys
        .slice(0, at + 1)
        .reduce<unknown>((map, one) => (map as DataMap | undefined)?.[one], document);
      return found !== undefined;
    });
  fc.assert(
    fc.property(small, fc.array(key, { minLength: 1, maxLength: 3 }), (document, keys) => {
      // What stands inside of a text or a number is no question of maps.
      const inside = keys
        .slice(0, -1)
        .reduce<unknown>((map, one) => (map as DataMap | undefined)?.[one], document);
      fc.pre(inside === undefined || typeof inside === 'object');
      fc.pre(
        keys.slice(0, -1).every((_, at) => {
          const one = keys
            .slice(0, at + 1)
            .reduce<unknown>((map, step) => (map as DataMap | undefined)?.[step], document);
          return one === undefined || typeof one === 'object';
        }),
      );
      const steps = stepsOf(keys.map((one) => `['${one}']`).join('')) ?? [];
      expect(ask(presence('object', steps, 'object'), document)).toBe(
        isThere(document, keys) ? 'holds' : 'fails',
      );
    }),
    { numRuns: 500 },
  );
});
