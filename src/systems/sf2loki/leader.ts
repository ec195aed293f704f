/** Who delivers: exactly one replica, by a Lease that the pods may hold. */
import type { Value } from '../../stack/desired.ts';
import { durationSeconds, textAt, valueAt, type ConfigPath } from './config-path.ts';
import type { Flaw, Surroundings } from './flaw.ts';

/** Name of the Lease in the chart and in the application, where nothing else is said. */
const usualLease = 'sf2loki-leader';

export function coordination(config: Value, { ha, namespace, leaseName }: Surroundings): Flaw[] {
  const at: ConfigPath = ['coordinate', 'type'];
  const type = textAt(config, at) ?? 'noop';
  if (!ha) {
    return type === 'k8s_lease'
      ? [
          {
            at,
            message:
              'k8s_lease needs the right to hold a Lease, which the chart gives only with ha (SF-2): set ha: true',
          },
        ]
      : [];
  }
  if (type !== 'k8s_lease') {
    return [
      {
        at,
        message: `with ha the leader is elected by k8s_lease, and ${type} would make every replica deliver every event (SF-2)`,
      },
    ];
  }
  const nameAt: ConfigPath = ['coordinate', 'k8s_lease', 'name'];
  const name = textAt(config, nameAt) ?? usualLease;
  const namespaceAt: ConfigPath = ['coordinate', 'k8s_lease', 'namespace'];
  const place = textAt(config, namespaceAt) ?? 'default';
  const flaws: Flaw[] = [];
  if (leaseName !== undefined && name !== leaseName) {
    flaws.push({
      at: nameAt,
      message: `the Lease is "${leaseName}" by lease.name, and the pods may use no other (SF-3)`,
    });
  }
  if (place !== '${POD_NAMESPACE}' && place !== namespace) {
    flaws.push({
      at: namespaceAt,
      message: `the Lease is in the release’s namespace, and the pods may use no other than "${namespace}" (SF-4): set \${POD_NAMESPACE}`,
    });
  }
  return flaws;
}

export function leaseTimes(config: Value): Flaw[] {
  const pairs = [
    { type: 'k8s_lease', whole: 'lease_duration' },
    { type: 'file_lease', whole: 'ttl' },
  ];
  return pairs.flatMap(({ type, whole }) => {
    if (textAt(config, ['coordinate', 'type']) !== type) return [];
    const duration = durationSeconds(valueAt(config, ['coordinate', type, whole]) ?? '30s');
    const at: ConfigPath = ['coordinate', type, 'renew_interval'];
    const interval = durationSeconds(valueAt(config, at) ?? '10s');
    if (duration === null || interval === null || interval * 2 < duration) return [];
    return [
      {
        at,
        message: `renewing every ${interval} s is too seldom for a lease of ${duration} s, one missed renewal would cost the lead (SF-8): stay under ${duration / 2} s`,
      },
    ];
  });
}
