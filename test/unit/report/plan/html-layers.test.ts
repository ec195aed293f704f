import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GraphNode } from '../../../../src/plan/plan.ts';
import { layersOf } from '../../../../src/report/plan/html/layers.ts';

describe('layersOf', () => {
  const node = (id: string): GraphNode => ({ id, kind: 'Release', name: id, operation: 'same' });
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const end = fc.integer({ min: 0, max: ids.length - 1 });

  test('each node stands once, to the right of all that it needs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(end, end)),
        fc.shuffledSubarray(ids, { minLength: 6 }),
        (pairs, order) => {
          const edges = pairs
            .filter(([from, to]) => from > to)
            .map(([from, to]) => ({ from: ids[from] ?? '', to: ids[to] ?? '' }));
          const layers = layersOf({ nodes: order.map(node), edges });
          expect(
            layers
              .flat()
              .map(({ id }) => id)
              .toSorted(),
          ).toEqual(ids);
          const column = (wanted: string): number =>
            layers.findIndex((layer) => layer.some(({ id }) => id === wanted));
          for (const { from, to } of edges) expect(column(from)).toBeGreaterThan(column(to));
        },
      ),
    );
  });

  test('a circle and an edge to nowhere harm nothing', () => {
    const layers = layersOf({
      nodes: ids.map(node),
      edges: [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'a' },
        { from: 'c', to: 'c' },
        { from: 'd', to: 'nowhere' },
      ],
    });
    expect(layers.flat()).toHaveLength(ids.length);
    expect(layers.every((layer) => layer.length > 0)).toBe(true);
  });

  test('a chain of 20,000 is no deeper than the stack of calls', () => {
    const nodes = Array.from({ length: 20_000 }, (_, index) => node(String(index)));
    const edges = nodes.slice(1).map(({ id }, index) => ({ from: nodes[index]?.id ?? '', to: id }));
    expect(layersOf({ nodes, edges })).toHaveLength(20_000);
  });
});
