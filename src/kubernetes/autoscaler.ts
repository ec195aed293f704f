/** What a HorizontalPodAutoscaler does now. */
import { at, listAt, numberAt, textAt, type Data, type DataMap } from './data.ts';
import { condition } from './rollout.ts';

export interface Autoscaler {
  /** What it scales: `Deployment web`. */
  readonly target: string;
  /** Replicas. Null if it has not looked yet. */
  readonly current: number | null;
  /** What it wants them to be. Null if it has not decided yet, or cannot. */
  readonly desired: number | null;
  readonly min: number;
  readonly max: number;
  readonly metrics: readonly AutoscalerMetric[];
  /** Why it does not scale, or not as far as it would. Null if nothing is in its way. */
  readonly note: string | null;
}

export interface AutoscalerMetric {
  /** `cpu`, `memory of container web`, `requests of pods`, `queue of Service shop/web`. */
  readonly name: string;
  /** As Kubernetes writes it: `35%`, `250m`. Null if it is not known. */
  readonly current: string | null;
  readonly target: string;
}

/** `live`: of autoscaling/v2. Of version 1, which has other fields for them, no metrics are told. */
export function autoscalerOf(live: DataMap): Autoscaler {
  const seen = listAt(live, 'status', 'currentMetrics');
  const current = numberAt(live, 'status', 'currentReplicas') ?? null;
  const desired = numberAt(live, 'status', 'desiredReplicas') ?? null;
  const min = numberAt(live, 'spec', 'minReplicas') ?? 1;
  return {
    target: `${textAt(live, 'spec', 'scaleTargetRef', 'kind') ?? ''} ${textAt(live, 'spec', 'scaleTargetRef', 'name') ?? ''}`,
    current,
    desired: desired === 0 && current !== 0 && min > 0 ? null : desired, // 0 where it could not tell
    min,
    max: numberAt(live, 'spec', 'maxReplicas') ?? 1,
    metrics: listAt(live, 'spec', 'metrics').map((metric) => metricOf(metric, seen)),
    note: noteOf(live),
  };
}

/** The field of each type of metric. */
const fields: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

function metricOf(metric: Data, seen: readonly Data[]): AutoscalerMetric {
  const field = fields[textAt(metric, 'type') ?? ''] ?? '';
  const source = at(metric, field);
  const name = nameOf(field, source);
  const now = seen
    .map((each) => at(each, field))
    .find((each) => each !== undefined && nameOf(field, each) === name);
  return { name, current: amount(at(now, 'current')), target: amount(at(source, 'target')) ?? '' };
}

function nameOf(field: string, source: Data | undefined): string {
  const [name = '', metric = ''] = [textAt(source, 'name'), textAt(source, 'metric', 'name')];
  switch (field) {
    case 'containerResource':
      return `${name} of container ${textAt(source, 'container') ?? ''}`;
    case 'pods':
      return `${metric} of pods`;
    case 'object': {
      const about = at(source, 'describedObject');
      return `${metric} of ${textAt(about, 'kind') ?? ''} ${textAt(about, 'name') ?? ''}`;
    }
    case 'external':
      return metric;
    default:
      return name;
  }
}

/** A share of what the pods request, a mean over them, or a whole. */
function amount(value: Data | undefined): string | null {
  const share = numberAt(value, 'averageUtilization');
  if (share !== undefined) return `${share}%`;
  return textAt(value, 'averageValue') ?? textAt(value, 'value') ?? null;
}

function noteOf(live: DataMap): string | null {
  for (const [type, bad] of [
    ['AbleToScale', 'False'],
    ['ScalingActive', 'False'],
    ['ScalingLimited', 'True'],
  ] as const) {
    const found = condition(live, type);
    if (textAt(found, 'status') === bad) return textAt(found, 'message') ?? textAt(found, 'reason') ?? type;
  }
  return null;
}
