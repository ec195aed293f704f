/** Manifests as objects of a render, and what a rule says of them, without a chart. */
import { createHash } from 'node:crypto';
import { providedBy, surroundings } from '../../src/contract/references/surroundings.ts';
import { textAt, type DataMap } from '../../src/kubernetes/data.ts';
import type { RenderedObject } from '../../src/kubernetes/rendered.ts';
import type { Subject } from '../../src/systems/rule.ts';

export const renderedObject = (manifest: DataMap, given: Partial<RenderedObject> = {}): RenderedObject => ({
  manifest,
  apiVersion: textAt(manifest, 'apiVersion') ?? '',
  kind: textAt(manifest, 'kind') ?? '',
  name: textAt(manifest, 'metadata', 'name') ?? '',
  namespace: textAt(manifest, 'metadata', 'namespace') ?? null,
  template: 'chart/templates/all.yaml',
  hook: null,
  isCrd: false,
  hash: createHash('sha256').update(JSON.stringify(manifest)).digest('hex'),
  duplicateKeys: [],
  ...given,
});

/** Release `app` in namespace `apps` on Kubernetes 1.33. */
export function subjectOfManifests(manifests: readonly DataMap[]): Subject {
  const objects = manifests.map((manifest) => renderedObject(manifest));
  return {
    release: {
      name: 'app',
      namespace: 'apps',
      isUpgrade: false,
      kubeVersion: '1.33.0',
      apiVersions: [],
      options: null,
    },
    chart: { name: 'chart', version: '1.0.0', appVersion: null },
    values: {},
    given: {},
    objects,
    around: surroundings(providedBy(objects, { by: 'release app', release: 'app', namespace: 'apps' })),
  };
}
