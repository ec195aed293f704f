/**
 * What of a release's values never reaches Helm. To Helm a null removes a chart's default, and an empty list takes its place; but Pulumi's provider (4.25.0; newer
 * than 4.30 are said to be better) drops every null and every empty list on its way, `allowNullValues` or not (`excludeNulls` in its helm_release.go). So `render/`
 * edits the defaults of the chart that it hands over instead, which renders the same.
 */
import type { Values } from './desired.ts';
import { isValuesMap } from './values.ts';

/** Paths in values.yaml. */
export interface DroppedValues {
  readonly nulls: readonly (readonly string[])[];
  readonly emptyLists: readonly (readonly string[])[];
}

export const droppedValues = (values: Values): DroppedValues => ({
  nulls: removedDefaults(values),
  emptyLists: emptiedDefaults(values),
});

/** Where the empty lists are. */
function emptiedDefaults(values: Values, path: readonly string[] = []): string[][] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (Array.isArray(value) && value.length === 0) return [[...path, key]];
    return isValuesMap(value) ? emptiedDefaults(value, [...path, key]) : [];
  });
}

/** Where the nulls are. Those inside lists are left out: Helm replaces lists whole. */
function removedDefaults(values: Values, path: readonly string[] = []): string[][] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === null) return [[...path, key]];
    return isValuesMap(value) ? removedDefaults(value, [...path, key]) : [];
  });
}
