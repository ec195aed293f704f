/** What assertions are given: some that hold, most that could. */
import * as fc from 'fast-check';
import {
  counts,
  empties,
  existing,
  failure,
  kinds,
  lengths,
  patterns,
  rawPatterns,
  rawTexts,
  versions,
  type Certainty,
} from './certainties.ts';
import { equalities, members, parts, typesOf, type Fact, type Place } from './facts.ts';
import { path } from './paths.ts';
import { seldom } from './seldom.ts';
import { anything } from './values.ts';
import { Written, type Mapping, type Value } from './written.ts';

const word = fc.oneof(
  fc.constantFrom(
    'ConfigMap',
    'Deployment',
    'Service',
    'Secret',
    'Pod',
    'Shapes',
    'v1',
    'apps/v1',
    'config',
    '',
  ),
  fc.constantFrom('RELEASE-NAME-app', 'NAMESPACE', 'many-1', 'shapes', 'example.com/v1', 'None'),
);

/** Regular expressions of RE2 and some that are none. */
const pattern = fc.oneof(
  fc.constantFrom(
    '^plain$',
    'a',
    '.*',
    '^$',
    '',
    '[a-z]+',
    'registry\\..*:1',
    '^\\d+$',
    '(?i)CONFIG',
    'line\\n',
  ),
  fc.constantFrom(
    '(?s)first.*third',
    '^v1\\.(2|3)',
    'secret',
    'Installed \\S+',
    '\\btext\\b',
    '\\pL',
    'x{2,}',
    '\\Q.\\E',
  ),
  fc.constantFrom('(', '[', '*', '(?=x)', 'a{2,1}', '\\', '(?<name>x)', '[a'),
);

export interface Aimed {
  /** Where the assertion may hold; null: anywhere. */
  readonly fact: Place | null;
  readonly parameters: Value;
}

type Options = Readonly<Record<string, fc.Arbitrary<Value | undefined>>>;

/** One of the facts, or another path, or another value; the value goes by `key`. */
const fromFacts = (facts: readonly Fact[], key: string, more: Options = {}): fc.Arbitrary<Aimed> =>
  fc
    .record({
      fact: fc.constantFrom(...facts),
      path: seldom(8, path),
      value: seldom(5, anything),
      more: fc.record(more),
    })
    .map(({ fact, path: other, value = fact.value, more: options }) => ({
      fact: other === undefined ? fact : null,
      parameters: { path: other ?? fact.path, [key]: value, ...options },
    }));

const plain = (options: Options): fc.Arbitrary<Aimed> =>
  fc.record(options).map((given) => ({ fact: null, parameters: given }));

/** Only where something is, and nothing about what. */
const placed = (options: Options = {}): fc.Arbitrary<Aimed> =>
  fc
    .record({
      fact: fc.constantFrom(...equalities, ...members),
      path: seldom(6, path),
      more: fc.record(options),
    })
    .map(({ fact, path: other, more }) => ({
      fact: other === undefined ? fact : null,
      parameters: { path: other ?? fact.path, ...more },
    }));

/** Mostly what holds. */
const mostly = (certainties: readonly Certainty[], otherwise: fc.Arbitrary<Aimed>): fc.Arbitrary<Aimed> =>
  fc.oneof(
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(...certainties)
        .map(({ parameters: given, ...fact }): Aimed => ({ fact, parameters: given })),
    },
    { weight: 1, arbitrary: otherwise },
  );

const isText = ({ parameters: given }: Aimed, key: string): boolean =>
  typeof (given as Mapping)[key] === 'string';

const count = fc.constantFrom(0, 1, 2, 3, 5);
const equality = fromFacts(equalities, 'value', { decodeBase64: seldom(5, fc.boolean()) });
const order = fromFacts(
  equalities.filter(({ value }) => typeof value !== 'object' || value instanceof Written),
  'value',
);
const raw = mostly(rawTexts, plain({ value: fc.constantFrom('', 'x', '<nil>', 'The store has 5Gi.\n') }));
const presence = placed();
const emptiness = mostly(empties, presence);
const regularExpression = mostly(
  patterns,
  fc.oneof(
    placed({ pattern, decodeBase64: seldom(3, fc.boolean()) }),
    fromFacts(
      equalities.filter(({ value }) => typeof value === 'string'),
      'pattern',
    ).filter((aimed) => isText(aimed, 'pattern')),
  ),
);
const membership = fromFacts(members, 'content', { count: seldom(5, count), any: seldom(2, fc.boolean()) });
const subset = fromFacts(parts, 'content');
const ofType = fromFacts(typesOf, 'type').filter((aimed) => isText(aimed, 'type'));
const length = mostly(
  lengths,
  fc.oneof(
    placed({ count }),
    placed({ count }),
    plain({
      paths: fc.array(fc.oneof(path, fc.constantFrom('matrix[0]', 'matrix[1]', 'spec.ports', 'items')), {
        maxLength: 3,
      }),
      count: seldom(3, count),
      path: seldom(9, path),
    }),
    placed(),
  ),
);
const failed = fc.oneof(
  plain({ errorMessage: failure }),
  plain({ errorPattern: failure }),
  plain({}),
  plain({ errorMessage: seldom(3, failure), errorPattern: seldom(3, failure) }),
);
const snapshot = placed({
  matchRegex: seldom(
    3,
    pattern.map((each): Value => ({ pattern: each })),
  ),
  notMatchRegex: seldom(
    3,
    pattern.map((each): Value => ({ pattern: each })),
  ),
});

/** By the names of the assertions; all are of the right types. */
export const parameters: Readonly<Record<string, fc.Arbitrary<Aimed>>> = {
  equal: equality,
  notEqual: equality,
  equalRaw: raw,
  notEqualRaw: raw,
  greaterOrEqual: order,
  notGreaterOrEqual: order,
  lessOrEqual: order,
  notLessOrEqual: order,
  exists: presence,
  notExists: presence,
  isNull: presence,
  isNotNull: presence,
  isNullOrEmpty: emptiness,
  isNotNullOrEmpty: emptiness,
  isEmpty: emptiness,
  isNotEmpty: emptiness,
  matchRegex: regularExpression,
  notMatchRegex: regularExpression,
  matchRegexRaw: mostly(rawPatterns, plain({ pattern })),
  notMatchRegexRaw: mostly(rawPatterns, plain({ pattern })),
  contains: membership,
  notContains: membership,
  isSubset: subset,
  isNotSubset: subset,
  isType: ofType,
  isNotType: ofType,
  isKind: mostly(kinds, plain({ of: word })),
  isAPIVersion: mostly(versions, plain({ of: word })),
  hasDocuments: mostly(counts, plain({ count, filterAware: seldom(3, fc.boolean()) })),
  lengthEqual: length,
  notLengthEqual: length,
  containsDocument: mostly(
    existing,
    plain({
      kind: word,
      apiVersion: word,
      name: seldom(3, word),
      namespace: seldom(3, word),
      any: seldom(3, fc.boolean()),
    }),
  ),
  failedTemplate: failed,
  notFailedTemplate: failed,
  matchSnapshot: snapshot,
  matchSnapshotRaw: plain({}),
};
