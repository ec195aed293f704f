/** Typed options that a contract gives for a chart: names that its system does not have would be ignored by every rule. */
import type { z } from 'zod';
import { entriesOf, expectationAt, knownKeys } from '../../stack/expectation.ts';
import type { Finding } from '../../stack/finding.ts';
import type { FieldPath } from '../../stack/desired.ts';
import { unknownKeys } from '../../stack/unknown-keys.ts';

/** Findings start at `path`. That required options are given is not asked: rules say themselves what they lack. */
export function unknownOptions(options: unknown, schema: z.core.$ZodType, path: FieldPath): Finding[] {
  const visit = (value: unknown, inside: FieldPath): Finding[] => {
    const expectation = expectationAt(schema, options, inside);
    const known = knownKeys(expectation);
    const entries = entriesOf(value);
    const unknown =
      known.length === 0 ? [] : entries.map(([key]) => key).filter((key) => !known.includes(key));
    const { secret } = expectation;
    return [
      ...unknownKeys(unknown, { value, path: [...path, ...inside], expectation, secret, elsewhere: [] }),
      ...entries
        .filter(([key]) => !unknown.includes(key))
        .flatMap(([key, child]) => visit(child, [...inside, key])),
    ];
  };
  return visit(options, []);
}
