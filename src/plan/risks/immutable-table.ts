/**
 * Fields that the API server never changes once an object is there. From the update validation of Kubernetes 1.28 to 1.36 (`pkg/apis/…/validation`,
 * `pkg/registry/…/strategy.go`, and `apiextensions-apiserver` for definitions); Services and volume claims follow rules of their own.
 */
import { at, type DataMap, type DataPath } from '../../kubernetes/data.ts';

export interface Immutable {
  /** Where nothing may change. */
  readonly places: readonly DataPath[];
  /** Where something may, within those. */
  readonly except?: readonly DataPath[];
  /** Only what is applied to this one: an `immutable` ConfigMap, not every ConfigMap. */
  readonly when?: (before: DataMap) => boolean;
  /** How an operator gets past it. */
  readonly way: Way;
}

/** `orphan`: deleted without its pods, it finds them again. `again`: deleted and made again. `rename`: another name. */
export type Way = 'orphan' | 'again' | 'rename';

const isImmutable = (before: DataMap): boolean => at(before, 'immutable') === true;

const selector: Immutable = { places: [['spec', 'selector']], way: 'orphan' };
const roleRef: Immutable = { places: [['roleRef']], way: 'rename' };
const wholeSpec: Immutable = { places: [['spec']], way: 'rename' };

/** By kind, as `kindOf` names it. */
export const immutables: Readonly<Record<string, readonly Immutable[]>> = {
  'apps/Deployment': [selector],
  'apps/DaemonSet': [selector],
  'apps/ReplicaSet': [selector],
  'apps/StatefulSet': [
    {
      places: [['spec']],
      except: [
        'replicas',
        'ordinals',
        'template',
        'updateStrategy',
        'revisionHistoryLimit', // from 1.33 on; what that means before is told apart
        'persistentVolumeClaimRetentionPolicy',
        'minReadySeconds',
      ].map((field) => ['spec', field]),
      way: 'orphan',
    },
  ],
  'batch/Job': [
    {
      places: [
        'selector',
        'template',
        'completions',
        'completionMode',
        'podFailurePolicy',
        'backoffLimitPerIndex',
        'managedBy',
        'successPolicy',
      ].map((field) => ['spec', field]),
      way: 'again',
    },
  ],
  Pod: [
    {
      places: [['spec']],
      // Containers are looked into: their images may change.
      except: [
        ['spec', 'activeDeadlineSeconds'],
        ['spec', 'tolerations'],
        ['spec', 'schedulingGates'],
      ],
      way: 'again',
    },
  ],
  Secret: [
    { places: [['type']], way: 'rename' },
    { places: [['data'], ['stringData'], ['immutable']], when: isImmutable, way: 'rename' },
  ],
  ConfigMap: [{ places: [['data'], ['binaryData'], ['immutable']], when: isImmutable, way: 'rename' }],
  PersistentVolume: [
    {
      places: [['spec']],
      except: [
        'capacity',
        'accessModes',
        'claimRef',
        'persistentVolumeReclaimPolicy',
        'storageClassName',
        'mountOptions',
        'volumeAttributesClassName',
      ].map((field) => ['spec', field]),
      way: 'rename',
    },
  ],
  ResourceQuota: [{ places: [['spec', 'scopes']], way: 'again' }],
  'storage.k8s.io/StorageClass': [
    {
      places: [['parameters'], ['provisioner'], ['reclaimPolicy'], ['volumeBindingMode']],
      way: 'rename',
    },
  ],
  'storage.k8s.io/VolumeAttributesClass': [{ places: [['driverName'], ['parameters']], way: 'rename' }],
  'storage.k8s.io/CSIDriver': [
    {
      places: [
        ['spec', 'attachRequired'],
        ['spec', 'volumeLifecycleModes'],
      ],
      way: 'again',
    },
  ],
  'rbac.authorization.k8s.io/RoleBinding': [roleRef],
  'rbac.authorization.k8s.io/ClusterRoleBinding': [roleRef],
  'networking.k8s.io/IngressClass': [{ places: [['spec', 'controller']], way: 'rename' }],
  'scheduling.k8s.io/PriorityClass': [{ places: [['value'], ['preemptionPolicy']], way: 'rename' }],
  'node.k8s.io/RuntimeClass': [{ places: [['handler']], way: 'rename' }],
  'discovery.k8s.io/EndpointSlice': [{ places: [['addressType']], way: 'again' }],
  'resource.k8s.io/ResourceClaim': [wholeSpec],
  'resource.k8s.io/ResourceClaimTemplate': [wholeSpec],
  'apiextensions.k8s.io/CustomResourceDefinition': [
    {
      places: [
        ['spec', 'scope'],
        ['spec', 'group'],
        ['spec', 'names', 'kind'],
        ['spec', 'names', 'plural'],
      ],
      way: 'rename',
    },
  ],
};
