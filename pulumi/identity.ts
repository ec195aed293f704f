/** By which names Pulumi knows what `declare()` makes. */
import type { Backing } from '../src/stack/desired.ts';
import { qualifiedName } from './components/context.ts';

export interface ResourceIdentity {
  readonly type: string;
  readonly name: string;
}

export const releaseType = 'kubernetes:helm.sh/v3:Release';

export const providerIdentity: ResourceIdentity = { type: 'pulumi:providers:kubernetes', name: 'cluster' };

/** The first one has the names and versions that values refer to. */
export function identitiesOf(backing: Backing): readonly ResourceIdentity[] {
  switch (backing.kind) {
    case 'namespace':
      return [{ type: 'kubernetes:core/v1:Namespace', name: backing.name }];
    case 'secret':
      return [
        {
          type: 'kubernetes:core/v1:Secret',
          name: backing.autoName ? backing.name : qualifiedName(backing),
        },
      ];
    case 'caBundle':
      return [{ type: 'kubernetes:core/v1:ConfigMap', name: backing.name }];
    case 'secretStore':
      return [{ type: 'kubernetes:external-secrets.io/v1:SecretStore', name: qualifiedName(backing) }];
    case 'externalSecret':
      return [{ type: 'kubernetes:external-secrets.io/v1:ExternalSecret', name: qualifiedName(backing) }];
    case 'bucket':
      return [{ type: 'k8s-deploy:index:StateBucket', name: backing.bucket }];
    case 'serviceAccount':
      return [{ type: 'kubernetes:core/v1:ServiceAccount', name: qualifiedName(backing) }];
    case 'role':
      return [
        { type: 'kubernetes:rbac.authorization.k8s.io/v1:Role', name: qualifiedName(backing) },
        { type: 'kubernetes:rbac.authorization.k8s.io/v1:RoleBinding', name: qualifiedName(backing) },
      ];
  }
}
