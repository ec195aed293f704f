/** Label selectors, and what they select. */
import { listAt, textAt, textsAt, type Data } from './data.ts';

/** All must hold; none at all selects everything. */
export type Selector = readonly Requirement[];

interface Requirement {
  readonly key: string;
  readonly operator: string; // `In`, `NotIn`, `Exists`, `DoesNotExist`; any other holds for nothing
  readonly values: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

/** Of a Service or a ReplicationController: every label must have its value. */
export const equalitySelector = (labels: Data | undefined): Selector =>
  Object.entries(textsAt(labels)).map(([key, value]) => ({ key, operator: 'In', values: [value] }));

/** A LabelSelector: `matchLabels` and `matchExpressions`. */
export const labelSelector = (selector: Data | undefined): Selector => [
  ...equalitySelector(textsAt(selector, 'matchLabels')),
  ...listAt(selector, 'matchExpressions').map((expression) => ({
    key: textAt(expression, 'key') ?? '',
    operator: textAt(expression, 'operator') ?? '',
    values: listAt(expression, 'values').filter((value) => typeof value === 'string'),
  })),
];

export const selects = (selector: Selector, labels: Labels): boolean =>
  selector.every((requirement) => holds(requirement, labels));

/** Whether at least one of the requirements holds: a selector that was meant for these labels and misses them. */
export const selectsAlmost = (selector: Selector, labels: Labels): boolean =>
  selector.some(({ key, operator, values }) => operator === 'In' && values.includes(labels[key] ?? ''));

/** The requirements that these labels do not meet. */
export const unmet = (selector: Selector, labels: Labels): Selector =>
  selector.filter((requirement) => !holds(requirement, labels));

function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** As `kubectl --selector` takes it: `app=web,tier in (a,b)`. */
export const selectorText = (selector: Selector): string =>
  selector
    .map(({ key, operator, values }) => {
      if (operator === 'Exists') return key;
      if (operator === 'DoesNotExist') return `!${key}`;
      if (operator === 'In' && values.length === 1) return `${key}=${values[0]}`;
      return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
    })
    .join(',');
