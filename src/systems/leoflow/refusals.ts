/** Combinations of options that would break in the cluster, each refused with the option to change. */
import type { FieldPath, Value } from '../../stack/desired.ts';
import { seconds } from '../../stack/fields.ts';
import type { LeoflowOptions } from './options.ts';
import { fewestPods, mostPods } from './replicas.ts';

interface Refusal {
  readonly path: FieldPath; // from the release
  readonly message: string;
}

export const refuse = (options: LeoflowOptions): Refusal[] => [
  ...stores(options),
  ...oneSource('auth', ['jwtSecret', 'existingSecret'], options.auth, 'LF-2'),
  ...(options.bootstrap === undefined
    ? []
    : oneSource('bootstrap', ['password', 'existingSecret'], options.bootstrap, 'LF-4')),
  ...certificates(options),
  ...imageTags(options),
  ...taskFiles(options),
  ...scale(options),
  ...logs(options),
  ...budget(options),
  ...metrics(options),
  ...pool(options),
  ...account(options),
  ...secretValues(options.values),
];

function oneSource<Key extends string>(
  name: string,
  keys: readonly Key[],
  options: Readonly<Partial<Record<Key, unknown>>>,
  rule: string,
): Refusal[] {
  const count = keys.filter((key) => options[key] !== undefined).length;
  if (count === 1) return [];
  return [
    {
      path: [name],
      message: `${rule}: give either ${keys.join(' or ')}: there ${count === 0 ? 'is neither' : 'are both'}`,
    },
  ];
}

function stores({ database, redis, poc }: LeoflowOptions): Refusal[] {
  const inside = poc === true ? { postgresql: true, redis: true } : (poc ?? {});
  const one = (
    name: string,
    options: LeoflowOptions['redis'],
    own: string,
    installed: boolean,
  ): Refusal[] => {
    if (installed && options !== undefined) {
      return [{ path: [name], message: `LF-1: ${own} already installs one: remove one of them` }];
    }
    if (installed) return [];
    if (options === undefined)
      return [
        {
          path: [name],
          message: `LF-1: Leoflow needs ${name}.url or ${name}.existingSecret, or ${own} to try it out`,
        },
      ];
    return oneSource(name, ['url', 'existingSecret'], options, 'LF-1');
  };
  return [
    ...one('database', database, 'poc.postgresql', inside.postgresql !== undefined),
    ...one('redis', redis, 'poc.redis', inside.redis !== undefined),
  ];
}

function certificates({ database, migrations }: LeoflowOptions): Refusal[] {
  const way = migrations.databaseCa;
  const refusals: Refusal[] = [];
  if (database?.ca !== undefined && database.sslmode !== undefined) {
    refusals.push({
      path: ['database', 'sslmode'],
      message: 'LF-17: with database.ca the address gets verify-full already: remove sslmode',
    });
  }
  if (database?.ca !== undefined && migrations.enabled && way === undefined) {
    refusals.push({
      path: ['migrations', 'databaseCa'],
      message:
        'LF-16: the chart mounts database.ca in the server only, and the migration Job would fail on an address with verify-full. Say how the Job verifies the database: ' +
        '"image" (an image of your own has the CA at /etc/leoflow/db-ca/ca.crt), "chart" (your chart mounts it in the Job), ' +
        '"unverified" (encrypted only; the server then checks the chain but not the host name), or set migrations.enabled: false and migrate yourself',
    });
  }
  if (way !== undefined && (database?.ca === undefined || !migrations.enabled)) {
    const why = migrations.enabled ? 'there is no database.ca' : 'migrations are off';
    refusals.push({
      path: ['migrations', 'databaseCa'],
      message: `LF-16: ${why}, so this would count for nothing: remove it`,
    });
  }
  if (way === 'image' && migrations.image?.repository === undefined) {
    refusals.push({
      path: ['migrations', 'image', 'repository'],
      message: 'LF-16: with databaseCa: image, name the repository of your image with the CA in it',
    });
  }
  return refusals;
}

function imageTags({ image, migrations }: LeoflowOptions): Refusal[] {
  const own = migrations.image;
  if (own?.tag === undefined || own.repository !== undefined || own.tag === image?.tag) return [];
  const server = image?.tag === undefined ? 'the chart’s' : `"${image.tag}"`;
  return [
    {
      path: ['migrations', 'image', 'tag'],
      message: `LF-29: the server’s tag is ${server}, and migrations must be of the same version: set image.tag only`,
    },
  ];
}

function taskFiles({ tasks }: LeoflowOptions): Refusal[] {
  return tasks.secret === undefined
    ? []
    : oneSource('tasks', ['files', 'existingSecret'], tasks.secret, 'LF-31').map(({ message }) => ({
        path: ['tasks', 'secret'],
        message,
      }));
}

