/** Puts the nodes of a graph into columns: each one to the right of all that it needs. */
import type { Graph, GraphNode } from '../../../plan/plan.ts';

/** Of a circle, which no stack file should have, one edge is left out of account. */
export function layersOf({ nodes, edges }: Graph): readonly (readonly GraphNode[])[] {
  const needs = Map.groupBy(edges, ({ from }) => from);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const columns = new Map<string, number>();
  for (const { id } of nodes) place(id);

  /** Without recursion: a chain may be longer than the stack of calls. */
  function place(first: string): void {
    const open = [first];
    const entered = new Set<string>();
    for (let id = open.at(-1); id !== undefined; id = open.at(-1)) {
      const needed = (needs.get(id) ?? []).map(({ to }) => to).filter((to) => byId.has(to));
      const missing = needed.filter((to) => !columns.has(to) && !entered.has(to));
      if (!entered.has(id) && missing.length > 0) {
        entered.add(id);
        open.push(...missing);
        continue;
      }
      open.pop();
      entered.add(id);
      if (!columns.has(id)) columns.set(id, 1 + Math.max(-1, ...needed.map((to) => columns.get(to) ?? -1)));
    }
  }

  const layers: GraphNode[][] = [];
  for (const node of nodes) (layers[columns.get(node.id) ?? 0] ??= []).push(node);
  return nextToNeeded(layers, needs);
}

/** In each column those first that need what is first in the columns before: lines cross less. */
function nextToNeeded(
  layers: readonly (readonly GraphNode[])[],
  needs: ReadonlyMap<string, Graph['edges']>,
): GraphNode[][] {
  const rows = new Map<string, number>();
  const rowOf = ({ id }: GraphNode): number => {
    const needed = (needs.get(id) ?? []).flatMap(({ to }) => rows.get(to) ?? []);
    return needed.length === 0 ? Infinity : needed.reduce((sum, row) => sum + row, 0) / needed.length;
  };
  return layers.map((layer) => {
    const wanted = new Map(layer.map((node) => [node, rowOf(node)]));
    const sorted = layer.toSorted((one, other) => {
      const [a = 0, b = 0] = [wanted.get(one), wanted.get(other)];
      return a === b ? 0 : a - b;
    });
    sorted.forEach(({ id }, row) => rows.set(id, row));
    return sorted;
  });
}
