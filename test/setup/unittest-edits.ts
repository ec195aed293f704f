/** Faults put into the text of a suite, each with its place. */
import * as fc from 'fast-check';
import { isMap, isScalar, isSeq, parseAllDocuments, type YAMLMap } from 'yaml';

export interface EditedSuite {
  readonly text: string;
  /** Of the key that nobody knows; from 1. */
  readonly line: number;
  readonly column: number;
}

/** A key such as nobody would write, at the beginning of any map whose keys are all known. */
export function insertedKeys(text: string): fc.Arbitrary<EditedSuite> {
  const places = closedMaps(text).map((map) => {
    const [start = 0] = map.range ?? [];
    if (map.flow !== true)
      return { at: start, before: '', after: `\n${' '.repeat(columnOf(text, start) - 1)}` };
    return { at: start + 1, before: ' ', after: map.items.length === 0 ? ' ' : ', ' };
  });
  const name = fc.stringMatching(/^zz[a-z]{1,8}$/);
  const value = fc.constantFrom('1', 'true', 'text', '[]', '{}', '{ path: a }', 'null');
  return fc.tuple(fc.constantFrom(...places), name, value).map(([{ at, before, after }, key, given]) => {
    const edited = `${text.slice(0, at)}${before}${key}: ${given}${after}${text.slice(at)}`;
    return { text: edited, ...placeAt(edited, at + before.length) };
  });
}

/** Any known key with a letter too many, too few or another one. */
export function misspeltKeys(text: string): fc.Arbitrary<EditedSuite> {
  const keys = closedMaps(text).flatMap(({ items }) =>
    items.flatMap(({ key }) =>
      isScalar(key) && typeof key.value === 'string' ? [{ at: key.range?.[0] ?? 0, name: key.value }] : [],
    ),
  );
  const known = new Set(keys.map(({ name }) => name.toLowerCase()).concat(alsoKnown));
  const misspelt = fc.tuple(fc.constantFrom(...keys), fc.nat(), fc.constantFrom('', 'q', 'qq'), fc.boolean());
  return misspelt
    .map(([{ at, name }, where, put, isReplaced]) => {
      const index = where % name.length;
      const wrong = name.slice(0, index) + put + name.slice(index + (put === '' || isReplaced ? 1 : 0));
      return { at, name, wrong };
    })
    .filter(({ wrong }) => wrong !== '' && !known.has(wrong.toLowerCase()))
    .map(({ at, name, wrong }) => ({
      text: text.slice(0, at) + wrong + text.slice(at + name.length),
      ...placeAt(text, at),
    }));
}

/** What a misspelt key may become, and be right again. */
const alsoKnown = ['template', 'templates', 'path', 'paths', 'value', 'values', 'not', 'of', 'on'];

/** Below these, keys are those of charts and objects. */
const open = new Set(['set', 'objects', 'value', 'content']);

function closedMaps(text: string): YAMLMap[] {
  const found: YAMLMap[] = [];
  const visit = (node: unknown, isOpen: boolean): void => {
    if (isSeq(node)) for (const item of node.items) visit(item, false);
    if (!isMap(node)) return;
    if (!isOpen) found.push(node);
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (isOpen || !open.has(name)) visit(value, name === 'scheme');
    }
  };
  for (const { contents } of parseAllDocuments(text)) visit(contents, false);
  return found;
}

const columnOf = (text: string, at: number): number => placeAt(text, at).column;

/** Columns count characters. */
function placeAt(text: string, at: number): { line: number; column: number } {
  const lines = text.slice(0, at).split('\n');
  return { line: lines.length, column: Array.from(lines.at(-1) ?? '').length + 1 };
}
