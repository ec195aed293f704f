/** The invariants KP-1 to KP-18 of the provisioner and KR-1 to KR-10 of its applications, and after them what else holds each together. */
import type { Rule } from '../../rule.ts';
import { byId } from '../../rules/rules-over.ts';
import { clusterRules } from './cluster-apis.ts';
import { customValueRules } from './custom-values.ts';
import { jobRules } from './job.ts';
import { kafkaRules } from './kafka-properties.ts';
import { monitoringRules } from './monitoring.ts';
import { podRules } from './pods.ts';
import { probeRules } from './probes.ts';
import { accountRules } from './provisioner-account.ts';
import { environmentRules } from './provisioner-environment.ts';
import { loginRules } from './provisioner-login.ts';
import { podRules as provisionerPodRules } from './provisioner-pod.ts';
import { registryRules } from './provisioner-registry.ts';
import { roleRules } from './provisioner-role.ts';
import { runnerEnvironmentRules } from './runner-environment.ts';
import { runnerFileRules } from './runner-file.ts';
import { serviceRules } from './services.ts';
import { releaseName, writableStore } from './shared.ts';
import { storageRules } from './storage.ts';

export const provisionerRules: readonly Rule[] = [
  ...environmentRules,
  ...loginRules,
  ...registryRules,
  ...accountRules,
  ...roleRules,
  ...clusterRules,
  ...customValueRules,
  ...provisionerPodRules,
  writableStore,
  releaseName,
].toSorted(byId);

/** KP-14 and KP-15 are the application's as well. */
export const applicationRules: readonly Rule[] = [
  ...runnerFileRules,
  ...kafkaRules,
  ...runnerEnvironmentRules,
  ...storageRules,
  ...jobRules,
  ...probeRules,
  ...monitoringRules,
  ...serviceRules,
  ...podRules,
  writableStore,
  releaseName,
].toSorted(byId);
