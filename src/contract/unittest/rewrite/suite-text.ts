/** A file of helm-unittest suites as it is written: plain data with lines and comments. What is wrong with it, the renderer says. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { isMap as isDataMap, type Data, type DataMap } from '../../../kubernetes/data.ts';
import { goScalar } from './go-scalar.ts';

export interface Placed {
  readonly line: number; // from 1, in the file
  readonly column: number;
  /** The lines in front of it, without `#`. */
  readonly comment: string | null;
  readonly data: DataMap;
}

export interface SuiteText extends Omit<Placed, 'comment'> {
  readonly name: string;
  readonly tests: readonly TestText[];
}

export interface TestText extends Placed {
  readonly name: string;
  readonly asserts: readonly Placed[];
}

/** One for each document that is no empty one. Null: it is no YAML, or no map. */
export function suiteTexts(text: string): (SuiteText | null)[] {
  let before = 0;
  return text.split(/^---/m).flatMap((part) => {
    const suite = part.trim() === '' ? [] : [suiteText(part, before)];
    before += part.split('\n').length - 1;
    return suite;
  });
}

/** Values of a file, as helm-unittest reads them; null if they are no map. */
export function valuesIn(text: string): DataMap | null {
  const document = parseDocument(text, options);
  if (document.errors.length > 0) return null;
  const data = document.contents === null ? {} : dataOf(document.contents, document);
  return isDataMap(data) ? data : null;
}

const options = { version: '1.2', schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' } as const;

interface Reading {
  readonly document: Document;
  readonly lines: LineCounter;
  /** Lines of the file in front of this part. */
  readonly before: number;
}

function suiteText(part: string, before: number): SuiteText | null {
  const lines = new LineCounter();
  const document = parseDocument(part, { ...options, lineCounter: lines });
  const root = document.contents;
  if (document.errors.length > 0 || !isMap(root)) return null;
  const reading: Reading = { document, lines, before };
  const { comment: _, ...whole } = placed(root, null, reading);
  const { tests: __, ...data } = whole.data;
  const name = data['suite'];
  return {
    ...whole,
    data,
    name: typeof name === 'string' ? name : '',
    tests: itemsOf(root.get('tests', true), reading).map(({ node, comment }) =>
      testText(node, comment, reading),
    ),
  };
}

function testText(node: Node, comment: string | null, reading: Reading): TestText {
  const whole = placed(node, comment, reading);
  const { asserts: _, ...data } = whole.data;
  const name = data['it'];
  const asserts = isMap(node) ? itemsOf(node.get('asserts', true), reading) : [];
  return {
    ...whole,
    data,
    name: typeof name === 'string' ? name : '',
    asserts: asserts.map((item) => placed(item.node, item.comment, reading)),
  };
}

/** A comment in front of the first item belongs to the list for the YAML library. */
function itemsOf(node: unknown, { document }: Reading): { node: Node; comment: string | null }[] {
  const list = isAlias(node) ? node.resolve(document) : node;
  if (!isSeq(list)) return [];
  return list.items.map((item, index) => {
    const own = item as Node;
    const first = index === 0 ? list.commentBefore : undefined;
    return { node: own, comment: own.commentBefore ?? first ?? null };
  });
}

function placed(node: Node, comment: string | null, { document, lines, before }: Reading): Placed {
  const at = lines.linePos(node.range?.[0] ?? 0);
  const data = dataOf(node, document);
  return {
    line: at.line + before,
    column: at.col,
    comment: comment === null ? null : comment.replaceAll(/^ /gm, ''),
    data: isDataMap(data) ? data : {},
  };
}

function dataOf(node: unknown, document: Document): Data {
  if (isAlias(node)) return dataOf(node.resolve(document) ?? null, document);
  if (isSeq(node)) return node.items.map((item) => dataOf(item, document));
  if (isScalar(node)) {
    const isPlain = node.type === 'PLAIN' && node.tag === undefined;
    return isPlain ? goScalar(node.source ?? '') : typeof node.value === 'string' ? node.value : null;
  }
  if (!isMap(node)) return null;
  const merged: Record<string, Data> = {};
  const own: Record<string, Data> = {};
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? (key.source ?? String(key.value)) : '';
    if (name !== '<<') own[name] = dataOf(value, document);
    else Object.assign(merged, ...[dataOf(value, document)].flat().filter(isDataMap).toReversed());
  }
  return { ...merged, ...own };
}
