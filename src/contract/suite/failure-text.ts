/** Whether a render failed as a case says that it must. */
import { RE2JS } from 're2js';
import type { RenderFailure, RenderOutcome } from '../../render/renderer.ts';
import { quoted } from '../../stack/problem.ts';
import type { ExpectedFailure } from './suite.ts';

/** Of a case that nothing is known about, though it was tried. */
export const undecidedRule = 'case/undecided';

export interface OutcomeFault {
  readonly rule: 'case/failed' | 'case/empty' | 'case/rendered' | 'case/other-failure' | typeof undecidedRule;
  readonly message: string;
  readonly hint: string;
}

/** A chart says these on purpose. By any other, nothing is shown about its refusals, whatever the text happens to have. */
const refusals: ReadonlySet<RenderFailure['kind']> = new Set(['template', 'schema', 'values', 'version']);

/** Of these it is not known whether the chart takes the values: nothing was shown about the case. */
const undecided: ReadonlySet<RenderFailure['kind']> = new Set(['chart', 'limit', 'timeout', 'panic']);

/**
 * What is wrong with the outcome of a case; null if it is the expected one. Messages are Helm's, shortened; `hide` takes out of them what
 * nobody may read.
 */
export function outcomeFault(
  expected: ExpectedFailure | null,
  outcome: RenderOutcome,
  hide: (text: string) => string = (text) => text,
): OutcomeFault | null {
  if (outcome.ok) {
    if (expected === null) return outcome.render.objects.length > 0 ? null : empty;
    return {
      rule: 'case/rendered',
      message: `it renders, and should fail with ${wording(expected)}`,
      hint: 'The chart no longer refuses these values: restore the check in the chart, or remove "fails".',
    };
  }
  const { failure } = outcome;
  const said = shortened(hide(failure.message.trim()));
  if (undecided.has(failure.kind)) {
    return {
      rule: undecidedRule,
      message: `it is not known whether it renders: ${said}`,
      hint: 'Mend the chart, or ask less of it: until it answers, nothing is checked.',
    };
  }
  if (expected === null) {
    return {
      rule: 'case/failed',
      message: `it does not render: ${said}`,
      hint: 'Mend the values or the chart; if the chart refuses these values rightly, say so with "fails".',
    };
  }
  if (refusals.has(failure.kind) && isExpected(expected, failure.message)) return null;
  return {
    rule: 'case/other-failure',
    message: `it should fail with ${wording(expected)}, and fails with another message: ${said}`,
    hint: refusals.has(failure.kind)
      ? 'Something else is wrong before the check that is meant; or its message has changed, and "fails" must follow.'
      : 'This is no refusal of the chart, so it says nothing about the check that is meant: mend it first.',
  };
}

/** No rule has anything to say of nothing, so that all of them would seem to be kept. */
const empty: OutcomeFault = {
  rule: 'case/empty',
  message: 'it renders no object at all',
  hint: 'See which value switches the templates off. If nothing is meant to be applied, leave the release out, or waive this for the case.',
};

export function isRegex(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}

/** Helm breaks long messages at any place, and names lines of templates: `fails: "32"` must not be met by line 32. */
function isExpected(expected: ExpectedFailure, message: string): boolean {
  const text = flat(message.replaceAll(/(\.(?:ya?ml|tpl|txt|json)):\d+(?::\d+)?/g, '$1'));
  return expected.kind === 'text'
    ? text.includes(flat(expected.text))
    : RE2JS.compile(expected.pattern).matcher(text).find();
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const wording = (expected: ExpectedFailure): string =>
  expected.kind === 'text' ? quoted(expected.text) : `a message that matches ${quoted(expected.pattern)}`;

const shownCharacters = 2000;

const shortened = (text: string): string =>
  text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
