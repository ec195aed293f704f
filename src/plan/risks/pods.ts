import { podTemplateOf, type PodTemplate } from '../../kubernetes/pods.ts';
import type { PlacedObject } from '../facts.ts';

/** The pods that an object describes; null if it runs none. */
export const podOf = ({ id, manifest, template, hash }: PlacedObject): PodTemplate | null =>
  podTemplateOf({
    manifest,
    apiVersion: id.apiVersion,
    kind: id.kind,
    name: id.name,
    namespace: id.namespace,
    template: template ?? '',
    hook: null,
    isCrd: false,
    hash,
    duplicateKeys: [],
  });
