/** Random tests, and what suites may say as well. */
import * as fc from 'fast-check';
import { readable } from './assertions.ts';
import { failure, refusals } from './certainties.ts';
import { seldom } from './seldom.ts';
import { documentIndex, selector } from './selectors.ts';
import { set } from './set-paths.ts';
import { templatesOf, valueFilesOf, type SuiteChart } from './templates.ts';
import { Written, type Mapping, type Value } from './written.ts';

export const release = fc.record({
  name: seldom(
    2,
    fc.constantFrom('other', 'other', 'other', 'a', 'a', 'a', 'x1', 'Not_Valid', 'x'.repeat(54)),
  ),
  namespace: seldom(2, fc.constantFrom('apps', '')),
  revision: seldom(2, fc.constantFrom(1, 7, 0)),
  upgrade: seldom(2, fc.boolean()),
});

export const apiVersions = seldom(
  2,
  fc.oneof(
    fc.constant(null),
    fc.uniqueArray(fc.constantFrom('route.example.com/v1', 'batch/v1', 'v1'), { maxLength: 2 }),
  ),
);

export const capabilities = fc.record({
  majorVersion: seldom(2, fc.constantFrom<Value>(1, '1', '2', null)),
  minorVersion: seldom(2, fc.constantFrom<Value>(19, '25', 33, null)),
  apiVersions,
});

export const chartOf = fc.record({
  version: seldom(2, fc.constantFrom('9.0.0', new Written('1.0'))),
  appVersion: seldom(2, fc.constantFrom('5', new Written('5.0'))),
});

/** Keys in the place of others, or besides. */
export type More = Readonly<Record<string, fc.Arbitrary<Value | undefined>>>;

/** A test of a suite in that chart. */
export const testOf = (
  chart: SuiteChart,
  assertion: fc.Arbitrary<Value>,
  more: More = {},
): fc.Arbitrary<Mapping> => {
  const templates = templatesOf(chart, 1);
  return fc.record({
    it: fc.constantFrom('one', 'two', 'three', 'four', undefined), // two of one name share snapshots
    values: seldom(5, valueFilesOf(chart)),
    set: seldom(3, set),
    template: seldom(4, templates),
    templates: seldom(6, fc.array(templates, { maxLength: 2 })),
    documentIndex: seldom(20, documentIndex),
    documentSelector: seldom(10, selector),
    release: seldom(6, release),
    capabilities: seldom(6, capabilities),
    chart: seldom(8, chartOf),
    skip: seldom(
      50,
      fc.constantFrom<Value>({ reason: 'later' }, { reason: '' }, { minimumVersion: '9.9.9' }, {}),
    ),
    asserts: fc
      .tuple(
        fc.oneof(
          // Alone, so that no other one that fails hides it.
          { weight: 4, arbitrary: fc.tuple(assertion) },
          { weight: 1, arbitrary: fc.array(assertion, { minLength: 2, maxLength: 4 }) },
        ),
        // All that was rendered, word by word: snapshots are compared too.
        seldom(3, fc.constant<Value>({ matchSnapshot: {} })),
      )
      .map(([asserts, everything]) => (everything === undefined ? asserts : [...asserts, everything])),
    ...more,
  });
};

/** About the fixture chart that fails. */
export const refusedTest: fc.Arbitrary<Mapping> = fc
  .record({
    refusal: fc.constantFrom(...refusals),
    template: seldom(6, fc.constantFrom('list.yaml', 'deep/fails.yaml', 'none.yaml')),
    key: fc.constantFrom('errorMessage', 'errorPattern', null),
    message: seldom(4, failure),
    name: fc.constantFrom(
      'failedTemplate',
      'failedTemplate',
      'failedTemplate',
      'notFailedTemplate',
      'exists',
    ),
    level: fc.constantFrom('test', 'assertion', 'none'),
    not: seldom(4, fc.boolean()),
    more: seldom(6, readable(templatesOf('app', 1), true)),
  })
  .map(
    ({ refusal, template = refusal.template, key, message = refusal.message, name, level, not, more }) => ({
      it: 'refused',
      set: refusal.set,
      template: level === 'test' ? template : undefined,
      asserts: [
        {
          [name]: key === null ? {} : { [key]: message, path: name === 'exists' ? 'kind' : undefined },
          template: level === 'assertion' ? template : undefined,
          not,
        },
        ...(more === undefined ? [] : [more]),
      ],
    }),
  );
