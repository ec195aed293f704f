/**
 * The files under /etc/sf2loki/secrets. Whichever way is chosen, no secret becomes a Helm value: secret sources make a backing
 * Secret, an existing one is named, and with External Secrets the chart's own SecretStore fills it in the cluster.
 */
import { z } from 'zod';
import type { Backing, Notice, Values } from '../../stack/desired.ts';
import { annotations, dataKey, dnsSubdomain, duration, secretSource } from '../../stack/fields.ts';
import { nameOf, resourceVersionOf } from '../../stack/values.ts';
import { given } from '../given.ts';
import { secret, type RecipeContext } from '../system.ts';
import { secretBacking, serviceAccountBacking } from '../resources.ts';

const remote = z.strictObject({
  key: z.string().min(1).describe('Name of the secret in the secrets manager.'),
  property: z.string().min(1).optional().describe('Field of a JSON secret. Default: all of it.'),
  version: z.string().min(1).optional().describe('Version to read. Default: the newest.'),
});

const shared = {
  data: z.record(dataKey, remote).describe('File under /etc/sf2loki/secrets → where it is kept.'),
  refreshInterval: duration.optional().describe('How often to read the secrets again. Default: 1h.'),
  serviceAccount: z
    .strictObject({
      name: dnsSubdomain.optional().describe('Default: the release name and "-eso".'),
      create: z
        .boolean()
        .default(true)
        .describe('false: it exists already, and `name` is needed. Default: true.'),
      annotations: annotations
        .default({})
        .describe(
          'Its cloud identity, e.g. eks.amazonaws.com/role-arn or iam.gke.io/gcp-service-account. Default: none.',
        ),
    })
    .prefault({})
    .describe('Service account as which the External Secrets Operator reads the secrets manager.'),
};

const external = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('aws').describe('AWS Secrets Manager.'),
    region: z.string().min(1).describe('AWS region of the secrets.'),
    ...shared,
  }),
  z.strictObject({
    provider: z.literal('gcp').describe('Google Secret Manager.'),
    projectID: z.string().min(1).describe('Google Cloud project of the secrets.'),
    ...shared,
  }),
]);

export const credentials = z.strictObject(
  {
    files: z
      .record(dataKey, secretSource)
      .optional()
      .describe('File under /etc/sf2loki/secrets → secret source. They become a Secret that the pod mounts.'),
    secretName: dnsSubdomain
      .optional()
      .describe(
        'Fixed name for the Secret of `files`. Default: a new name whenever its content changes, so that the pods roll.',
      ),
    existingSecret: dnsSubdomain
      .optional()
      .describe('Name of a Secret in the same namespace that somebody else makes.'),
    keys: z
      .array(dataKey)
      .optional()
      .describe(
        'Files that existingSecret holds, so that missing ones are seen. Default: those that the configuration needs.',
      ),
    external: external.optional().describe('Filled by the External Secrets Operator from a secrets manager.'),
  },
  { error: 'expected one of {files}, {existingSecret} and {external} (SF-11)' },
);

export type Credentials = z.output<typeof credentials>;

/** Files that the Secret will hold; null if nobody says, or more than one does. */
export function filesOf({
  files,
  existingSecret,
  keys,
  external: store,
}: Credentials): ReadonlySet<string> | null {
  const told = [files, store?.data].filter((each) => each !== undefined).map((each) => Object.keys(each));
  const all = existingSecret === undefined ? told : [...told, keys ?? null];
  const [only = null] = all;
  return all.length === 1 && only !== null ? new Set(only) : null;
}

interface Wiring {
  readonly values: Values;
  readonly backing: readonly Backing[];
  readonly notices: readonly Notice[];
}

/** `privateKeys`: files that must hold a PEM private key. */
export function credentialWiring(
  options: Credentials,
  privateKeys: ReadonlySet<string>,
  namespace: string,
  context: RecipeContext,
): Wiring {
  if (options.files !== undefined)
    return fromSources(options.files, options.secretName, privateKeys, namespace, context);
  if (options.external !== undefined) return fromManager(options.external, namespace, context);
  return { values: given({ secrets: { existingSecret: options.existingSecret } }), backing: [], notices: [] };
}

function fromSources(
  files: NonNullable<Credentials['files']>,
  fixedName: string | undefined,
  privateKeys: ReadonlySet<string>,
  namespace: string,
  context: RecipeContext,
): Wiring {
  const made = secretBacking(
    { namespace, name: fixedName ?? `${context.releaseName}-credentials` },
    Object.fromEntries(
      Object.entries(files).map(([file, source]) => [
        file,
        secret(source, context.path('credentials', 'files', file), {
          shape: privateKeys.has(file) ? 'pem-private-key' : 'text',
        }),
      ]),
    ),
    { fixed: fixedName !== undefined },
  );
  return {
    values: given({
      secrets: { existingSecret: nameOf(made) },
      podAnnotations: made.autoName ? undefined : { 'k8s-deploy/credentials': resourceVersionOf(made) },
    }),
    backing: [made],
    notices: [],
  };
}

function fromManager(
  store: NonNullable<Credentials['external']>,
  namespace: string,
  context: RecipeContext,
): Wiring {
  const { create, annotations: identity } = store.serviceAccount;
  const account = store.serviceAccount.name ?? `${context.releaseName}-eso`;
  const values = given({
    serviceAccount: { esoName: account },
    externalSecrets: {
      enabled: true,
      provider: store.provider,
      aws: store.provider === 'aws' ? { region: store.region } : undefined,
      gcp: store.provider === 'gcp' ? { projectID: store.projectID } : undefined,
      refreshInterval: store.refreshInterval,
      data: Object.entries(store.data).map(([file, remoteRef]) => ({ secretKey: file, remoteRef })),
    },
  });
  if (!create) return { values, backing: [], notices: [] };
  const anonymous = Object.keys(identity).length === 0;
  return {
    values,
    backing: [serviceAccountBacking({ namespace, name: account }, identity)],
    notices: anonymous
      ? [
          {
            rule: 'SF-20',
            path: context.path('credentials', 'external', 'serviceAccount', 'annotations'),
            message: `Service account "${account}" has no annotation with a cloud identity, so the External Secrets Operator signs in to ${store.provider} as nobody: set e.g. ${store.provider === 'aws' ? 'eks.amazonaws.com/role-arn' : 'iam.gke.io/gcp-service-account'}`,
          },
        ]
      : [],
  };
}
