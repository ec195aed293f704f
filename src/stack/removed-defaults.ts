/**
 * The nulls of a release's values. To Helm a null removes a chart's default, but Pulumi's provider (4.25.0; newer than
 * 4.30 are said to be better) drops every null on its way, `allowNullValues` or not. So `render/` removes the defaults
 * from the chart that it hands over instead, which renders the same.
 */
import type { Values } from './desired.ts';
import { isValuesMap } from './values.ts';

/** Where the nulls are. Those inside lists are left out: Helm replaces lists whole. */
export function removedDefaults(values: Values, path: readonly string[] = []): string[][] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === null) return [[...path, key]];
    return isValuesMap(value) ? removedDefaults(value, [...path, key]) : [];
  });
}
