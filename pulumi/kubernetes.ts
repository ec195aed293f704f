/** The resources of Pulumi's Kubernetes SDK that we declare. Its index knows hundreds more, and a bundle would hold them all. */
export { CustomResource } from '@pulumi/kubernetes/apiextensions/customResource.js';
export { ConfigMap } from '@pulumi/kubernetes/core/v1/configMap.js';
export { Namespace } from '@pulumi/kubernetes/core/v1/namespace.js';
export { Secret } from '@pulumi/kubernetes/core/v1/secret.js';
export { ServiceAccount } from '@pulumi/kubernetes/core/v1/serviceAccount.js';
export { Release } from '@pulumi/kubernetes/helm/v3/release.js';
export { Provider } from '@pulumi/kubernetes/provider.js';
export { Role } from '@pulumi/kubernetes/rbac/v1/role.js';
export { RoleBinding } from '@pulumi/kubernetes/rbac/v1/roleBinding.js';
