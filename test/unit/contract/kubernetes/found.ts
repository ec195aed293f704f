import { kubernetesSchemas } from '../../../../src/contract/kubernetes/schemas.ts';
import { schemaRules } from '../../../../src/contract/kubernetes/rules.ts';
import type { Data, DataMap } from '../../../../src/kubernetes/data.ts';
import type { RenderedObject } from '../../../../src/kubernetes/rendered.ts';
import { renderedObject } from '../../../setup/rendered.ts';

interface Given extends Partial<RenderedObject> {
  /** 1.33 by default. */
  readonly kubeVersion?: string;
  readonly crds?: readonly Data[];
}

/** What is found, one line each: `severity id path: message`. */
export function found(
  manifest: DataMap,
  { kubeVersion = '1.33', crds = [], ...given }: Given = {},
): string[] {
  return verdicts(manifest, { kubeVersion, crds, ...given }).map((verdict) => {
    if ('notChecked' in verdict) return `not checked: ${verdict.notChecked}`;
    const severity = verdict.severity ?? schemaRules.find(({ id }) => id === verdict.id)?.severity;
    const path = (verdict.path ?? []).join('.');
    return `${severity} ${verdict.id} ${path}: ${verdict.message}`;
  });
}

/** The same with hints. */
export const verdicts = (manifest: DataMap, { kubeVersion = '1.33', crds = [], ...given }: Given = {}) =>
  kubernetesSchemas({ kubeVersion, crds }).check(renderedObject(manifest, given));
