/** Combinations of options that would break in the cluster, each refused with the option to change. */
import type { Values } from '../../stack/desired.ts';
import { plainSecrets } from '../fault.ts';
import { refuseCapacity } from './capacity.ts';
import { databaseCaFile } from './datastores.ts';
import type { LeoflowOptions } from './options.ts';
import { storesOf } from './poc.ts';
import { oneOf, refuseIf, type Refusal } from './refusal.ts';

export const refuse = (options: LeoflowOptions): Refusal[] => [
  ...stores(options),
  ...credentials(options),
  ...agentCertificates(options),
  ...databaseCertificates(options),
  ...imageTags(options),
  ...refuseCapacity(options),
  ...besidePasswords(options),
];

function stores({ database, redis, poc }: LeoflowOptions): Refusal[] {
  const installs = (name: 'postgresql' | 'redis'): boolean =>
    poc === true || (poc !== undefined && poc[name] !== undefined);
  return [
    ...store('database', database, 'poc.postgresql', installs('postgresql')),
    ...store('redis', redis, 'poc.redis', installs('redis')),
  ];
}

function store(name: string, options: LeoflowOptions['redis'], own: string, installed: boolean): Refusal[] {
  if (installed) {
    return refuseIf(options !== undefined, [name], `LF-1: ${own} already installs one: remove one of them`);
  }
  if (options !== undefined) return oneOf([name], ['url', 'existingSecret'], options, 'LF-1');
  return [
    {
      path: [name],
      message: `LF-1: Leoflow needs ${name}.url or ${name}.existingSecret; or ${own}, to try it out`,
    },
  ];
}

function credentials({ auth, bootstrap, tasks, serviceAccount }: LeoflowOptions): Refusal[] {
  return [
    ...oneOf(['auth'], ['jwtSecret', 'existingSecret'], auth, 'LF-2'),
    ...(bootstrap === undefined
      ? []
      : oneOf(['bootstrap'], ['password', 'existingSecret'], bootstrap, 'LF-4')),
    ...(tasks.secret === undefined
      ? []
      : oneOf(['tasks', 'secret'], ['files', 'existingSecret'], tasks.secret, 'LF-31')),
    ...refuseIf(
      serviceAccount?.create === false && serviceAccount.name === undefined,
      ['serviceAccount', 'name'],
      'LF-31: with create: false all that runs as "default" could create task pods: name the service account',
    ),
  ];
}

function agentCertificates({ agentTLS }: LeoflowOptions): Refusal[] {
  const { enabled, certificate, ca } = agentTLS;
  const { existingSecret, cert, key } = certificate ?? {};
  const made = cert !== undefined && key !== undefined;
  const named = existingSecret !== undefined && cert === undefined && key === undefined;
  return [
    ...refuseIf(
      enabled && !made && !named,
      ['agentTLS', 'certificate'],
      'LF-5: the server needs a certificate for its agents: give either existingSecret, or cert and key; or set enabled: false to try it out',
    ),
    ...refuseIf(
      enabled && ca === undefined,
      ['agentTLS', 'ca'],
      'LF-5: tasks hang when their agents cannot verify the server: give the CA of its certificate',
    ),
  ];
}

function databaseCertificates({ database, migrations }: LeoflowOptions): Refusal[] {
  const { enabled, databaseCa, image } = migrations;
  const given = database?.ca !== undefined;
  const at = ['migrations', 'databaseCa'];
  const pointless = enabled ? 'there is no database.ca' : 'migrations are off';
  return [
    ...refuseIf(
      given && database.sslmode !== undefined,
      ['database', 'sslmode'],
      'LF-17: database.ca decides it already: remove sslmode',
    ),
    ...refuseIf(
      given && enabled && databaseCa === undefined,
      at,
      'LF-16: the chart mounts database.ca in the server only, so the migration Job would fail on an address with verify-full. ' +
        `Say how the Job verifies the database: "image" (an image of your own has the CA at ${databaseCaFile}), ` +
        '"chart" (your chart mounts it in the Job) or "unverified" (its connection is encrypted only, and the server checks the chain but not the host name); ' +
        'or set migrations.enabled: false and migrate yourself',
    ),
    ...refuseIf(
      databaseCa !== undefined && !(given && enabled),
      at,
      `LF-16: ${pointless}, so this would count for nothing: remove it`,
    ),
    ...refuseIf(
      databaseCa === 'image' && image?.repository === undefined,
      ['migrations', 'image', 'repository'],
      'LF-16: for databaseCa: image, name the repository of your image with the CA in it',
    ),
  ];
}

function imageTags({ image, migrations }: LeoflowOptions): Refusal[] {
  const own = migrations.image;
  const server = image?.tag === undefined ? 'the chart’s' : `"${image.tag}"`;
  return refuseIf(
    own?.tag !== undefined && own.repository === undefined && own.tag !== image?.tag,
    ['migrations', 'image', 'tag'],
    `LF-29: the server’s tag is ${server}, and migrations must be of the same version: set image.tag only`,
  );
}

/** The passwords of the charts beside it; those of Leoflow's own values are judged in `faults.ts`. */
const besideSecrets = (['postgresql', 'redis'] as const).flatMap((name) =>
  ['password', 'postgresPassword'].map((key) => ({
    rule: 'LF-33',
    path: [name, 'values', 'auth', key],
    use: `poc.${name}.password with a secret source`,
  })),
);

function besidePasswords({ poc }: LeoflowOptions): Refusal[] {
  const found = plainSecrets(storesOf(poc) as Values, besideSecrets);
  return found.map(({ path, message }) => ({ path: ['poc', ...path], message }));
}
