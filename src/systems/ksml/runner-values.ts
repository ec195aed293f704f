/** Values of the runner chart as somebody writes them by hand, for the provisioner's `customValues`. */
import type { FieldPath } from '../../stack/desired.ts';
import { duration, seconds } from '../../stack/fields.ts';
import type { Fault } from '../system.ts';

type Data = Readonly<Record<string, unknown>>;

/** True if the values ask for a volume for state. */
export const hasStore = (values: Data): boolean => Object.keys(map(map(values, 'store'), 'spec')).length > 0;

const probes = ['startupProbe', 'readinessProbe', 'livenessProbe'];

/** Values that the runner chart renders into nothing, or into something broken, and without a word (KP-17). */
export function runnerFaults(values: Data): Fault[] {
  const faults: Fault[] = [];
  const fault = (path: FieldPath, message: string): void => void faults.push({ path, message });
  if (size(values.topologySpreadConstraints) > 0) {
    fault(
      ['topologySpreadConstraints'],
      'KR-3: the runner chart renders these into invalid YAML; use affinity',
    );
  }
  if (size(values.volumeClaimTemplates) > 0 && !hasStore(values)) {
    fault(
      ['volumeClaimTemplates'],
      'KR-3: without store.spec the runner chart renders these into invalid YAML; set store.spec',
    );
  }
  if (map(values, 'applicationServer').enabled === false && probes.some((probe) => values[probe] !== null)) {
    fault(
      ['applicationServer', 'enabled'],
      'KR-4: the probes ask the application server, so the pods would restart for ever; set startupProbe, readinessProbe and livenessProbe to null too',
    );
  }
  for (const kind of ['serviceMonitor', 'prometheusRule']) {
    if (map(values, kind).enabled === true && map(values, 'prometheus').enabled !== true) {
      fault([kind, 'enabled'], 'KR-5: left out by the runner chart unless prometheus.enabled is true');
    }
  }
  const { interval = '30s', scrapeTimeout = '10s' } = map(values, 'serviceMonitor');
  const [times, limit] = [duration.safeParse(scrapeTimeout), duration.safeParse(interval)];
  if (times.success && limit.success && seconds(times.data) > seconds(limit.data)) {
    fault(
      ['serviceMonitor', 'scrapeTimeout'],
      `KR-6: a scrape may take no longer than the interval, which is ${limit.data}`,
    );
  }
  return faults;
}

const size = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

function map(values: Data, key: string): Data {
  const value = values[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Data) : {};
}
