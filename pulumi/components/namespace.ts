import * as k8s from '../kubernetes.ts';
import type { NamespaceBacking } from '../../src/stack/desired.ts';
import { importing } from './context.ts';

/** A namespace with its pod-security labels. */
export function declareNamespace(
  backing: NamespaceBacking,
  provider: k8s.Provider,
  importId: string | null,
): k8s.Namespace {
  return new k8s.Namespace(
    backing.name,
    { metadata: { name: backing.name, labels: backing.labels, annotations: backing.annotations } },
    { provider, ...importing(importId) },
  );
}
