import { at, type Data } from '../../kubernetes/data.ts';
import type { SystemNeeds } from '../needs.ts';
import type { ProvisionerOptions } from './provisioner-options.ts';

const monitors = { serviceMonitor: 'ServiceMonitor', prometheusRule: 'PrometheusRule' } as const;

/** The provisioner asks for pod metrics, and installs a chart of its own with what `customValues` say (KP-16). */
export const provisionerNeeds = ({ customValues }: ProvisionerOptions): SystemNeeds => ({
  metrics: 'GET /metrics of the provisioner, which answers 404 without it (KP-16)',
  kinds: Object.entries(monitors).flatMap(([value, kind]) =>
    at(customValues as Data | undefined, value, 'enabled') === true
      ? {
          apiVersion: 'monitoring.coreos.com/v1',
          kind,
          why: `customValues enable ${value} for applications, and their chart leaves it out without a word where the kind is not known (KP-16)`,
        }
      : [],
  ),
});
