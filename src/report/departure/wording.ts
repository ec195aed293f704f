/** Why something stays when its stack goes. */
import type { StayReason } from '../../plan/departure.ts';

const reasons: Readonly<Record<StayReason, string>> = {
  bucket: 'with all that is in it: buckets outlive their stack',
  claim: 'with the data on its volume',
  key: 'a hook made it, and it may be the key to data that stays',
  kept: 'helm.sh/resource-policy: keep',
  crd: 'with it would go all objects of its kind, everywhere',
  hook: 'a hook made it, and others may depend on it',
  'run-time': 'made by what ran, not by the chart',
  foreign: 'not of this stack',
  namespace: 'of the stack, and stays in its state: there is something in it',
};

export const reasonText = (reason: StayReason): string => reasons[reason];

export const stayReasons = Object.keys(reasons) as StayReason[];
