import { textsAt, type DataMap } from '../kubernetes/data.ts';

/** What a Secret holds, as it is and decoded; nothing of an object of another kind. */
export function contentsOf(manifest: DataMap): string[] {
  if (manifest['kind'] !== 'Secret') return [];
  const encoded = Object.values(textsAt(manifest, 'data'));
  const decoded = encoded.map((text) => Buffer.from(text, 'base64').toString());
  return [...encoded, ...decoded, ...Object.values(textsAt(manifest, 'stringData'))];
}
