/** Where two values differ, found as plainly as can be: it shares nothing with the code under test. */
import { isMap, type Data } from '../../../src/kubernetes/data.ts';

/** Paths of the leaves, `spec.ports[0].port`; empty if they are the same. */
export function differences(before: Data | undefined, after: Data | undefined, path = ''): string[] {
  if (isMap(before) && isMap(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) =>
      differences(before[key], after[key], path === '' ? key : `${path}.${key}`),
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item: Data, index) =>
      differences(item, after[index] as Data, `${path}[${index}]`),
    );
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
}
