import { shown } from './wording.ts';
import { isMap, listAt, mapAt, textAt, type Data } from '../../../kubernetes/data.ts';

type Labels = Readonly<Record<string, string>>;

/** A map of labels as Services have it. An empty one selects nothing. */
export const selects = (selector: Data | undefined, labels: Labels): boolean =>
  isMap(selector) &&
  Object.keys(selector).length > 0 &&
  Object.entries(selector).every(([key, value]) => labels[key] === value);

/** A LabelSelector as in policies and budgets. An empty one selects everything; none selects nothing. */
export function matches(selector: Data | undefined, labels: Labels): boolean {
  if (!isMap(selector)) return false;
  const hasLabels = Object.entries(mapAt(selector, 'matchLabels')).every(
    ([key, value]) => labels[key] === value,
  );
  return hasLabels && listAt(selector, 'matchExpressions').every((each) => holds(each, labels));
}

/** It selects these pods, and not simply all of them. */
export const isAbout = (selector: Data | undefined, labels: Labels): boolean =>
  matches(selector, labels) && !isOpen(selector);

/** Without a requirement: it selects everything. */
export const isOpen = (selector: Data | undefined): boolean =>
  Object.keys(mapAt(selector, 'matchLabels')).length + listAt(selector, 'matchExpressions').length === 0;

/** The labels that a selector asks for and the pods don’t have. */
export function mismatch(wanted: Data | undefined, labels: Labels): string {
  const entries = Object.entries(isMap(wanted) ? wanted : {});
  const unmet = entries.filter(([key, value]) => labels[key] !== value);
  if (entries.length === 0) return 'it asks for no label';
  return unmet
    .map(([key, value]) => `${key} is ${shown(value)}, and the pods have ${shown(labels[key])}`)
    .join('; ');
}

const operators: Readonly<Record<string, (label: string | undefined, isListed: boolean) => boolean>> = {
  In: (_, isListed) => isListed,
  NotIn: (_, isListed) => !isListed,
  Exists: (label) => label !== undefined,
  DoesNotExist: (label) => label === undefined,
};

function holds(expression: Data, labels: Labels): boolean {
  const label = labels[textAt(expression, 'key') ?? ''];
  const isListed = label !== undefined && listAt(expression, 'values').includes(label);
  const operator = textAt(expression, 'operator') ?? '';
  return Object.hasOwn(operators, operator) && operators[operator]?.(label, isListed) === true;
}
