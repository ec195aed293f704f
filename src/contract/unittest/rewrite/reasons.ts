/** Why something of a suite is not carried over, or may not be. */
import type { DataMap } from '../../../kubernetes/data.ts';
import type { AssertRun, SuiteTestRun } from '../../../render/suite-runs.ts';
import type { Hide } from '../../confidential.ts';
import type { NotCarried } from '../migration.ts';
import { hiderOf } from '../test-secrets.ts';
import type { Rewritten } from './assertion.ts';
import type { Inputs } from './case-inputs.ts';

type Reason = Pick<NotCarried, 'why' | 'hint'>;

const mend = 'Mend it, or the chart, until check passes; then run migrate again.';

/** Why nothing of a test is carried over. Only what passes in the default mode is. */
export function testRefusal(run: SuiteTestRun | undefined): Reason | null {
  if (run === undefined) return { why: 'it was not run', hint: mend };
  if (run.skipped !== '') {
    return { why: `it is skipped: ${run.skipped}`, hint: 'Let it run, and run migrate again.' };
  }
  return run.error === '' ? null : { why: `it cannot be run: ${hiderOf(run)(run.error)}`, hint: mend };
}

/** `fails`: the test asks for a failure, too. */
export function assertionRefusal(
  run: AssertRun | undefined,
  first: Rewritten,
  { fails, hide }: { readonly fails: boolean; readonly hide: Hide },
): Reason | null {
  if (run !== undefined && !run.passed) {
    const [problem] = run.problems;
    return problem === undefined
      ? { why: 'it fails', hint: mend }
      : { why: hide(problem.message), hint: hide(problem.hint) };
  }
  if (!fails || first.kind === 'fails' || first.kind === 'renders') return null;
  return {
    why: 'the test also asks for a failure, and a chart that fails has no documents',
    hint: 'Ask for it in a test of its own.',
  };
}

/** Why a rule may not hold though its assertion does. */
export function doubtOf(assert: DataMap, { gaps }: Inputs): Reason {
  if (gaps.length > 0) {
    const missing = gaps.map(({ what }) => what).join(', ');
    return { why: `the case is rendered without ${missing}`, hint: gaps.map(({ hint }) => hint).join(' ') };
  }
  if (presence.test(Object.keys(assert).join(' '))) return ofNull;
  return JSON.stringify(assert).includes(String.raw`\n`) ? ofLines : ofWhole;
}

const presence = /\b(exists|notExists|isNull|isNotNull)\b/;

const ofNull: Reason = {
  why: 'for rules, a field that is null is not there',
  hint: 'Compare it with null, or let the chart leave it out.',
};

const ofLines: Reason = {
  why: 'helm-unittest leaves out spaces at ends of lines, and line breaks in front, before it compares',
  hint: 'Compare with the text as it is printed, or with .contains(…).',
};

const ofWhole: Reason = {
  why: 'the gate renders the whole chart as Helm does, with the API versions of Kubernetes',
  hint: 'Write the rule by hand, or keep the test in its suite.',
};

export const partOfSnapshot: Reason = {
  why: 'a contract keeps whole objects: the snapshot has more than the path',
  hint: 'Leave it so, or say in a rule what must hold there.',
};

export const ofTemplates: Reason = {
  why: 'its suites are made by templates, which a contract file has none of',
  hint: 'Use inherits and matrix of cases for what the templates repeat; or keep the suites.',
};

export const ofOtherText: Reason = {
  why: 'it is read otherwise by helm-unittest than YAML 1.2 has it: which test is which is not known',
  hint: 'Keep "---" for lines between suites, and write each suite as a map; then run migrate again.',
};
