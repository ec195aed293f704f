import type { Pack } from './pack.ts';
import { pathText } from '../stack/problem.ts';
import { lintValues, neverRead, unknownKey } from './values-lint.ts';

export const valuesPack: Pack = {
  name: 'values',
  rules: [unknownKey, neverRead],
  readsValues: false, // but what is given
  *judge({ subject, chart }) {
    const verdicts = lintValues(subject.given, chart);
    if (chart.reads !== null) {
      for (const { rule, violation } of verdicts) yield { rule, verdict: violation };
      return;
    }
    // Templates may read what no default and no schema mentions: without their word nobody can tell.
    const lacking = 'what templates read, which helm template does not tell';
    yield { rule: neverRead, verdict: { notChecked: lacking } };
    for (const { violation } of verdicts) {
      const path = pathText(violation.value ?? []);
      yield { rule: unknownKey, verdict: { notChecked: `${lacking}: ${path} has no default` } };
    }
  },
};
