/** Which documents an assertion is about. */
import * as fc from 'fast-check';
import { equalities } from './facts.ts';
import { path } from './paths.ts';
import { seldom } from './seldom.ts';
import { scalar } from './values.ts';
import type { Mapping } from './written.ts';

/** `documentSelector`, of a test or of an assertion. */
export const selector: fc.Arbitrary<Mapping> = fc
  .record({
    fact: fc.constantFrom(
      ...equalities.filter(({ path: each }) => /^(kind|metadata|spec\.type|data)/.test(each)),
      { path: 'metadata.name', value: 'many-1' },
      { path: 'metadata.name', value: 'RELEASE-NAME-headless' },
      { path: 'kind', value: 'Service' },
      { path: 'metadata.labels.parity', value: 0 },
    ),
    path: seldom(4, fc.oneof({ weight: 3, arbitrary: path }, { weight: 1, arbitrary: fc.constant('') })),
    value: fc.constantFrom('right', 'right', 'none', 'other'),
    other: scalar,
    matchMany: seldom(3, fc.boolean()),
    skipEmptyTemplates: seldom(3, fc.boolean()),
  })
  .map(({ fact, path: otherPath, value, other, ...flags }) => ({
    path: otherPath ?? fact.path,
    value: value === 'right' ? fact.value : value === 'other' ? other : undefined,
    ...flags,
  }));

/** Below -1 helm-unittest ends in a panic. */
export const documentIndex = fc.constantFrom(0, 0, 1, 2, 5, -1);
