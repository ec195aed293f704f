/** The invariants LS-1 to LS-24, and after them what else holds a worker group together. */
import type { Rule } from '../../rule.ts';
import { byId } from '../../rules/rules-over.ts';
import { autoscalerRules } from './autoscaler.ts';
import { autoscalingRules } from './autoscaling.ts';
import { exposureRules } from './exposure.ts';
import { trustRules } from './leader-trust.ts';
import { variableRules } from './leader-variable.ts';
import { leaderRules } from './leader.ts';
import { portFormRules } from './port-form.ts';
import { portRules } from './ports.ts';
import { rightsRules } from './rights.ts';
import { rolloutRules } from './rollout.ts';
import { storageRules } from './storage.ts';
import { versionRules } from './version.ts';
import { workloadRules } from './workload.ts';

export const rules: readonly Rule[] = [
  ...portRules,
  ...portFormRules,
  ...leaderRules,
  ...trustRules,
  ...variableRules,
  ...rolloutRules,
  ...versionRules,
  ...autoscalerRules,
  ...autoscalingRules,
  ...rightsRules,
  ...storageRules,
  ...workloadRules,
  ...exposureRules,
].toSorted(byId);
