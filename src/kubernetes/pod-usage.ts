/** How much CPU and memory pods use, as the Metrics API tells it, beside what they ask for and may have. */
import { at, listAt, textAt, type Data, type DataMap } from './data.ts';
import { quantity } from './quantity.ts';

export interface PodUsage {
  readonly namespace: string;
  readonly pod: string;
  /** When it was measured, ISO 8601, and over how long: `15s`. Null if the pod was not measured yet. */
  readonly measured: { readonly time: string; readonly window: string } | null;
  /** In the order of the pod's containers; those that ended long ago, such as init containers, are not measured and left out. */
  readonly containers: readonly ContainerUsage[];
}

export interface ContainerUsage {
  readonly name: string;
  readonly cpu: Usage; // cores
  readonly memory: Usage; // bytes
}

export interface Usage {
  /** Null if it was not measured. */
  readonly used: number | null;
  /** Null if the container names none. */
  readonly request: number | null;
  readonly limit: number | null;
}

/** `metrics`: its PodMetrics; undefined if there is none. */
export function podUsage(pod: DataMap, metrics: Data | undefined): PodUsage {
  const measures = new Map(listAt(metrics, 'containers').map((each) => [textAt(each, 'name') ?? '', each]));
  // A sidecar is an init container that goes on.
  const specs = [
    ...listAt(pod, 'spec', 'containers'),
    ...listAt(pod, 'spec', 'initContainers').filter((each) => measures.has(textAt(each, 'name') ?? '')),
  ];
  return {
    namespace: textAt(pod, 'metadata', 'namespace') ?? 'default',
    pod: textAt(pod, 'metadata', 'name') ?? '',
    measured:
      metrics === undefined
        ? null
        : { time: textAt(metrics, 'timestamp') ?? '', window: textAt(metrics, 'window') ?? '' },
    containers: specs.map((spec) => {
      const name = textAt(spec, 'name') ?? '';
      const measure = measures.get(name);
      const of = (resource: 'cpu' | 'memory'): Usage => ({
        used: quantity(textAt(measure, 'usage', resource)),
        request: quantity(at(spec, 'resources', 'requests', resource)),
        limit: quantity(at(spec, 'resources', 'limits', resource)),
      });
      return { name, cpu: of('cpu'), memory: of('memory') };
    }),
  };
}

/** Sums up what was measured; null if nothing was. */
export function totalUsage(
  pods: readonly PodUsage[],
): { readonly cores: number; readonly bytes: number } | null {
  const measured = pods
    .flatMap(({ containers }) => containers)
    .filter(({ cpu, memory }) => cpu.used !== null || memory.used !== null);
  if (measured.length === 0) return null;
  return {
    cores: measured.reduce((sum, { cpu }) => sum + (cpu.used ?? 0), 0),
    bytes: measured.reduce((sum, { memory }) => sum + (memory.used ?? 0), 0),
  };
}
