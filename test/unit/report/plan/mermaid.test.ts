import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Graph, GraphNode } from '../../../../src/plan/plan.ts';
import { oneLine } from '../../../../src/report/check/printable.ts';
import { drawing, type Drawing } from '../../../../src/report/plan/mermaid.ts';
import { hostile } from '../../../setup/hostile-text.ts';
import { samplePlan } from '../../../setup/sample-plan.ts';

const node = (id: string, operation: GraphNode['operation'] = 'same', kind = 'Release'): GraphNode => ({
  id,
  kind,
  name: id,
  operation,
});

const nodeLine =
  /^ {2}n\d+(?:\[\[|\[\/|\{\{|\[\\|\[\(|\(\[|\[)"([^"]*)"(?:\]\]|\/\]|\}\}|\\\]|\)\]|\]\)|\]):::[a-z]+$/;
const edgeLine = /^ {2}n\d+ --> n\d+$/;
const classLine = /^ {2}classDef [a-z]+ fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}$/;

function drawn(graph: Graph): Drawing {
  const made = drawing(graph);
  if (made === null) throw new Error('nothing is drawn');
  return made;
}
const linesOf = (graph: Graph): readonly string[] => drawn(graph).lines;
const labelsOf = (graph: Graph): string[] =>
  linesOf(graph).flatMap((line) => {
    const [, label] = nodeLine.exec(line) ?? [];
    return label === undefined ? [] : [label];
  });
/** As Mermaid reads it. */
const read = (label: string): string =>
  label.replaceAll(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

test('the sample', () => {
  const { lines, hiddenNodes, hiddenEdges } = drawn(samplePlan().graph);
  expect(lines.slice(0, 13)).toEqual([
    'flowchart LR',
    '  n0{{"Secret sf2loki<br/>to replace"}}:::replace',
    '  n1[/"Namespace leoflow<br/>to create"/]:::create',
    '  n2[("Bucket acme-sf2loki-state")]:::same',
    '  n3[["Release sf2loki<br/>to change"]]:::update',
    '  n4[["Release leoflow<br/>to create"]]:::create',
    '  n5[["Release sensor-inspector<br/>to replace"]]:::replace',
    '  n6[["Release edge-workers<br/>to delete"]]:::delete',
    '  n7[["Release ksml-provisioner"]]:::same',
    '  n3 --> n0',
    '  n3 --> n2',
    '  n4 --> n1',
    '  n5 --> n7',
  ]);
  expect([hiddenNodes, hiddenEdges]).toEqual([0, 0]);
});

test('nothing to draw', () => expect(drawing({ nodes: [], edges: [] })).toBeNull());

describe('names', () => {
  test.each([
    ['a"b', 'a#34;b'],
    ['a]b)c}d', 'a#93;b#41;c#125;d'],
    ['#quot; #35;', '#35;quot#59; #35;35#59;'],
    ['style:x#fff;', 'style#58;x#35;fff#59;'],
    ['%%{init: {}}%%', '#37;#37;#123;init#58; #123;#125;#125;#37;#37;'],
    ['<b>&amp;', '#60;b#62;#38;amp#59;'],
    ['`code`', '#96;code#96;'],
    ['end', 'end'],
    ['größe/データ_1.2-3', 'größe/データ_1.2-3'],
    ['🚀', '#128640;'],
  ])('%j is written %j', (name, written) => {
    expect(labelsOf({ nodes: [{ ...node('x'), name }], edges: [] })).toEqual([`Release ${written}`]);
  });

  test.each([
    ['-', '#45; x'],
    ['1.', '1#46; x'],
    ['12.5', '12#46;5 x'],
  ])('a label that begins with %j is no list', (kind, label) => {
    expect(labelsOf({ nodes: [node('x', 'same', kind)], edges: [] })).toEqual([label]);
  });
});

describe('a big graph', () => {
  const many = (count: number, operation: (index: number) => GraphNode['operation']): GraphNode[] =>
    Array.from({ length: count }, (_, index) => node(`r${index}`, operation(index)));
  const chain = (count: number): Graph['edges'] =>
    Array.from({ length: count - 1 }, (_, index) => ({ from: `r${index}`, to: `r${index + 1}` }));

  test('shows what changes and what stands beside it', () => {
    const nodes = many(100, (index) => (index === 50 ? 'update' : 'same'));
    const graph = { nodes, edges: chain(100) };
    expect(labelsOf(graph)).toEqual(['Release r49', 'Release r50<br/>to change', 'Release r51']);
    expect(linesOf(graph)).toContain('  n0 --> n1');
    expect(drawing(graph)).toMatchObject({ hiddenNodes: 97, hiddenEdges: 97 });
  });

  test('shows only what changes if there is too much beside it, and not more than anybody reads', () => {
    const alternating = many(100, (index) => (index % 2 === 0 ? 'create' : 'same'));
    const half = { nodes: alternating, edges: chain(100) };
    expect(labelsOf(half).filter((label) => label.includes('to create'))).toHaveLength(50);
    expect(drawing(half)).toMatchObject({ hiddenNodes: 50, hiddenEdges: 99 });
    expect(drawing({ nodes: many(200, () => 'delete'), edges: [] })).toMatchObject({ hiddenNodes: 140 });
    expect(drawing({ nodes: many(200, () => 'same'), edges: [] })).toMatchObject({ hiddenNodes: 140 });
  });
});

test('the longest names and the most arrows stay below what GitHub draws', () => {
  const nodes = Array.from({ length: 60 }, (_, index): GraphNode => ({
    ...node(`r${index}`, 'replace', '\uFFFD'.repeat(100)),
    name: '\uFFFD'.repeat(100),
  }));
  const edges = Array.from({ length: 900 }, (_, index) => ({ from: `r${10 + (index % 50)}`, to: 'r59' }));
  const { lines, hiddenEdges } = drawn({ nodes, edges });
  expect(lines.join('\n').length).toBeLessThan(49_000);
  expect(hiddenEdges).toBe(400);
});

test('whatever the names are: lines of ours only, labels that read as the names, within what GitHub draws', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.constantFrom(...hostile, '\uFFFD'.repeat(200), '~'.repeat(200), '🚀'.repeat(100)),
  );
  const nodes = fc.uniqueArray(
    fc.record({
      id: text,
      kind: fc.oneof(fc.constantFrom('Release', 'Secret', 'Bucket', 'ConfigMap', 'Role'), text),
      name: text,
      operation: fc.constantFrom('create', 'update', 'replace', 'delete', 'forget', 'import', 'same'),
    }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 80, size: 'max' },
  );
  const graphs = nodes.chain((given) => {
    const id = fc.constantFrom(...given.map((one) => one.id));
    return fc.record({
      nodes: fc.constant(given),
      edges: fc.array(fc.record({ from: id, to: id }), { maxLength: 700, size: 'max' }),
    });
  });
  fc.assert(
    fc.property(graphs, (graph) => {
      const [head, ...lines] = linesOf(graph);
      expect(head).toBe('flowchart LR');
      const strange = lines.filter(
        (line) => !nodeLine.test(line) && !edgeLine.test(line) && !classLine.test(line),
      );
      expect(strange).toEqual([]);
      // Mermaid takes the last `;` of such a line away.
      expect(lines.filter((line) => /style.*:\S*#.*;/.test(line))).toEqual([]);
      expect(lines.filter((line) => edgeLine.test(line)).length).toBeLessThanOrEqual(500);
      expect(lines.join('\n').length).toBeLessThan(50_000);

      const labels = labelsOf(graph);
      expect(labels.length).toBeLessThanOrEqual(60);
      const names = new Set(graph.nodes.map(({ kind, name }) => `${oneLine(kind, 20)} ${oneLine(name, 60)}`));
      expect(labels.filter((label) => !names.has(read(label.replace(/<br\/>.*$/, ''))))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
