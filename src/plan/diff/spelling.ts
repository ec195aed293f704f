/** Values that are written in more than one way: only of fields that are known to be quantities or durations. */
import type { Data } from '../../kubernetes/data.ts';
import type { FieldPlace, FieldStep } from '../../kubernetes/field.ts';
import { quantity } from '../../kubernetes/quantity.ts';

/** Maps of quantities, also in custom resources and in pods that a configuration describes: nobody gives these names another meaning. */
const quantityMaps = new Set<FieldStep | undefined>(['limits', 'requests']);
/** Of Kubernetes' own kinds: `ResourceQuota.spec.hard`, `LimitRange` items, capacity of volumes, overhead of runtime classes. */
const builtInQuantityMaps = new Set<FieldStep | undefined>([
  'capacity',
  'default',
  'defaultRequest',
  'hard',
  'max',
  'maxLimitRequestRatio',
  'min',
  'overhead',
  'podFixed',
]);
const builtInQuantities = new Set<FieldStep | undefined>(['averageValue', 'divisor', 'sizeLimit']);

const isMetricTarget = (place: FieldPlace): boolean =>
  place.at(-1) === 'value' && place.at(-2) === 'target' && place.includes('metrics');

function isQuantity(place: FieldPlace, isBuiltIn: boolean): boolean {
  if (quantityMaps.has(place.at(-2))) return true;
  if (!isBuiltIn) return false;
  return (
    builtInQuantities.has(place.at(-1)) || builtInQuantityMaps.has(place.at(-2)) || isMetricTarget(place)
  );
}

/** By group, fields that are durations (`metav1.Duration`, Prometheus' own) wherever they stand. */
const durations: Readonly<Record<string, ReadonlySet<FieldStep | undefined>>> = {
  'cert-manager.io': new Set(['duration', 'renewBefore']),
  'external-secrets.io': new Set(['refreshInterval']),
  'gateway.networking.k8s.io': new Set(['backendRequest', 'request']),
  'monitoring.coreos.com': new Set(['for', 'interval', 'keep_firing_for', 'scrapeTimeout']),
};

const seconds: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000, // Prometheus: 365 days
};

/** In seconds; null if it is none. */
function duration(value: Data | undefined): number | null {
  if (typeof value !== 'string' || !/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|[smhdwy]))+$/.test(value)) return null;
  const parts = value.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|[smhdwy])/g);
  return [...parts].reduce((sum, [, number, unit = '']) => sum + Number(number) * (seconds[unit] ?? NaN), 0);
}

/** `isBuiltIn`: it is a field of a kind of Kubernetes' own. `group`: of the object. */
export function isOtherSpelling(
  before: Data | undefined,
  after: Data | undefined,
  place: FieldPlace,
  { group, isBuiltIn }: { readonly group: string; readonly isBuiltIn: boolean },
): boolean {
  if (isQuantity(place, isBuiltIn)) return areClose(quantity(before), quantity(after));
  if (durations[group]?.has(place.at(-1)) === true) return areClose(duration(before), duration(after));
  return false;
}

/** `100m` and `0.1` come out of floating point a little apart; `10G` and one byte more are further. */
const areClose = (a: number | null, b: number | null): boolean =>
  a !== null && b !== null && Math.abs(a - b) <= Math.max(Math.abs(a), Math.abs(b)) * 1e-14;
