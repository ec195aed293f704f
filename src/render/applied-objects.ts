/** What a release record holds → objects, as a render gives them. */
import { createHash } from 'node:crypto';
import type { ObjectId } from '../kubernetes/object-id.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';
import { readObjects, Refusal, splitOutput, type PrintedText } from './template/output.ts';

export interface Applied {
  readonly manifest: string;
  readonly hooks: readonly { readonly template: string; readonly manifest: string }[];
}

/**
 * `known`: from `knownObjects` of the new render; what has the same text is taken from there, since reading YAML is most of the work. Throws an `Error` if
 * the record holds what is no manifest.
 */
export function appliedObjects(
  { manifest, hooks }: Applied,
  known: ReadonlyMap<string, RenderedObject>,
): RenderedObject[] {
  const texts: PrintedText[] = [
    ...splitOutput(manifest),
    ...hooks.flatMap((hook) =>
      splitOutput(hook.manifest).map(({ text }) => ({ template: hook.template, text })),
    ),
  ];
  try {
    return texts.flatMap((text) => {
      const same = known.get(objectHash(text));
      return same === undefined ? readObjects([text]) : [same];
    });
  } catch (error) {
    if (error instanceof Refusal) throw new Error(error.failure.message, { cause: error });
    throw error;
  }
}

/** As `known` is keyed: the same text may stand in two templates. */
export const knownObjects = (objects: readonly RenderedObject[]): Map<string, RenderedObject> =>
  new Map(objects.map((object) => [`${object.template} ${object.hash}`, object]));

const objectHash = ({ template, text }: PrintedText): string =>
  `${template} ${createHash('sha256').update(text).digest('hex')}`;

/** The CRDs in a chart's own `crds/` folder, by the files that a record keeps of it. Throws an `Error` if one is no manifest. */
export function chartCrds(files: ReadonlyMap<string, Buffer>): ObjectId[] {
  const texts = [...files]
    .filter(([name]) => /^crds\/.*\.ya?ml$/.test(name))
    .flatMap(([, content]) => splitOutput(content.toString()));
  return readObjects(texts).map(({ apiVersion, kind, name }) => ({
    apiVersion,
    kind,
    namespace: null,
    name,
  }));
}
