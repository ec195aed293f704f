/** Label selectors match as the API server's do. */
import { expect, test } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import {
  equalitySelector,
  labelSelector,
  selectorText,
  selects,
  unmet,
} from '../../../src/kubernetes/selectors.ts';

const labels = { app: 'web', tier: 'front' };
const expression = (key: string, operator: string, ...values: string[]): DataMap => ({
  matchExpressions: [{ key, operator, values }],
});

test.each<[selector: DataMap, isSelected: boolean, text: string]>([
  [{}, true, ''],
  [{ matchLabels: { app: 'web' } }, true, 'app=web'],
  [{ matchLabels: { app: 'web', tier: 'back' } }, false, 'app=web,tier=back'],
  [{ matchLabels: { constructor: 'x' } }, false, 'constructor=x'],
  [expression('app', 'In', 'web', 'api'), true, 'app in (web,api)'],
  [expression('app', 'NotIn', 'web'), false, 'app notin (web)'],
  [expression('zone', 'NotIn', 'a'), true, 'zone notin (a)'],
  [expression('tier', 'Exists'), true, 'tier'],
  [expression('zone', 'Exists'), false, 'zone'],
  [expression('zone', 'DoesNotExist'), true, '!zone'],
  [expression('app', 'Like', 'w'), false, 'app like (w)'],
  [{ matchLabels: { app: 'web' }, ...expression('zone', 'Exists') }, false, 'app=web,zone'],
])('%j', (selector, isSelected, text) => {
  expect(selects(labelSelector(selector), labels)).toBe(isSelected);
  expect(selectorText(labelSelector(selector))).toBe(text);
});

test('of a Service: every label', () => {
  const selector = equalitySelector({ app: 'web', tier: 'back' });
  expect(selects(selector, labels)).toBe(false);
  expect(selectorText(unmet(selector, labels))).toBe('tier=back');
});
