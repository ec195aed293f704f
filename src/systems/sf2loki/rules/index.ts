/** The pack of sf2loki: its invariants in order of their ids, then what the chart promises beside them. */
import type { Rule } from '../../rule.ts';
import { accountToken, ownAccount } from './account.ts';
import {
  knownKeys,
  liveExamples,
  oneTopology,
  ownDomain,
  placeholderLists,
  readableConfig,
} from './application.ts';
import { memoryLimit, pinnedImage } from './capacity.ts';
import { containerEnvironment, knownVariables } from './environment.ts';
import { externalSecrets } from './external-secrets.ts';
import { hardenedPods } from './hardening.ts';
import {
  leaderByLease,
  leaseName,
  leaseNamespace,
  leaseTiming,
  replicasNeedLeader,
  surgeOfOne,
} from './leader.ts';
import { leaseRole } from './lease-role.ts';
import { networkPolicy } from './network.ts';
import { healthPort, probePaths } from './probes.ts';
import { oneSecretSource, rotation, secretFiles, secretSource } from './secrets.ts';
import { disruptionBudget, healthService, placement } from './service.ts';
import { s3Endpoint, sharedState, stateBucket, writableState } from './state.ts';
import { gracePeriod } from './stopping.ts';
import { renderedValues } from './values.ts';
import {
  configRollout,
  containerMounts,
  oneDeployment,
  releaseLabels,
  releaseNamespace,
} from './workload.ts';

export const rules: readonly Rule[] = [
  replicasNeedLeader,
  leaderByLease,
  leaseName,
  leaseNamespace,
  sharedState,
  s3Endpoint,
  stateBucket,
  leaseTiming,
  probePaths,
  gracePeriod,
  secretSource,
  secretFiles,
  knownVariables,
  placeholderLists,
  liveExamples,
  oneTopology,
  ownDomain,
  knownKeys,
  oneSecretSource,
  externalSecrets,
  rotation,
  configRollout,
  surgeOfOne,
  healthPort,
  writableState,
  hardenedPods,
  ownAccount,
  accountToken,
  networkPolicy,
  memoryLimit,
  pinnedImage,
  readableConfig,
  containerEnvironment,
  containerMounts,
  oneDeployment,
  releaseNamespace,
  releaseLabels,
  leaseRole,
  placement,
  healthService,
  disruptionBudget,
  renderedValues,
];
