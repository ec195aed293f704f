import * as k8s from '../kubernetes.ts';
import type { ExternalSecretBacking, SecretStoreBacking } from '../../src/stack/desired.ts';
import { type DeclareContext, optionsIn, qualifiedName } from './context.ts';

export function declareSecretStore(backing: SecretStoreBacking, context: DeclareContext): k8s.CustomResource {
  return declareExternal('SecretStore', backing, { provider: backing.provider }, context);
}

/** Its target Secret has the same name and is owned by it: deleting one deletes the other. */
export function declareExternalSecret(
  backing: ExternalSecretBacking,
  context: DeclareContext,
): k8s.CustomResource {
  const spec = {
    refreshInterval: backing.refreshInterval,
    secretStoreRef: { kind: 'SecretStore', name: backing.store },
    target: { name: backing.name, creationPolicy: 'Owner' },
    data: Object.entries(backing.data).map(([secretKey, remoteRef]) => ({ secretKey, remoteRef })),
  };
  return declareExternal('ExternalSecret', backing, spec, context);
}

function declareExternal(
  kind: 'SecretStore' | 'ExternalSecret',
  backing: SecretStoreBacking | ExternalSecretBacking,
  spec: object,
  context: DeclareContext,
): k8s.CustomResource {
  const { namespace, name } = backing;
  return new k8s.CustomResource(
    qualifiedName(backing),
    { apiVersion: 'external-secrets.io/v1', kind, metadata: { namespace, name }, spec },
    optionsIn(namespace, context),
  );
}
