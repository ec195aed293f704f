/** Objects as snapshots keep them: the same object is the same text, whatever the order of its keys. */
import { stringify } from 'yaml';
import { isMap, type Data } from '../../kubernetes/data.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import { withoutSecrets } from '../../redaction/fields.ts';

/** By kind, namespace and name; a second object of the same three has `#2` behind them. Text of YAML, with secrets left out. */
export function snapshotTexts(objects: readonly RenderedObject[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const object of objects) {
    const id = [object.kind, object.namespace, object.name].filter((part) => part !== null).join('/');
    let unique = id;
    for (let count = 2; texts.has(unique); count++) unique = `${id}#${count}`;
    texts.set(unique, textOf(object));
  }
  return texts;
}

const first: readonly string[] = ['apiVersion', 'kind', 'metadata'];

/** Neither value nor length of a secret: a snapshot is committed. */
function textOf({ kind, manifest }: RenderedObject): string {
  const keys = Object.keys(manifest).toSorted((a, b) => rank(a) - rank(b) || Number(a > b) - Number(a < b));
  const ordered = new Map(
    keys.map((key) => [key, inOrder(withoutSecrets(kind, manifest[key] ?? null, [key]))]),
  );
  return printable(stringify(ordered, { lineWidth: 0, aliasDuplicateObjects: false }));
}

const rank = (key: string): number => (first.includes(key) ? first.indexOf(key) : first.length);

/** Maps, since objects have keys that look like numbers in front. */
function inOrder(data: Data): unknown {
  if (Array.isArray(data)) return data.map(inOrder);
  if (!isMap(data)) return data;
  return new Map(
    Object.keys(data)
      .toSorted()
      .map((key) => [key, inOrder(data[key] ?? null)]),
  );
}

/** Characters that no YAML file of ours may have, as escapes. */
const printable = (text: string): string =>
  text.replaceAll(
    /[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
