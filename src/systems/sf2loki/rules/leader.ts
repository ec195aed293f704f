/** Exactly one pod delivers: replicas, coordination and the Lease. */
import { at, textAt, type Data } from '../../../kubernetes/data.ts';
import { configRule, flawRule, installationRule } from './installation-rule.ts';
import type { ConfigFile } from './config-file.ts';
import type { Installation } from './installation.ts';
import { hasLeader } from './lease-rights.ts';
import { mountFor } from './volumes.ts';
import { named, shown } from './wording.ts';

const twice =
  'The Pub/Sub API of Salesforce knows no groups of consumers: every active pod gets, and delivers, every event.';

export const replicasNeedLeader = installationRule(
  {
    id: 'SF-1',
    title: 'More than one replica runs only with a leader',
    why: `${twice} The chart refuses this, unless its configOverride is set. Turn on ha, or run one replica.`,
    severity: 'error',
  },
  function* (found, subject) {
    const { deployment, replicas } = found;
    if (replicas <= 1 || hasLeader(found, subject)) return;
    yield {
      object: deployment,
      path: ['spec', 'replicas'],
      value: ['replicaCount'],
      message: `${named(deployment)} runs up to ${replicas} replicas without ha.enabled: each of them delivers every event; expected 1, or a leader`,
      hint: 'Use the option replicas, which turns ha on with more than one (values replicaCount, ha.enabled).',
    };
  },
);

export const leaderByLease = flawRule(
  {
    id: 'SF-2',
    title: 'With ha, config.yaml coordinates by k8s_lease, and without it does not',
    why: `${twice} The chart's ha.enabled gives the pods the right to a Lease; that they use it is said in config.yaml, where the default is noop.`,
    severity: 'error',
  },
  'Use the option ha, which sets both (values ha.enabled, config.coordinate.type: k8s_lease).',
);

export const leaseName = flawRule(
  {
    id: 'SF-3',
    title: 'The Lease of config.yaml is the one that the Role names',
    why: 'The Role is limited to one Lease by name. With another one the API server refuses, no pod becomes the leader, and nothing is delivered.',
    severity: 'error',
  },
  'Use the option lease.name, which sets both (values ha.leaseName, config.coordinate.k8s_lease.name).',
);

export const leaseNamespace = flawRule(
  {
    id: 'SF-4',
    title: 'The Lease is in the namespace of the pods',
    why: 'The Role holds in the release’s namespace only, and the chart’s own configuration says "default". Elsewhere the API server refuses, and no pod becomes the leader.',
    severity: 'error',
  },
  'Use the option ha, which sets it (value config.coordinate.k8s_lease.namespace: ${POD_NAMESPACE}).',
);

export const leaseTiming = flawRule(
  {
    id: 'SF-8',
    title: 'A lease is renewed at least twice while it lasts',
    why: 'Otherwise one renewal that is late loses the lease. sf2loki refuses to start with such times.',
    severity: 'error',
  },
  'Use the options lease.duration and lease.renewInterval (values config.coordinate.k8s_lease.lease_duration and renew_interval).',
);

export const surgeOfOne = configRule(
  {
    id: 'SF-23',
    title: 'A single pod without a leader is replaced, never joined',
    why: `${twice} With maxSurge a rollout runs the new pod beside the old one, and both deliver.`,
    severity: 'warning',
  },
  function* (config, found) {
    const { deployment, replicas } = found;
    const strategy = at(deployment.manifest, 'spec', 'strategy');
    const surge = at(strategy, 'rollingUpdate', 'maxSurge') ?? '25%';
    if (textAt(strategy, 'type') === 'Recreate' || replicas !== 1 || isNone(surge)) return;
    if (isLed(config, found)) return;
    const type = textAt(config.data, 'coordinate', 'type') ?? 'noop';
    yield {
      object: deployment,
      path: ['spec', 'strategy', 'rollingUpdate', 'maxSurge'],
      value: ['rollingUpdate', 'maxSurge'],
      message: `${named(deployment)}: maxSurge is ${shown(surge)} and coordinate.type ${type}: during a rollout two pods deliver every event; expected 0`,
      hint: 'Leave it to the recipe of the stack file, which sets 0, or use the option ha (value rollingUpdate.maxSurge: 0).',
    };
  },
);

const isNone = (surge: Data): boolean => surge === 0 || surge === '0%' || surge === '0';

/** By a Lease, or by a file that the old and the new pod share. */
function isLed({ data }: ConfigFile, { container }: Installation): boolean {
  const type = textAt(data, 'coordinate', 'type');
  if (type !== 'file_lease') return type === 'k8s_lease';
  const mount = mountFor(container, textAt(data, 'coordinate', 'file_lease', 'path') ?? '');
  return mount !== undefined && mount.type !== 'emptyDir' && mount.type !== '';
}
