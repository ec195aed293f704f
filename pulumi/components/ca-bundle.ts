import * as k8s from '../kubernetes.ts';
import type { CaBundleBacking } from '../../src/stack/desired.ts';
import { type DeclareContext, optionsIn } from './context.ts';

/** A ConfigMap of PEM certificates. Auto-named: a rotated bundle is a new name and rolls the pods that mount it. */
export function declareCaBundle(backing: CaBundleBacking, context: DeclareContext): k8s.ConfigMap {
  return new k8s.ConfigMap(
    backing.name,
    { metadata: { namespace: backing.namespace }, data: backing.data },
    { ...optionsIn(backing.namespace, context), replaceOnChanges: ['data'] },
  );
}
