/** The stack as a picture, where it is small enough to be one, and as a list: who needs whom, and what becomes of each. */
import type { Graph, GraphNode } from '../../../plan/plan.ts';
import { operationMarks } from '../../marks.ts';
import { operationWords } from '../wording.ts';
import { layersOf } from './layers.ts';
import { html, type Markup } from './markup.ts';
import { operationSign } from './signs.ts';

const mostNodes = 60;
const mostColumns = 6;

/** In the units of the picture. */
const box = { width: 230, height: 44, gapX: 70, gapY: 14 };

export function graphMarkup(graph: Graph): Markup {
  const layers = layersOf(graph);
  const isSmall = graph.nodes.length <= mostNodes && layers.length <= mostColumns;
  return html`${isSmall ? picture(graph, layers) : null}
    <details class="rest" ${isSmall ? null : html` open`}>
      <summary>As a list</summary>
      ${list(graph)}
    </details>`;
}

interface Placed {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
}

function picture({ edges }: Graph, layers: readonly (readonly GraphNode[])[]): Markup {
  const placed = new Map<string, Placed>();
  layers.forEach((layer, column) =>
    layer.forEach((node, row) =>
      placed.set(node.id, {
        node,
        x: column * (box.width + box.gapX),
        y: row * (box.height + box.gapY),
      }),
    ),
  );
  const width = layers.length * (box.width + box.gapX) - box.gapX;
  const height = Math.max(1, ...layers.map(({ length }) => length)) * (box.height + box.gapY) - box.gapY;
  const lines = edges.map(({ from, to }) => edge(placed.get(from), placed.get(to)));
  return html`<p>What stands on the right needs what it is joined to on the left.</p>
    <div class="picture" tabindex="0" role="group" aria-label="Graph of the stack">
      <svg
        viewBox="-2 -2 ${width + 4} ${height + 4}"
        width="${width + 4}"
        height="${height + 4}"
        aria-hidden="true"
      >
        ${lines}${[...placed.values()].map(nodeMarkup)}
      </svg>
    </div>`;
}

function edge(from: Placed | undefined, to: Placed | undefined): Markup | null {
  if (from === undefined || to === undefined) return null;
  const [startX, startY] = [to.x + box.width, to.y + box.height / 2];
  const [endX, endY] = [from.x, from.y + box.height / 2];
  const bend = box.gapX / 2;
  return html`<path
    d="M${startX} ${startY}C${startX + bend} ${startY} ${endX - bend} ${endY} ${endX} ${endY}"
  />`;
}

function nodeMarkup({ node, x, y }: Placed): Markup {
  const { mark, style } = operationMarks[node.operation];
  const remark = node.operation === 'same' ? '' : ` ${mark} ${operationWords[node.operation]}`;
  return html`<g class="${style}"
    ><title>${node.kind} ${node.name}</title
    ><rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="6" /><text
      x="${x + 12}"
      y="${y + 18}"
      >${clipped(node.name)}</text
    ><text class="kind" x="${x + 12}" y="${y + 35}">${node.kind}${remark}</text></g
  >`;
}

/** As many characters as the box has room for. */
const mostCharacters = 30;

const clipped = (name: string): string =>
  name.length > mostCharacters ? `${name.slice(0, mostCharacters - 1)}…` : name;

function list({ nodes, edges }: Graph): Markup {
  const names = new Map(nodes.map(({ id, kind, name }) => [id, `${kind} ${name}`]));
  const needs = Map.groupBy(edges, ({ from }) => from);
  return html`<ul>
    ${nodes.map(({ id, operation }) => {
      const needed = (needs.get(id) ?? []).map(({ to }) => names.get(to) ?? to).join(', ');
      return html`<li>
        ${operationSign(operation)} ${names.get(id) ?? id}${needed === '' ? null : `, needs ${needed}`}
      </li> `;
    })}
  </ul>`;
}
