/** What `valueFiles` and `values` may not do to a worker group. */
import type { Values } from '../../stack/desired.ts';
import { faultIf, plainSecrets } from '../fault.ts';
import type { BeforeOverrides, Fault } from '../system.ts';
import { isLiteral, listAt, textAt, valueAt, type ValuePath } from '../value-path.ts';
import { generationOf } from './generation.ts';
import type { Options } from './options.ts';

export const faults = (values: Values, { options }: BeforeOverrides<Options>): Fault[] => [
  ...plainSecrets(values, secrets),
  ...ports(values, options),
  ...(generationOf(options) === '1.0' ? [] : [...leaderUrl(values), ...workload(values)]),
];

const secrets = [
  { rule: 'LS-5', path: ['config', 'token'], use: 'leader.token with a secret source' },
  {
    rule: 'LS-5',
    path: ['config', 'tlsLeader', 'passphrase'],
    use: 'leader.tls.passphrase with a secret source',
  },
];

/** A list of the values takes the place of the recipe's. */
function ports(values: Values, { sources }: Options): Fault[] {
  const at: ValuePath = ['service', 'ports'];
  const open = listAt(values, at);
  const isOpen = ({ port, protocol }: Options['sources'][number]): boolean =>
    open.some(
      (entry) => valueAt(entry, ['port']) === port && (textAt(entry, ['protocol']) ?? 'TCP') === protocol,
    );
  const closed = sources.filter((source) => !isOpen(source));
  const names = open.map((entry) => textAt(entry, ['name']));
  return [
    ...faultIf(
      closed.length > 0,
      at,
      `LS-1: no data would reach ${closed.map(({ name }) => name).join(', ')}: remove the ports here, those of sources are opened`,
    ),
    ...names.flatMap((name, index) =>
      faultIf(
        name !== undefined && names.indexOf(name) !== index,
        [...at, index, 'name'],
        `LS-2: "${name}" names two ports, and a Service needs different names: give this one another`,
      ),
    ),
  ];
}

const urlVariable = 'CRIBL_DIST_MASTER_URL';

function leaderUrl(values: Values): Fault[] {
  const existing: ValuePath = ['config', 'useExistingSecret'];
  const env = listAt(values, ['envValueFrom']);
  const index = env.findIndex((entry) => textAt(entry, ['name']) === urlVariable);
  const written = valueAt(env[index], ['value']);
  const isReference = typeof written === 'string' && written.startsWith('$(');
  return [
    ...faultIf(
      valueAt(values, existing) !== true,
      existing,
      'LS-14: the chart would make a Secret with a token that everybody knows: remove it, the token comes from leader.token',
    ),
    ...faultIf(
      index === -1,
      ['envValueFrom'],
      `LS-14: this list replaces the recipe’s, and workers find their leader by ${urlVariable} in it: remove the list, or add that variable`,
    ),
    ...faultIf(
      isLiteral(written) && !isReference,
      ['envValueFrom', index, 'value'],
      'LS-5: the address has the token in it, and secrets never enter Helm values: use leader.token with a secret source',
    ),
  ];
}

const workloads: readonly unknown[] = ['deployment', 'daemonset', 'statefulset'];

function workload(values: Values): Fault[] {
  const { deployment } = values;
  return faultIf(
    deployment !== undefined && !workloads.includes(deployment),
    ['deployment'],
    `LS-24: the chart would make no workers at all, and say nothing: use ${workloads.join(', ')}`,
  );
}
