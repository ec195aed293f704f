import * as k8s from '../kubernetes.ts';
import type { SecretBacking } from '../../src/stack/desired.ts';
import { type DeclareContext, optionsIn, qualifiedName } from './context.ts';

/**
 * A credentials Secret. Auto-named, new content replaces it under a new name, which rolls the pods that refer to it; the
 * old one goes after they are healthy. With a fixed name it is updated in place.
 */
export function declareSecret(backing: SecretBacking, context: DeclareContext): k8s.Secret {
  const stringData = Object.fromEntries(
    Object.entries(backing.data).map(([key, entry]) => [
      key,
      typeof entry === 'string' ? entry : context.secretText(entry),
    ]),
  );
  return new k8s.Secret(
    backing.autoName ? backing.name : qualifiedName(backing),
    {
      metadata: { namespace: backing.namespace, ...(backing.autoName ? {} : { name: backing.name }) },
      type: backing.type,
      stringData,
    },
    {
      ...optionsIn(backing.namespace, context),
      ...(backing.autoName ? { replaceOnChanges: ['data', 'type'] } : {}),
    },
  );
}
