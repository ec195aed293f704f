/** In which words a failed assertion is told: where it failed, what was expected, what was found, and how the two differ. */
import type { AssertFailure, AssertRun } from '../../render/suite-runs.ts';
import { difference } from '../text-difference.ts';

/** One assertion may fail in every document of every template. */
const listedFailures = 10;
const shownCharacters = 4000;

export const isOfSnapshot = ({ type }: Pick<AssertRun, 'type'>): boolean => type.startsWith('matchSnapshot');

/** `equal fails in web/templates/deployment.yaml, document 0, spec.replicas`, with what follows on lines of its own. */
export function assertionText(assert: AssertRun): string {
  const { failures } = assert;
  const name = `${assert.not ? 'not ' : ''}${assert.type}`;
  if (failures.length === 0) return `${name} does not hold`;
  const rest = failures.length - listedFailures;
  const isOfMany = failures.some(({ value }) => value > 0);
  const shown = failures
    .slice(0, listedFailures)
    .map((failure) => failureText(name, isOfMany ? failure : { ...failure, value: -1 }));
  return [...shown, ...(rest > 0 ? [`… and in ${rest} more places`] : [])].join('\n');
}

function failureText(name: string, failure: AssertFailure): string {
  const { message, expected, actual } = failure;
  const where = placeText(failure);
  const head = `${name} fails${where === '' ? '' : ` in ${where}`}${message === '' ? '' : `: ${message.trim()}`}`;
  return [head, ...compared(expected.trimEnd(), actual.trimEnd())].join('\n');
}

const placeText = ({ template, document, value, path }: AssertFailure): string =>
  [
    template,
    document < 0 ? '' : `document ${document}`,
    path === '' ? '' : `path ${path}`,
    value < 0 ? '' : `match ${value}`,
  ]
    .filter((part) => part !== '')
    .join(', ');

function compared(expected: string, actual: string): string[] {
  if (expected === '' && actual === '') return [];
  const isLong = expected.includes('\n') || actual.includes('\n');
  if (isLong && expected !== '' && actual !== '') {
    return ['expected (-) and found (+):', difference(`${expected}\n`, `${actual}\n`)];
  }
  return [...labelled('expected', expected), ...labelled('found', actual)];
}

const labelled = (label: string, text: string): string[] => {
  if (text === '') return [];
  const shown = text.length > shownCharacters ? `${text.slice(0, shownCharacters).toWellFormed()}…` : text;
  return [shown.includes('\n') ? `${label}:\n${shown}` : `${label}: ${shown}`];
};
