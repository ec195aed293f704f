/** The keys and defaults of values.yaml against the hundred rows of the table in the chart's own README. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { charts } from './helm.ts';
import documented from './leoflow-defaults.json' with { type: 'json' };

/** Leaves of a tree by the README's notation: `a.b`, `a.list[0]`; `stop` says which nodes are leaves all the same. */
function* leaves(node: unknown, path: string, stop: (path: string) => boolean): Generator<[string, unknown]> {
  if (typeof node !== 'object' || node === null || stop(path)) {
    yield [path, node];
  } else if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) yield* leaves(item, `${path}[${index}]`, stop);
  } else {
    for (const [key, item] of Object.entries(node))
      yield* leaves(item, path === '' ? key : `${path}.${key}`, stop);
  }
}

test('values.yaml holds what the README documents, and nothing else', async () => {
  const values: unknown = parse(await readFile(`${charts}leoflow/values.yaml`, 'utf8'));
  const found = Object.fromEntries(leaves(values, '', (path) => Object.hasOwn(documented, path)));
  expect(Object.keys(documented)).toHaveLength(100);
  expect(found).toEqual(documented);
});
