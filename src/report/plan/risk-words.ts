import type { RiskId } from '../../plan/plan.ts';

/** What each risk is about. */
export const riskWords: Readonly<Record<RiskId, string>> = {
  delete: 'an object or a resource goes',
  replace: 'one goes and a new one comes',
  'delete-namespace': 'a namespace goes with everything in it',
  'immutable-field': 'the API server will refuse the change',
  'volume-claim': 'a claim goes, shrinks, or changes its class',
  'service-type': 'a Service gets another type',
  'scale-to-zero': 'nothing of it runs any more',
  'disruption-budget': 'no pod may be evicted, so nodes cannot be drained',
  'rbac-widened': 'somebody may do more than before',
  exposure: 'it is reachable by more than before',
  'image-downgrade': 'an image gets an older version',
  'mutable-tag': 'the same tag may be another image tomorrow',
  'hook-rerun': 'a hook runs on this upgrade',
  'release-state': 'the Helm release is failed or pending',
  adopt: 'Helm has a release of this name that Pulumi does not know',
  'foreign-object': 'the object exists and belongs to somebody else',
  'drift-reset': 'what somebody changed by hand is set back',
  'crd-outdated': 'Helm does not upgrade CRDs',
  'stale-base': 'the base branch has gone on',
};
