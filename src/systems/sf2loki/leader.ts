/** Who delivers: exactly one replica, by a Lease that the pods may hold. */
import type { Value } from '../../stack/desired.ts';
import { durationSeconds, type ConfigPath } from './config-path.ts';
import { textAt, valueAt } from '../value-path.ts';
import type { Flaw, Surroundings } from './flaw.ts';

/** Name of the Lease in the chart and in the application, where nothing else is said. */
export const usualLease = 'sf2loki-leader';

export function coordination(config: Value, { ha, namespace, leaseName }: Surroundings): Flaw[] {
  const at: ConfigPath = ['coordinate', 'type'];
  const type = textAt(config, at) ?? 'noop';
  if (!ha && type === 'k8s_lease') {
    return [{ rule: 'SF-2', at, message: 'the chart lets the pods hold a Lease only with ha: set ha: true' }];
  }
  if (!ha) return [];
  if (type !== 'k8s_lease') {
    const message = `with ${type} every replica would deliver every event: with ha it must be k8s_lease`;
    return [{ rule: 'SF-2', at, message }];
  }
  return [
    ...(leaseName === undefined ? [] : otherName(config, leaseName)),
    ...otherNamespace(config, namespace),
  ];
}

function otherName(config: Value, expected: string): Flaw[] {
  const at: ConfigPath = ['coordinate', 'k8s_lease', 'name'];
  const name = textAt(config, at) ?? usualLease;
  if (name === expected) return [];
  return [
    { rule: 'SF-3', at, message: `the pods may use no Lease but "${expected}" of lease.name, not "${name}"` },
  ];
}

function otherNamespace(config: Value, namespace: string): Flaw[] {
  const at: ConfigPath = ['coordinate', 'k8s_lease', 'namespace'];
  const place = textAt(config, at) ?? 'default';
  if (place === '${POD_NAMESPACE}' || place === namespace) return [];
  const message = `the pods may use a Lease in "${namespace}" only, not in "${place}": set \${POD_NAMESPACE}`;
  return [{ rule: 'SF-4', at, message }];
}

const times = [
  { type: 'k8s_lease', whole: 'lease_duration' },
  { type: 'file_lease', whole: 'ttl' },
];

export function leaseTimes(config: Value): Flaw[] {
  return times.flatMap(({ type, whole }) => {
    if (textAt(config, ['coordinate', 'type']) !== type) return [];
    const duration = durationSeconds(valueAt(config, ['coordinate', type, whole]) ?? '30s');
    const at: ConfigPath = ['coordinate', type, 'renew_interval'];
    const interval = durationSeconds(valueAt(config, at) ?? '10s');
    if (duration === null || interval === null || interval * 2 < duration) return [];
    const message = `renewed every ${interval} s, a lease of ${duration} s is lost by one missed renewal: stay under ${duration / 2} s`;
    return [{ rule: 'SF-8', at, message }];
  });
}
