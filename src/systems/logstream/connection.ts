/** The Secrets and the ConfigMap through which workers of today's chart reach their leader, and the values that refer to them. */
import type { Backing, CaBundleBacking, SecretBacking } from '../../stack/desired.ts';
import { nameOf } from '../../stack/values.ts';
import type { Given } from '../given.ts';
import { secret, type RecipeContext } from '../system.ts';
import { leaderFiles, tlsOf, urlTransforms, type LeaderTls } from './leader.ts';
import type { Options } from './options.ts';
import { caBundleBacking, secretBacking } from '../resources.ts';

interface Connection {
  readonly backing: readonly Backing[];
  readonly env: readonly Given[];
  readonly configMapMounts: readonly Given[] | undefined;
  readonly secretMounts: readonly Given[] | undefined;
}

const keys = { url: 'url-master', passphrase: 'passphrase' } as const; // `url-master` is what the chart's own Secret has

export function connection(options: Options, context: RecipeContext): Connection {
  const tls = tlsOf(options.leader);
  const leader = leaderSecret(options, context);
  const ca = tls?.ca === undefined ? undefined : caBundle(options, tls.ca, context);
  const client = tls === null ? undefined : clientCertificate(options, tls, context);
  return {
    backing: [leader, ca, client].filter((backing) => backing !== undefined),
    env: [...leaderUrl(leader), ...chartDefaults],
    configMapMounts: ca && [
      { name: 'leader-ca', configMap: nameOf(ca), mountPath: leaderFiles.ca.mountPath, readOnly: true },
    ],
    secretMounts: client && [
      {
        name: 'leader-client',
        secretName: nameOf(client),
        mountPath: leaderFiles.client.mountPath,
        readOnly: true,
      },
    ],
  };
}

/** What the chart's `envValueFrom` holds by itself; a list of ours takes its place (LS-14). */
const chartDefaults = [
  { name: 'CRIBL_K8S_POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  { name: 'CRIBL_K8S_CPU_LIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
];

function leaderSecret({ leader, namespace }: Options, context: RecipeContext): SecretBacking {
  const tls = tlsOf(leader);
  const url = secret(leader.token, context.path('leader', 'token'), { transforms: urlTransforms(leader) });
  const passphrase = tls?.passphrase && {
    [keys.passphrase]: secret(tls.passphrase, context.path('leader', 'tls', 'passphrase'), {
      transforms: [{ kind: 'urlEncode' }],
    }),
  };
  return secretBacking(
    { namespace, name: `${context.releaseName}-leader` },
    { [keys.url]: url, ...passphrase },
  );
}

function leaderUrl(leader: SecretBacking): Given[] {
  const from = (name: string, key: string): Given => ({
    name,
    valueFrom: { secretKeyRef: { name: nameOf(leader), key } },
  });
  if (leader.data[keys.passphrase] === undefined) return [from('CRIBL_DIST_MASTER_URL', keys.url)];
  // A passphrase is a second secret in one URL: Kubernetes puts the two together.
  return [
    from('LEADER_URL', keys.url),
    from('LEADER_PASSPHRASE', keys.passphrase),
    { name: 'CRIBL_DIST_MASTER_URL', value: '$(LEADER_URL)&tls.passphrase=$(LEADER_PASSPHRASE)' },
  ];
}

function caBundle(
  { namespace }: Options,
  ca: NonNullable<LeaderTls['ca']>,
  context: RecipeContext,
): CaBundleBacking {
  return caBundleBacking(
    { namespace, name: `${context.releaseName}-leader-ca` },
    { [leaderFiles.ca.key]: context.text(ca) },
  );
}

function clientCertificate(
  { namespace }: Options,
  { certificate, privateKey }: LeaderTls,
  context: RecipeContext,
): SecretBacking | undefined {
  if (certificate === undefined || privateKey === undefined) return undefined;
  const { client } = leaderFiles;
  const path = (field: string): ReturnType<RecipeContext['path']> => context.path('leader', 'tls', field);
  return secretBacking(
    { namespace, name: `${context.releaseName}-leader-client` },
    {
      [client.certificate]: secret(certificate, path('certificate'), { shape: 'pem-certificate' }),
      [client.privateKey]: secret(privateKey, path('privateKey'), { shape: 'pem-private-key' }),
    },
    { type: 'kubernetes.io/tls' },
  );
}
