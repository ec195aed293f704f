/** Random assertions: all 36 names, some that hold, most that could, some that make no sense. */
import * as fc from 'fast-check';
import { parameters, type Aimed } from './parameters.ts';
import { seldom } from './seldom.ts';
import { documentIndex, selector } from './selectors.ts';
import { anything } from './values.ts';
import { Written, type Mapping, type Value } from './written.ts';

/** What nobody knows, keys in another case and parameters that are left empty. */
const mangled = ({ fact, parameters: given }: Aimed, how: number): Aimed => {
  if (how === 1) return { fact, parameters: { ...(given as Mapping), unknown: 1 } };
  if (how === 2) return { fact, parameters: renamed(given as Mapping, (key) => key.toUpperCase()) };
  return how === 3 ? { fact, parameters: null } : { fact, parameters: given };
};

const renamed = (mapping: Mapping, rename: (key: string) => string): Mapping =>
  Object.fromEntries(Object.entries(mapping).map(([key, value]) => [rename(key), value]));

/** One entry of `asserts`. `templates` are those that it may name; `knowsFacts`: of the chart that the facts are of. */
const assertionOf = (
  given: (right: fc.Arbitrary<Aimed>) => fc.Arbitrary<Aimed>,
  templates: fc.Arbitrary<string>,
  knowsFacts: boolean,
): fc.Arbitrary<Value> =>
  fc.oneof(
    ...Object.entries(parameters).map(([name, right]) =>
      fc
        .record({
          aimed: given(right),
          misses: seldom(8, fc.constant(true)),
          template: fc.oneof(
            { weight: 1, arbitrary: fc.constant(undefined) },
            { weight: 3, arbitrary: templates },
          ),
          not: seldom(4, fc.constantFrom<Value>(true, true, false, 'true')),
          documentIndex: seldom(14, documentIndex),
          documentSelector: seldom(14, selector),
        })
        .map(({ aimed: { fact, parameters: written }, misses, template, documentIndex: index, ...rest }) => {
          const isAimed = knowsFacts && fact !== null && misses === undefined;
          return {
            [name]: written,
            template: isAimed ? fact.template : template,
            documentIndex: isAimed ? (fact.index ?? index) : index,
            ...rest,
          };
        }),
    ),
  );

/** Parameters are of the right types. */
export const readable = (templates: fc.Arbitrary<string>, knowsFacts: boolean): fc.Arbitrary<Value> =>
  assertionOf(
    (right) => fc.tuple(right, fc.integer({ min: 0, max: 15 })).map(([aimed, how]) => mangled(aimed, how)),
    templates,
    knowsFacts,
  );

/** With parameters of any type and keys that may be missing: helm-unittest may refuse the whole file. */
export const dubious = (templates: fc.Arbitrary<string>, knowsFacts: boolean): fc.Arbitrary<Value> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: assertionOf(
        (right) =>
          fc
            .tuple(right, fc.integer({ min: 0, max: 3 }), anything)
            .map(([{ fact, parameters: given }, at, value]) => ({
              fact,
              parameters: at === 0 ? value : replaced(given as Mapping, at, value),
            })),
        templates,
        knowsFacts,
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Value>(
        null,
        'exists',
        {},
        { template: 'list.yaml' },
        { exist: { path: 'kind' } },
        { exists: { path: 'kind' }, isKind: { of: 'Pod' } },
        { exists: { path: 'kind' }, unknown: true },
        { exists: { path: 'kind' }, documentSelector: {} },
        { exists: { path: 'kind' }, documentSelector: 'kind' },
        { exists: { path: 'kind' }, documentSelector: { path: 1 } },
        { exists: { path: 'kind' }, documentIndex: '0', not: 'yes', template: 3 },
        { matchRegex: { path: 'kind', pattern: new Written('"\\d+"') } },
        { unknown: 1, documentSelector: { path: 'kind' } },
        [{ exists: { path: 'kind' } }],
      ),
    },
  );

/** One parameter with another value. */
const replaced = (mapping: Mapping, at: number, value: Value): Mapping => {
  const key = Object.keys(mapping)[at - 1];
  return key === undefined ? mapping : { ...mapping, [key]: value };
};
