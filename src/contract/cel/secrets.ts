/** Takes what Secrets hold out of a message: an expression can read it, and CEL quotes what it cannot convert. */
import { Buffer } from 'node:buffer';
import { textsAt } from '../../kubernetes/data.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';

/** Shorter ones are in many texts: words, ports. */
const shortest = 6;

const known = new WeakMap<readonly RenderedObject[], readonly string[]>();

export const withoutSecrets = (message: string, objects: readonly RenderedObject[]): string =>
  secretsIn(objects).reduce((text, value) => text.replaceAll(value, '(secret)'), message);

/** Also in base64, and line by line; the longest first, since one may be a part of another. */
function secretsIn(objects: readonly RenderedObject[]): readonly string[] {
  const before = known.get(objects);
  if (before !== undefined) return before;
  const values = objects
    .filter(({ kind }) => kind === 'Secret')
    .flatMap(({ manifest }) => {
      const encoded = Object.values(textsAt(manifest, 'data'));
      const decoded = encoded.map((text) => Buffer.from(text, 'base64').toString());
      return [...encoded, ...decoded, ...Object.values(textsAt(manifest, 'stringData'))];
    })
    .flatMap((value) => [value, ...value.split('\n')].map((part) => part.trim()))
    .filter((value) => value.length >= shortest);
  const found = [...new Set(values)].toSorted((a, b) => b.length - a.length);
  known.set(objects, found);
  return found;
}
