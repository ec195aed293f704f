/** What `helm template --include-crds` prints → objects. Pure. */
import { createHash } from 'node:crypto';
import { isMap, mapAt, textAt, type DataMap } from '../../kubernetes/data.ts';
import type { Hook, RenderedObject } from '../../kubernetes/rendered.ts';
import type { RenderFailure } from '../renderer.ts';
import { duplicateKeys, parseManifest } from './manifest-yaml.ts';

/** As in renderer/limits.go. */
const objectCount = 10_000;

/** What Helm splits templates at; it leaves none inside a manifest. */
const separator = /(?:^|[\t\n\f\r ]*\n)---[\t\n\f\r ]*/;
/** A chart's file; text of our own that looks the same, in a file of `crds/`, is told apart by the path. */
const source = /^# Source: (\S+\/(?:templates|crds)\/.*)(?:\n|$)/;

export interface PrintedText {
  readonly template: string;
  readonly text: string;
}

/** In the order in which they stand, empty ones left out. A file of `crds/` may hold several. */
export function splitOutput(output: string): PrintedText[] {
  let template = '';
  return output.split(separator).flatMap((part) => {
    const [line = '', path] = source.exec(part) ?? [];
    template = path ?? template;
    const text = part.slice(line.length).replaceAll(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '');
    return text === '' ? [] : [{ template, text }];
  });
}

/** Throws a `Refusal`. */
export function readObjects(texts: readonly PrintedText[]): RenderedObject[] {
  const objects = texts.flatMap(readObject);
  const [beyond] = objects.filter(({ isCrd }) => !isCrd).slice(objectCount);
  if (beyond === undefined) return objects;
  const message = `the chart prints more than the ${objectCount} objects that are read`;
  throw new Refusal({ kind: 'limit', message, template: beyond.template, line: null });
}

/** There is no render, and this is why. */
export class Refusal extends Error {
  readonly failure: RenderFailure;
  constructor(failure: RenderFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

function readObject({ template, text }: PrintedText): RenderedObject[] {
  const lines = `${text}\n`; // as Helm prints it: the line end is part of a block scalar at the end
  const manifest = read(lines, template);
  if (manifest === null) return [];
  const isCrd = /^[^/]+\/(?:charts\/[^/]+\/)*crds\//.test(template);
  return [
    {
      manifest,
      apiVersion: textAt(manifest, 'apiVersion') ?? '',
      kind: textAt(manifest, 'kind') ?? '',
      name: textAt(manifest, 'metadata', 'name') ?? '',
      namespace: textAt(manifest, 'metadata', 'namespace') ?? null,
      template,
      hook: isCrd ? null : hookOf(manifest),
      isCrd,
      hash: createHash('sha256').update(text).digest('hex'),
      duplicateKeys: duplicateKeys(lines),
    },
  ];
}

function read(text: string, template: string): DataMap | null {
  const refuse = (message: string): never => {
    throw new Refusal({ kind: 'manifest', message, template, line: null });
  };
  try {
    const data = parseManifest(text);
    if (data === null || isMap(data)) return data;
  } catch (error) {
    return refuse(`YAML parse error on ${template}: ${error instanceof Error ? error.message : 'unknown'}`);
  }
  return refuse(`${template} prints something that is no object: ${JSON.stringify(text.slice(0, 60))}`);
}

/** Helm reads scalars of annotations as text, and leaves objects out of which it does not know the event. */
function hookOf(manifest: DataMap): Hook | null {
  const annotations = mapAt(manifest, 'metadata', 'annotations');
  const annotation = (name: string): string | null => {
    const value = annotations[`helm.sh/${name}`] ?? null;
    return value === null || typeof value === 'object' ? null : String(value);
  };
  const listed = (text: string): string[] => text.split(',').map((part) => part.trim().toLowerCase());
  const events = annotation('hook');
  if (events === null) return null;
  const policies = annotation('hook-delete-policy');
  return {
    events: listed(events).map((event) => (event === 'test-success' ? 'test' : event)),
    weight: Number(/^[+-]?\d+$/.exec(annotation('hook-weight') ?? '')?.[0] ?? 0),
    deletePolicies: policies === null ? ['before-hook-creation'] : listed(policies),
  };
}
