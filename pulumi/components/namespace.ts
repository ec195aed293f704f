import * as k8s from '@pulumi/kubernetes';
import type { NamespaceBacking } from '../../src/stack/desired.ts';
import { importing } from './context.ts';

/** A namespace with its pod-security labels. */
export function declareNamespace(
  backing: NamespaceBacking,
  provider: k8s.Provider,
  importId: string | null,
): k8s.core.v1.Namespace {
  return new k8s.core.v1.Namespace(
    backing.name,
    { metadata: { name: backing.name, labels: backing.labels, annotations: backing.annotations } },
    { provider, ...importing(importId) },
  );
}
