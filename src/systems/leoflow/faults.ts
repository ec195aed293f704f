/** What `valueFiles` and `values` may not do to a release of Leoflow. */
import type { Values } from '../../stack/desired.ts';
import { faultIf, plainSecrets } from '../fault.ts';
import type { Fault } from '../system.ts';
import { isLiteral, valueAt } from '../value-path.ts';

/** Where the chart takes a credential as a value; the option of the same name takes its source. */
const credentials = [
  ['database', 'url'],
  ['redis', 'url'],
  ['auth', 'jwtSecret'],
  ['secretKey'],
  ['bootstrap', 'password'],
].map((path) => ({
  rule: 'LF-33',
  path,
  use: `${path.join('.')} of the release with a secret source`,
}));

export const faults = (values: Values): Fault[] => [
  ...plainSecrets(values, credentials),
  ...scale(values),
  ...budget(values),
];

/** Numbers that the chart has where the values say nothing. */
const usual = { replicas: 1, minReplicas: 2, maxReplicas: 6 };

function scale(values: Values): Fault[] {
  const number = (path: string[], otherwise: number): number => Number(valueAt(values, path) ?? otherwise);
  const replicas = number(['replicaCount'], usual.replicas);
  const scales = valueAt(values, ['autoscaling', 'enabled']) === true;
  const min = number(['autoscaling', 'minReplicas'], usual.minReplicas);
  const max = number(['autoscaling', 'maxReplicas'], usual.maxReplicas);
  const pods = scales ? Math.max(replicas, max) : replicas;
  const most = scales && max >= replicas ? ['autoscaling', 'maxReplicas'] : ['replicaCount'];

  const logs = valueAt(values, ['logs', 'persistence']);
  const mode = valueAt(logs, ['accessMode']) ?? 'ReadWriteOnce';
  const single = valueAt(logs, ['enabled']) !== false && mode !== 'ReadWriteMany';
  return [
    ...faultIf(
      scales && max < min,
      ['autoscaling', 'maxReplicas'],
      `LF-15: at most ${max} pods are less than at least ${min}: use the option autoscaling`,
    ),
    ...faultIf(
      single && pods > 1,
      most,
      `LF-7: there may be ${pods} pods, and those on other nodes wait for a volume for one node for ever: set the option logs.accessMode to ReadWriteMany, or logs.enabled to false`,
    ),
  ];
}

function budget(values: Values): Fault[] {
  const asked = valueAt(values, ['podDisruptionBudget']);
  if (valueAt(asked, ['enabled']) !== true) return [];
  const minAvailable = valueAt(asked, ['minAvailable']);
  const both =
    (minAvailable === undefined || isLiteral(minAvailable)) && isLiteral(valueAt(asked, ['maxUnavailable']));
  return faultIf(
    both,
    ['podDisruptionBudget'],
    'LF-13: Kubernetes refuses minAvailable beside maxUnavailable, and the chart has minAvailable: use the option podDisruptionBudget, which takes one of them',
  );
}
