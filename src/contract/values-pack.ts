import { lintValues, neverRead, unknownKey } from './values-lint.ts';
import type { Pack } from './pack.ts';

export const valuesPack: Pack = {
  name: 'values',
  rules: [unknownKey, neverRead],
  *judge({ subject, chart }) {
    for (const { rule, violation } of lintValues(subject.given, chart)) yield { rule, verdict: violation };
  },
};
