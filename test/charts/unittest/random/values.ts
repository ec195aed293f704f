/** Values that are given or expected: numbers and words as people write them, and what makes no sense there. */
import * as fc from 'fast-check';
import { Written, type Value } from './written.ts';

export const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    '',
    'plain',
    'eu',
    'ConfigMap',
    'http',
    'x',
    '3',
    'true',
    ' padded ',
    '\nline',
    'a  \nb',
  ),
  fc.constantFrom<Value>(0, 1, 2, 3, -7, 80, 1.5, 1000, true, false, null),
  fc
    .constantFrom(
      '1.0',
      '1e3',
      '0x1F',
      '0o17',
      '0644',
      '.inf',
      '.nan',
      '1_000',
      'yes',
      'no',
      '~',
      '2026-01-02',
      '+3',
    )
    .map((text) => new Written(text)),
  fc.string({ maxLength: 4, unit: 'grapheme-ascii' }),
  fc.integer({ min: -10, max: 10_000 }),
);

export const { anything } = fc.letrec<{ anything: Value }>((tie) => ({
  anything: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 6, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie('anything'), { maxLength: 3 }) },
    {
      weight: 1,
      arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'name', 'port', 'kind', 'x.y'), tie('anything'), {
        maxKeys: 3,
      }),
    },
  ),
}));
