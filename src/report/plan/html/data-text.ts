/** Data as a reader of manifests knows it: YAML in blocks. */
import { isMap, type Data, type DataMap } from '../../../kubernetes/data.ts';
import { valueText } from '../value-text.ts';

/** Without a line feed at its end. Text of several lines stands as it is if it is all there is. */
export function dataText(data: Data): string {
  return typeof data === 'string' && data.includes('\n') ? data : linesOf(data).join('\n');
}

function linesOf(data: Data): string[] {
  if (!isNested(data)) return typeof data === 'string' ? textLines(data) : [valueText(data)];
  return isMap(data) ? mapLines(data) : data.flatMap(itemLines);
}

/** Its lines stand below the key. */
const isNested = (data: Data): data is DataMap | readonly Data[] =>
  Array.isArray(data) ? data.length > 0 : isMap(data) && Object.keys(data).length > 0;

const mapLines = (map: DataMap): string[] =>
  Object.entries(map).flatMap(([key, value]) => {
    const name = unmistakable(key);
    const [first = '', ...rest] = linesOf(value);
    return isNested(value)
      ? [`${name}:`, ...[first, ...rest].map(indented)]
      : [`${name}: ${first}`, ...rest.map(indented)];
  });

function itemLines(item: Data): string[] {
  const [first = '', ...rest] = linesOf(item);
  return [`- ${first}`, ...rest.map(indented)];
}

const indented = (line: string): string => (line === '' ? '' : `  ${line}`);

/** As a block only where nothing but its lines has to be told. */
const isBlock = /^[^\s\p{C}](?:[^\p{C}]|[\n\t])*$/u;

function textLines(text: string): string[] {
  if (!text.includes('\n') || !isBlock.test(text) || text.endsWith('\n\n')) return [unmistakable(text)];
  const isEnded = text.endsWith('\n');
  return [isEnded ? '|' : '|-', ...(isEnded ? text.slice(0, -1) : text).split('\n')];
}

/** In a block, a colon or a dash may mean something; so do numbers to another base. */
const needsQuotes = /^[-?:](?:\s|$)|:\s|:$|\s#|^(?:---|\.\.\.)|^0[xo][\da-f]+$|^[-+]?\.(?:inf|nan)$/i;

const unmistakable = (text: string): string =>
  needsQuotes.test(text) ? JSON.stringify(text) : valueText(text);
