/** How many pods there may be, and whether volumes, drains, metrics and the database bear it. */
import { seconds } from '../../stack/fields.ts';
import type { LeoflowOptions } from './options.ts';
import { oneOf, refuseIf, type Refusal } from './refusal.ts';

type Scale = Pick<LeoflowOptions, 'replicas' | 'autoscaling'>;

/** Pods that there are for sure, and those that there may be. */
const fewestPods = ({ replicas, autoscaling }: Scale): number => autoscaling?.min ?? replicas ?? 1;
export const mostPods = ({ replicas, autoscaling }: Scale): number => autoscaling?.max ?? replicas ?? 1;

export const refuseCapacity = (options: LeoflowOptions): Refusal[] => [
  ...scale(options),
  ...logs(options),
  ...budget(options),
  ...metrics(options),
  ...pool(options),
];

function scale({ replicas, autoscaling }: LeoflowOptions): Refusal[] {
  if (autoscaling === undefined) return [];
  const { min, max } = autoscaling;
  return [
    ...refuseIf(
      replicas !== undefined,
      ['replicas'],
      'LF-15: autoscaling owns the number of pods: remove replicas',
    ),
    ...refuseIf(max < min, ['autoscaling', 'max'], `LF-15: max ${max} is less than min ${min}`),
  ];
}

function logs(options: LeoflowOptions): Refusal[] {
  const { enabled, accessMode } = options.logs;
  const pods = mostPods(options);
  return refuseIf(
    enabled && pods > 1 && accessMode !== 'ReadWriteMany',
    ['logs', 'accessMode'],
    `LF-7: there may be ${pods} pods, and those on other nodes wait for a ${accessMode} volume for ever: set ReadWriteMany, or logs.enabled: false`,
  );
}

function budget(options: LeoflowOptions): Refusal[] {
  const asked = options.podDisruptionBudget;
  if (asked === undefined) return [];
  const at = 'podDisruptionBudget';
  const wrong = oneOf([at], ['minAvailable', 'maxUnavailable'], asked, 'LF-13');
  if (wrong.length > 0) return wrong;

  const { minAvailable = 0, maxUnavailable = '100%' } = asked;
  const pods = fewestPods(options);
  // Kubernetes rounds percentages of both up.
  const amount = (value: number | string): number =>
    typeof value === 'number' ? value : Math.ceil((Number.parseInt(value, 10) * pods) / 100);
  return [
    ...refuseIf(
      amount(minAvailable) >= pods,
      [at, 'minAvailable'],
      `LF-14: ${minAvailable} of ${pods} must stay, so no node could ever be drained: lower it, or raise the number of pods`,
    ),
    ...refuseIf(
      amount(maxUnavailable) === 0,
      [at, 'maxUnavailable'],
      'LF-14: none may go, so no node could ever be drained: raise it',
    ),
  ];
}

function metrics({ serviceMonitor, networkPolicy }: LeoflowOptions): Refusal[] {
  if (serviceMonitor === undefined) return [];
  const { interval, scrapeTimeout } = serviceMonitor;
  return [
    ...refuseIf(
      seconds(scrapeTimeout) > seconds(interval),
      ['serviceMonitor', 'scrapeTimeout'],
      `LF-10: ${scrapeTimeout} is more than the interval of ${interval}`,
    ),
    ...refuseIf(
      networkPolicy !== undefined && (networkPolicy.metricsFrom ?? []).length === 0,
      ['networkPolicy', 'metricsFrom'],
      'LF-12: the policy lets nobody reach the metrics that serviceMonitor is for: say where Prometheus is',
    ),
  ];
}

function pool(options: LeoflowOptions): Refusal[] {
  if (options.database?.pool === undefined) return [];
  const { maxOpen, maxIdle, serverMax = Infinity } = options.database.pool;
  const pods = mostPods(options);
  const at = ['database', 'pool'];
  return [
    ...refuseIf(
      maxIdle > maxOpen,
      [...at, 'maxIdle'],
      `LF-26: ${maxIdle} idle connections are more than the ${maxOpen} of maxOpen`,
    ),
    ...refuseIf(
      pods * maxOpen > serverMax,
      [...at, 'maxOpen'],
      `LF-26: ${pods} pods with ${maxOpen} connections each are more than the server’s ${serverMax}`,
    ),
  ];
}
