/** The schema of the stack file, made from the options of the known systems: types and JSON Schema come from here. */
import { z } from 'zod';
import { backing, namespace } from './backing.ts';
import { external, kubeVersion } from './cluster-fields.ts';
import {
  chart,
  dnsLabel,
  filePath,
  image,
  limits,
  releaseFields,
  resources,
  secretSource,
  textOrSecret,
  textSource,
  values,
  verify,
} from './fields.ts';
import { longestStackName, stackNamePattern } from './name-forms.ts';

/** What the schema needs to know of a system: `options` is a strict object with `system: z.literal(name)`. */
export interface SystemOptions {
  readonly name: string;
  readonly options: z.ZodType;
}

/** A stack as `Pulumi.<stack>.yaml` and the backends of Pulumi name it. */
export const stackName = z
  .string()
  .max(longestStackName)
  .regex(stackNamePattern, 'expected letters, digits, "-", "_" and ".", starting with a letter or digit');

/** The format of a stack file. */
export const apiVersion = 'k8s-deploy/v1';

/** Far beyond what one Pulumi stack handles well. */
export const maximumReleases = 500;

const cluster = z
  .strictObject({
    identifier: z
      .string()
      .min(1)
      .describe(
        'Names the cluster in the Pulumi state: its resources are replaced when this changes, not when the kubeconfig does.',
      ),
    context: z.string().min(1).optional().describe('Context of the kubeconfig; the current one if absent.'),
    kubeconfig: z.string().min(1).optional().describe('Path; the usual places if absent.'),
    kubeVersion: kubeVersion
      .optional()
      .describe('Version that charts are rendered for when the cluster is not asked.'),
    apiVersions: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'APIs that the cluster has besides those of every cluster, such as "monitoring.coreos.com/v1": charts ask for them.',
      ),
  })
  .describe('The cluster: usually another one in each stack, under `stacks`.');

const registryHost = z
  .string()
  .regex(
    /^[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?(:\d{1,5})?(\/[-._A-Za-z0-9]+)*$/,
    'expected a host such as "registry.example.com", "localhost:5000" or "ghcr.io/team", without "https://"',
  );

const registry = z.strictObject({
  username: textOrSecret.optional().describe('Default: the registry config files of Helm and Docker.'),
  password: secretSource.optional().describe('Default: as for username.'),
  ca: textSource
    .optional()
    .describe('PEM certificates that the registry is verified by, besides the usual ones.'),
  plainHttp: z.boolean().default(false).describe('Speak HTTP without TLS to the registry.'),
  verify: verify
    .optional()
    .describe('Who must have signed the charts under this prefix that don’t say so themselves (cosign).'),
});

/** Any system's release as far as `stack/` knows it: the rest belongs to the system. */
export type Release = z.output<z.ZodObject<typeof releaseFields>> & {
  readonly system?: string;
  readonly [option: string]: unknown;
};

const absent = z.undefined();
const plainRelease = z.strictObject({ system: absent.optional(), ...releaseFields });

function release(systems: readonly SystemOptions[]): z.ZodType<Release> {
  const options = [plainRelease, ...systems.map((system) => system.options)];
  const choice = z.discriminatedUnion('system', options as [typeof plainRelease]);
  return choice as unknown as z.ZodType<Release>;
}

export function stackFileSchema(systems: readonly SystemOptions[]) {
  const releases = z
    .record(dnsLabel.max(limits.releaseName), release(systems))
    .refine((record) => Object.keys(record).length > 0, 'expected at least one release')
    .refine(
      (record) => Object.keys(record).length <= maximumReleases,
      `expected at most ${maximumReleases} releases`,
    )
    .describe('Helm releases, each by a key of its own.');
  return z.strictObject({
    apiVersion: z.literal(apiVersion).describe('Version of this format.'),
    name: dnsLabel.describe('Name of the Pulumi project.'),
    cluster,
    namespaces: z
      .record(dnsLabel, namespace)
      .default({})
      .describe('What is special about a namespace. Those that are used are made without being named here.'),
    registries: z
      .record(registryHost, registry)
      .default({})
      .describe('How to sign in to chart registries, by host, with or without a path.'),
    backing: backing.prefault({}).describe('What stands behind releases that no recipe knows.'),
    releases,
    protect: z
      .boolean()
      .default(false)
      .describe('Refuse to destroy this stack; usually set for one of them under `stacks`. Default: false.'),
    stacks: z
      .record(stackName, z.record(z.string(), z.json()).nullable())
      .default({})
      .describe('What differs in each stack, laid over the rest: maps merge, lists replace, null removes.'),
    contracts: z
      .array(filePath)
      .default([])
      .describe('Contract files of `k8s-deploy check`: paths, or patterns such as "contracts/*.yaml".'),
    external: z
      .array(external)
      .default([])
      .describe('Objects that exist already, made by somebody else, and that the releases may refer to.'),
  });
}

/** A checked stack file with its override applied and all defaults filled in. */
export type StackFile = z.output<ReturnType<typeof stackFileSchema>>;

/** Written once in the JSON Schema, and referred to by name. */
const definitions = {
  chart,
  external,
  image,
  resources,
  secretSource,
  textOrSecret,
  textSource,
  values,
  verify,
} as const;

/** Editors use it by `# yaml-language-server: $schema=…`. Draft 7 is what the common YAML editors understand fully. */
export function stackFileJsonSchema(systems: readonly SystemOptions[]): object {
  for (const [id, part] of Object.entries(definitions)) z.globalRegistry.add(part, { ...part.meta(), id });
  const { $schema, ...schema } = z.toJSONSchema(stackFileSchema(systems), {
    io: 'input',
    target: 'draft-07',
    override: ({ zodSchema, jsonSchema }) => {
      // The editor sees the file before any override, which is the usual place for the cluster.
      if (zodSchema === cluster) delete jsonSchema.required;
      if (jsonSchema.properties?.['apiVersion'] !== undefined) {
        jsonSchema.required = (jsonSchema.required ?? []).filter((key) => key !== 'cluster');
      }
    },
    unrepresentable: ({ zodSchema }) => (zodSchema === absent ? { not: {} } : 'throw'),
  });
  return {
    $schema,
    $id: 'urn:k8s-deploy:v1:deploy.schema.json',
    title: 'Stack file of k8s-deploy (deploy.yaml)',
    description:
      'Helm releases of one deployment, the resources behind them, and what differs in each stack.',
    ...schema,
  };
}
