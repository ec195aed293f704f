/** Everything that an object refers to by name, whatever its kind. */
import { objectReferences } from './object-references.ts';
import { perManifest } from './per-manifest.ts';
import { podReferences } from './pod-references.ts';
import { podTemplateOf } from './pods.ts';
import type { Reference } from './reference.ts';

export const referencesOf = perManifest((object): readonly Reference[] => {
  const pod = podTemplateOf(object);
  const own = Object.hasOwn(objectReferences, object.kind) ? objectReferences[object.kind] : undefined;
  return [...(pod === null ? [] : podReferences(pod)), ...(own?.(object.manifest) ?? [])];
});