function scale({ replicas, autoscaling }: LeoflowOptions): Refusal[] {
  if (autoscaling === undefined) return [];
  const { min, max } = autoscaling;
  return [
    ...(replicas === undefined
      ? []
      : [{ path: ['replicas'], message: 'LF-15: autoscaling owns the number of pods: remove replicas' }]),
    ...(max >= min
      ? []
      : [{ path: ['autoscaling', 'max'], message: `LF-15: max ${max} is less than min ${min}` }]),
  ];
}

function logs(options: LeoflowOptions): Refusal[] {
  const { enabled, accessMode } = options.logs;
  const pods = mostPods(options);
  if (!enabled || pods === 1 || accessMode === 'ReadWriteMany') return [];
  return [
    {
      path: ['logs', 'accessMode'],
      message: `LF-7: there may be ${pods} pods, and a ${accessMode} volume holds all but one of them up: set ReadWriteMany, or logs.enabled: false`,
    },
  ];
}

function budget(options: LeoflowOptions): Refusal[] {
  const { podDisruptionBudget: given } = options;
  if (given === undefined) return [];
  const name = 'podDisruptionBudget';
  const flaws = oneSource(name, ['minAvailable', 'maxUnavailable'], given, 'LF-13');
  const pods = fewestPods(options);
  // Kubernetes rounds percentages of both up.
  const amount = (value: number | string): number =>
    typeof value === 'number' ? value : Math.ceil((Number.parseInt(value, 10) * pods) / 100);
  if (flaws.length > 0) return flaws;
  if (given.minAvailable !== undefined && amount(given.minAvailable) >= pods) {
    return [
      {
        path: [name, 'minAvailable'],
        message: `LF-14: ${given.minAvailable} of ${pods} must stay, so no node could ever be drained: lower it, or raise the number of pods`,
      },
    ];
  }
  if (given.maxUnavailable !== undefined && amount(given.maxUnavailable) === 0) {
    return [
      {
        path: [name, 'maxUnavailable'],
        message: 'LF-14: none may go, so no node could ever be drained: raise it',
      },
    ];
  }
  return [];
}

function metrics({ serviceMonitor, networkPolicy }: LeoflowOptions): Refusal[] {
  if (serviceMonitor === undefined) return [];
  const { interval, scrapeTimeout } = serviceMonitor;
  const closed = networkPolicy !== undefined && (networkPolicy.metricsFrom ?? []).length === 0;
  return [
    ...(seconds(scrapeTimeout) <= seconds(interval)
      ? []
      : [
          {
            path: ['serviceMonitor', 'scrapeTimeout'],
            message: `LF-10: ${scrapeTimeout} is more than the interval of ${interval}`,
          },
        ]),
    ...(closed
      ? [
          {
            path: ['networkPolicy', 'metricsFrom'],
            message:
              'LF-12: the policy lets nobody reach the metrics that serviceMonitor is for: say where Prometheus is',
          },
        ]
      : []),
  ];
}

function pool(options: LeoflowOptions): Refusal[] {
  const given = options.database?.pool;
  if (given === undefined) return [];
  const { maxOpen, maxIdle, serverMax } = given;
  const pods = mostPods(options);
  return [
    ...(maxIdle <= maxOpen
      ? []
      : [
          {
            path: ['database', 'pool', 'maxIdle'],
            message: `LF-26: ${maxIdle} idle connections are more than the ${maxOpen} of maxOpen`,
          },
        ]),
    ...(serverMax === undefined || pods * maxOpen <= serverMax
      ? []
      : [
          {
            path: ['database', 'pool', 'maxOpen'],
            message: `LF-26: ${pods} pods with ${maxOpen} connections each are more than the server’s ${serverMax}`,
          },
        ]),
  ];
}

function account({ serviceAccount }: LeoflowOptions): Refusal[] {
  if (serviceAccount?.create !== false || serviceAccount.name !== undefined) return [];
  return [
    {
      path: ['serviceAccount', 'name'],
      message:
        'LF-31: with create: false every pod of the namespace that runs as "default" could create task pods: name the service account',
    },
  ];
}

const inline = [
  { path: ['database', 'url'], option: 'database.url' },
  { path: ['redis', 'url'], option: 'redis.url' },
  { path: ['auth', 'jwtSecret'], option: 'auth.jwtSecret' },
  { path: ['secretKey'], option: 'secretKey' },
  { path: ['bootstrap', 'password'], option: 'bootstrap.password' },
];

/** Helm keeps all values in every release record. */
function secretValues(values: LeoflowOptions['values']): Refusal[] {
  return inline.flatMap(({ path, option }) => {
    const value = path.reduce<Value | undefined>(
      (map, key) =>
        typeof map === 'object' && map !== null && !Array.isArray(map)
          ? (map as Record<string, Value>)[key]
          : undefined,
      values,
    );
    if (value === undefined || value === null || value === '') return [];
    return [
      {
        path: ['values', ...path],
        message: `LF-33: secrets never enter Helm values: use ${option} with a secret source`,
      },
    ];
  });
}
