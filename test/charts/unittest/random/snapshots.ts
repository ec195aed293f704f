/** Snapshots of an earlier run, some of them right. */
import * as fc from 'fast-check';
import { block, Written, type Mapping } from './written.ts';

/** Of paths whose values are scalars. */
const snapshotText = fc.constantFrom(
  'ConfigMap\n',
  'Deployment\n',
  '2\n',
  'plain\n',
  'eu\n',
  '|\n  first line   \n  second line  \n  third\n',
  'one two\n',
  'null\n',
  'kind: Bottom\n',
  '',
);

/** By test and number. */
export const snapshotsOf: fc.Arbitrary<Mapping> = fc.dictionary(
  fc.constantFrom('one', 'two', 'three', 'four'),
  fc.dictionary(
    fc.constantFrom(1, 2, 3).map((number) => String(number)),
    snapshotText,
    { minKeys: 1 },
  ),
);

/** The file; its keys are numbers. */
export const snapshotTextOf = (snapshots: Mapping): string =>
  block(
    Object.fromEntries(
      Object.entries(snapshots).map(([test, numbered]) => [
        test,
        new Written(
          `{ ${Object.entries(numbered as Mapping)
            .map(([number, text]) => `${number}: ${JSON.stringify(text)}`)
            .join(', ')} }`,
        ),
      ]),
    ),
  );
