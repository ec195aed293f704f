/** What to do about each cause, where nothing more is known than the cause. */
import type { CauseId } from './trouble.ts';

export const hints: Readonly<Record<CauseId, string>> = {
  'image-pull': 'check the name and the tag of the image, and that the nodes may pull it (imagePullSecrets)',
  'missing-secret':
    'make the Secret, declare it under `external` if somebody else does, or correct its name in the values',
  'missing-config-map': 'make the ConfigMap, or correct its name in the values',
  'missing-key': 'add the key, or correct its name in the values',
  'crash-loop': 'its log says why it ends; then correct its configuration or the image',
  'container-exit': 'its log says why it ended; then correct its configuration or the image',
  'out-of-memory': 'raise resources.limits.memory of the container, or make it need less',
  'failed-probe':
    'see in the log whether it works; then correct path, port or times of the probe, or what it depends on',
  unschedulable: 'lower its requests, correct nodeSelector, affinity or tolerations, or add a node that fits',
  quota: 'lower the requests or the replicas, or have the quota of the namespace raised',
  'volume-claim':
    'name a storage class that the cluster has (`kubectl get storageclass`), or make the volume',
  'volume-mount': 'see in its events which volume cannot be mounted; what it is made of must exist first',
  webhook: 'ask who runs the webhook; change what it refuses, or bring it back if it does not answer',
  forbidden:
    'give the deploying identity this right (Role and RoleBinding), or deploy with one that has it; `k8s-deploy doctor` lists all that are needed',
  invalid: 'correct the field in the values of the release, or in the chart',
  'immutable-field':
    'leave the field as it is, or delete the object first (`kubectl delete`, `--cascade=orphan` keeps its pods): the next `up` makes it anew',
  'missing-kind':
    'install what brings the kind (its CRD) first: a release of its own, which this one depends on (`after` in the stack file)',
  'missing-namespace': 'let the stack make the namespace, or make it first',
  'name-taken': 'give the release another name or namespace, or hand it over; it is not taken over by itself',
  'pod-security':
    "set securityContext as the namespace's pod security level demands, or choose another level for it",
  'service-account': 'make the ServiceAccount, or correct serviceAccountName in the values',
  'hook-failed': 'the log says what it missed; then run `k8s-deploy up` again: the hook runs anew',
  'not-ready': 'look at its log and at what it depends on',
  timeout: 'give the release more time (`timeout` in the stack file), or find out what is slow',
  unreachable:
    'check the network and the API server; then run `k8s-deploy up` again, which goes on where this one ended',
  unknown: 'the message is all that is known; `k8s-deploy status` shows the release as it is now',
};
