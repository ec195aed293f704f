/** Objects and cases that rules are tried on. */
import { createHash } from 'node:crypto';
import { textAt, type DataMap } from '../../../../src/kubernetes/data.ts';
import type { RenderedObject } from '../../../../src/kubernetes/rendered.ts';
import type { Subject } from '../../../../src/systems/rule.ts';

const object = (manifest: DataMap): RenderedObject => ({
  manifest,
  apiVersion: textAt(manifest, 'apiVersion') ?? '',
  kind: textAt(manifest, 'kind') ?? '',
  name: textAt(manifest, 'metadata', 'name') ?? '',
  namespace: textAt(manifest, 'metadata', 'namespace') ?? null,
  template: 'demo/templates/x.yaml',
  hook: null,
  isCrd: false,
  hash: createHash('sha256').update(JSON.stringify(manifest)).digest('hex'),
  duplicateKeys: [],
});

export const subject = (manifests: readonly DataMap[], values: DataMap = {}): Subject => ({
  release: {
    name: 'demo',
    namespace: 'shop',
    isUpgrade: false,
    kubeVersion: '1.33.0',
    apiVersions: ['monitoring.coreos.com/v1'],
    options: null,
  },
  chart: { name: 'demo', version: '1.2.3', appVersion: null },
  values,
  given: values,
  objects: manifests.map(object),
  around: { find: () => undefined, all: () => [] },
});

export const deployment = (name: string, spec: DataMap = {}): DataMap => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, labels: { app: name } },
  spec: { replicas: 2, ...spec },
});

export const configMap = (name: string, data: DataMap): DataMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});
