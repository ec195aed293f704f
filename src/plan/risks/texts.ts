import type { RiskId } from '../plan.ts';

/** Of each risk, what it is: for `--help` and the documentation. */
export const riskTexts: Readonly<Record<RiskId, string>> = {
  delete: 'An object, a release or a resource is deleted, or left to itself.',
  replace: 'One goes and a new one comes, the new one first or the old one.',
  'delete-namespace': 'A namespace is deleted, with everything in it.',
  'immutable-field': 'A field changes that the API server never changes: the upgrade would fail.',
  'volume-claim': 'A volume claim is deleted, resized or changes its class: data may be lost.',
  'service-type': 'A Service changes its type, and with it the addresses by which it is reached.',
  'scale-to-zero': 'A workload that runs would have no replicas, or may be scaled to none.',
  'disruption-budget': 'A PodDisruptionBudget lets no pod be evicted: nodes cannot be drained.',
  'rbac-widened': 'A role allows more than before, or more accounts have it.',
  exposure:
    'Something is reached by more than before: a Service, a host, a pod on its node, what a network policy kept closed.',
  'image-downgrade': 'A container goes back to an older version of its image.',
  'mutable-tag': 'The tag of an image may be another image tomorrow.',
  'hook-rerun': 'A hook that has run before runs again, such as a migration.',
  'release-state': 'Helm’s record of the release is failed or pending.',
  adopt: 'Helm has a release of this name that the stack does not know: the install would fail.',
  'foreign-object': 'An object to be created exists and belongs to somebody else: Helm would refuse it.',
  'drift-reset': 'What somebody changed by hand is set back.',
  'crd-outdated':
    'A definition of the chart is not in the cluster as the chart has it, and Helm does not upgrade it.',
  'stale-base': 'The base branch has commits that are not in what is previewed.',
};
