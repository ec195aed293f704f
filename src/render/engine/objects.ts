/** The objects of all renders: what has the same text is told once by each process, and is the same data in memory. */
import { textAt } from '../../kubernetes/data.ts';
import type { Render, RenderedObject } from '../../kubernetes/rendered.ts';
import type { WireDocument, WireRender } from './wire.ts';

interface Document extends WireDocument {
  /** By the template that it comes from. */
  readonly objects: Map<string, RenderedObject>;
}

export interface ObjectShelf {
  read(render: WireRender): Render;
  /** Another process has begun: it counts documents anew, and tells each again. */
  renumber(): void;
}

export function objectShelf(): ObjectShelf {
  const byHash = new Map<string, Document>();
  const byNumber = new Map<number, Document>();

  const remember = (told: WireDocument): void => {
    const document = byHash.get(told.hash) ?? { ...told, objects: new Map<string, RenderedObject>() };
    byHash.set(told.hash, document);
    byNumber.set(told.number, document);
  };

  const objectOf = ({ document, template, hook, isCrd }: WireRender['objects'][number]): RenderedObject => {
    const known = byNumber.get(document);
    if (known === undefined) throw new Error(`the renderer never told document ${document}`);
    const before = known.objects.get(template);
    if (before !== undefined) return before;
    const { manifest, hash, duplicateKeys = [] } = known;
    const object: RenderedObject = {
      manifest,
      apiVersion: textAt(manifest, 'apiVersion') ?? '',
      kind: textAt(manifest, 'kind') ?? '',
      name: textAt(manifest, 'metadata', 'name') ?? '',
      namespace: textAt(manifest, 'metadata', 'namespace') ?? null,
      template,
      hook: hook ?? null,
      isCrd: isCrd ?? false,
      hash,
      duplicateKeys,
    };
    known.objects.set(template, object);
    return object;
  };

  return {
    read({ documents = [], objects, notes = '', values = null, warnings = [] }) {
      for (const document of documents) remember(document);
      return { objects: objects.map(objectOf), notes, values, warnings };
    },
    renumber: () => byNumber.clear(),
  };
}
