import * as k8s from '@pulumi/kubernetes';
import type { ExternalSecretBacking, SecretStoreBacking } from '../../src/stack/desired.ts';
import { type DeclareContext, optionsIn, qualifiedName } from './context.ts';

const apiVersion = 'external-secrets.io/v1';

export function declareSecretStore(
  backing: SecretStoreBacking,
  context: DeclareContext,
): k8s.apiextensions.CustomResource {
  return new k8s.apiextensions.CustomResource(
    qualifiedName(backing),
    {
      apiVersion,
      kind: 'SecretStore',
      metadata: { namespace: backing.namespace, name: backing.name },
      spec: { provider: backing.provider },
    },
    optionsIn(backing.namespace, context),
  );
}

/** Its target Secret has the same name and is owned by it: deleting one deletes the other. */
export function declareExternalSecret(
  backing: ExternalSecretBacking,
  context: DeclareContext,
): k8s.apiextensions.CustomResource {
  return new k8s.apiextensions.CustomResource(
    qualifiedName(backing),
    {
      apiVersion,
      kind: 'ExternalSecret',
      metadata: { namespace: backing.namespace, name: backing.name },
      spec: {
        refreshInterval: backing.refreshInterval,
        secretStoreRef: { kind: 'SecretStore', name: backing.store },
        target: { name: backing.name, creationPolicy: 'Owner' },
        data: Object.entries(backing.data).map(([secretKey, remoteRef]) => ({ secretKey, remoteRef })),
      },
    },
    optionsIn(backing.namespace, context),
  );
}
