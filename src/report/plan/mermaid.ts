/** The graph of the stack for GitHub, which draws Mermaid: what needs what, and what changes. */
import type { Graph, GraphNode, ReleaseOperation } from '../../plan/plan.ts';
import { oneLine } from '../check/printable.ts';
import { operationWords } from './wording.ts';

/** Nobody reads a bigger one. */
const mostNodes = 60;
/** Mermaid draws nothing beyond, as GitHub sets it up; nor beyond 50,000 characters, which nodes of this size and number don't reach. */
const mostEdges = 500;
const shownKind = 20;
const shownName = 60;

export interface Drawing {
  /** The text between the fences. */
  readonly lines: readonly string[];
  /** Of how many nodes and edges it has none. */
  readonly hiddenNodes: number;
  readonly hiddenEdges: number;
}

/** Null if there is nothing to draw. */
export function drawing(graph: Graph): Drawing | null {
  if (graph.nodes.length === 0) return null;
  const nodes = chosen(graph);
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const edges = graph.edges.flatMap(({ from, to }) => {
    const [start, end] = [ids.get(from), ids.get(to)];
    return start === undefined || end === undefined ? [] : [`  ${start} --> ${end}`];
  });
  const drawn = edges.slice(0, mostEdges);
  const operations = new Set(nodes.map(({ operation }) => operation));
  return {
    lines: [
      'flowchart LR',
      ...nodes.map((node, index) => `  n${index}${shaped(node)}:::${node.operation}`),
      ...drawn,
      ...[...operations].map((operation) => `  classDef ${operation} ${colours[operation]}`),
    ],
    hiddenNodes: graph.nodes.length - nodes.length,
    hiddenEdges: graph.edges.length - drawn.length,
  };
}

/** All; of too many, what changes and what stands beside it; of too many again, as many as there may be of what changes. */
function chosen({ nodes, edges }: Graph): readonly GraphNode[] {
  if (nodes.length <= mostNodes) return nodes;
  const changing = new Set(nodes.filter(({ operation }) => operation !== 'same').map(({ id }) => id));
  const beside = new Set(
    edges.flatMap(({ from, to }) => (changing.has(from) ? [to] : changing.has(to) ? [from] : [])),
  );
  const near = nodes.filter(({ id }) => changing.has(id) || beside.has(id));
  if (near.length > 0 && near.length <= mostNodes) return near;
  const first = changing.size > 0 ? nodes.filter(({ id }) => changing.has(id)) : nodes;
  return first.slice(0, mostNodes);
}

/** By kind: `[["Release web<br/>to change"]]`. */
function shaped({ kind, name, operation }: GraphNode): string {
  const [open, close] = shapes.get(kind) ?? ['[', ']'];
  const text = `${oneLine(kind, shownKind)} ${oneLine(name, shownName)}`;
  const what = operation === 'same' ? '' : `<br/>${operationWords[operation]}`;
  return `${open}"${escaped(text)}${what}"${close}`;
}

const shapes: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['Release', ['[[', ']]']],
  ['Namespace', ['[/', '/]']],
  ['Secret', ['{{', '}}']],
  ['ExternalSecret', ['{{', '}}']],
  ['SecretStore', ['{{', '}}']],
  ['ConfigMap', ['[\\', '\\]']],
  ['Bucket', ['[(', ')]']],
  ['StateBucket', ['[(', ')]']],
  ['ServiceAccount', ['([', '])']],
  ['Role', ['([', '])']],
  ['RoleBinding', ['([', '])']],
]);

/** Text and ground of their own, so that both can be read on a light page and on a dark one. */
const colours: Record<ReleaseOperation, string> = {
  create: 'fill:#1a7f37,stroke:#116329,color:#ffffff',
  update: 'fill:#f2cc60,stroke:#9a6700,color:#1f2328',
  replace: 'fill:#8250df,stroke:#512a97,color:#ffffff',
  delete: 'fill:#cf222e,stroke:#82071e,color:#ffffff',
  forget: 'fill:#57606a,stroke:#32383f,color:#ffffff',
  import: 'fill:#0969da,stroke:#0550ae,color:#ffffff',
  same: 'fill:#eaeef2,stroke:#8c959f,color:#1f2328',
};

/** Mermaid reads `#34;` as the character of that number: all but plain ones are written so, and what would begin a list, which it refuses. */
const escaped = (text: string): string =>
  text.replaceAll(/(?<=^\d*)[.-]|[^\p{L}\p{N} ./_-]/gu, (character) => `#${character.codePointAt(0)};`);
