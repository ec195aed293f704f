/** The pack "leoflow": the invariants in order of their ids, then what the chart has always wired and they take for granted. */
import type { Rule } from '../../rule.ts';
import { agentAddressRule } from './agent-address.ts';
import { agentTlsRules } from './agent-tls.ts';
import { bundleRule } from './ca-bundles.ts';
import { wiringRule } from './credential-wiring.ts';
import { credentialRules } from './credentials.ts';
import { environmentRules } from './environment.ts';
import { hookRules } from './hooks.ts';
import { logRules } from './logs.ts';
import { migrationJob } from './migration-job.ts';
import { migrationRules } from './migration.ts';
import { monitoringRules } from './monitoring.ts';
import { mountRule } from './mounts.ts';
import { networkRules } from './network.ts';
import { objectRules } from './objects.ts';
import { podRules } from './pods.ts';
import { portRule } from './ports.ts';
import { scaleRules } from './scale.ts';
import { taskRules } from './tasks.ts';
import { trustRules } from './trust.ts';
import { valueRule } from './values.ts';

/** Those without a number come last, as they stand. */
const last = 1000;
const number = ({ id }: Rule): number => Number(/^LF-(\d+)$/.exec(id)?.[1] ?? last);

export const rules: readonly Rule[] = [
  ...objectRules,
  valueRule,
  ...environmentRules,
  ...credentialRules,
  wiringRule,
  portRule,
  ...podRules,
  mountRule,
  ...migrationRules,
  migrationJob,
  ...taskRules,
  agentAddressRule,
  ...monitoringRules,
  ...networkRules,
  ...agentTlsRules,
  ...logRules,
  ...scaleRules,
  ...trustRules,
  bundleRule,
  ...hookRules,
].toSorted((a, b) => number(a) - number(b));
