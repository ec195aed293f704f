import { z } from 'zod';
import {
  annotations,
  dnsSubdomain,
  duration,
  httpUrl,
  image,
  labels,
  releaseFields,
  resources,
  textOrSecret,
  textSource,
} from '../../stack/fields.ts';
import { synonyms } from '../../stack/synonyms.ts';
import { credentials } from './credentials.ts';
import { networkPolicy } from './network.ts';
import { refuse } from './refusals.ts';
import { salesforce } from './salesforce.ts';
import { state } from './state.ts';

const sources = z
  .record(z.string(), z.json())
  .default({})
  .describe(
    'Laid over `sources` of config.yaml: pubsub, eventlog_objects, eventlogfile, apexlog. Default: the Pub/Sub stream with the chart’s topics.',
  );

const org = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'expected letters, digits, "_" and "-"')
    .describe('Label `org` of its streams and prefix of its checkpoints.'),
  salesforce: salesforce.describe('How to sign in to this org.'),
  sources,
});

const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable');

const drainable =
  'expected at least 1 pod, or a percentage such as "50%": with none, no node could be drained';

const fields = z.strictObject({
  system: z.literal('sf2loki').describe('Salesforce events to Loki.'),
  ...releaseFields,

  replicas: z
    .int()
    .min(1)
    .default(1)
    .describe('Pods. More than one turns on `ha`: one works, the others stand by. Default: 1.'),
  ha: z
    .boolean()
    .optional()
    .describe(
      'Elect a leader by a Kubernetes Lease. Needs state in s3 or gcs. Default: true with more than one replica.',
    ),
  lease: z
    .strictObject({
      name: dnsSubdomain.optional().describe('Name of the Lease. Default: the release name and "-leader".'),
      duration: duration.optional().describe('How long a dead leader keeps the Lease. Default: 30s.'),
      renewInterval: duration
        .optional()
        .describe('How often the leader renews it; less than half the duration. Default: 10s.'),
    })
    .prefault({})
    .describe('The Lease of `ha`.'),

  salesforce: salesforce.optional().describe('How to sign in to the only org. Either this or `orgs`.'),
  orgs: z
    .array(org)
    .min(1)
    .optional()
    .describe(
      'Several orgs in one process, each with its own sign-in and sources. Either this or `salesforce`.',
    ),
  sources,
  loki: z
    .strictObject({
      url: httpUrl.describe('Push address, e.g. https://loki.example.com/loki/api/v1/push.'),
      tenant: z.string().min(1).optional().describe('Tenant (X-Scope-OrgID). Default: none.'),
      auth: z
        .enum(['token', 'none'])
        .default('token')
        .describe('"token": the file loki-token of `credentials`. Default: token.'),
      labels: labels.default({}).describe('Labels of every stream. Default: none.'),
    })
    .optional()
    .describe('Where the events go. Required without configOverride.'),
  telemetry: z
    .strictObject({
      endpoint: httpUrl.describe('OTLP/HTTP address for metrics.'),
      auth: z
        .enum(['basic', 'none'])
        .default('basic')
        .describe(
          '"basic": the file otlp-token of `credentials`, or without it Loki’s token. Default: basic.',
        ),
      user: z.string().min(1).optional().describe('User name for basic. Default: Loki’s tenant.'),
    })
    .optional()
    .describe('Push metrics by OTLP. Default: off.'),
  credentials: credentials.describe(
    'The files that sf2loki reads its secrets from: server.key or client-secret, loki-token, and optionally otlp-token and transform-salt. One of `files`, `existingSecret` and `external`.',
  ),
  state: state.prefault({}).describe('Where the checkpoints are kept.'),
  shutdownGrace: duration
    .optional()
    .describe(
      'Time for work in flight when a pod stops. The pod’s own grace period is derived from it. Default: 25s.',
    ),
  env: z
    .record(variable, textOrSecret)
    .default({})
    .describe(
      'Environment variables, for ${NAME} in the configuration: text, or secret sources. Default: none.',
    ),
  envFromSecrets: z
    .array(dnsSubdomain)
    .default([])
    .describe('Existing Secrets whose keys become environment variables. Default: none.'),
  config: z
    .record(z.string(), z.json())
    .default({})
    .describe(
      'Laid over the config.yaml that the other options give. Maps merge, lists replace, null removes.',
    ),
  configOverride: textSource
    .optional()
    .describe(
      'All of config.yaml, as YAML text or {fromFile}. Instead of salesforce, orgs, sources, loki, telemetry, shutdownGrace and config.',
    ),

  image: image.optional().describe('Default: the chart’s. A digest is best: it never changes.'),
  imagePullSecrets: z
    .array(dnsSubdomain)
    .default([])
    .describe('Existing Secrets to pull the image with. Default: none.'),
  serviceAccount: z
    .strictObject({
      create: z
        .boolean()
        .optional()
        .describe('false: it exists already, and `name` is needed. Default: true.'),
      name: dnsSubdomain.optional().describe('Default: the chart’s full name.'),
      annotations: annotations
        .optional()
        .describe('Cloud identity of the pods, for the store of the checkpoints. Default: none.'),
    })
    .optional()
    .describe('Service account of the pods.'),
  resources: resources.optional().describe('Default: the chart’s.'),
  podDisruptionBudget: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Default: true.'),
      maxUnavailable: z
        .union([z.int().min(1, drainable), z.string().regex(/^([1-9]\d?|100)%$/, drainable)])
        .default(1)
        .describe('Pods that a drain may take at once. Default: 1.'),
    })
    .optional()
    .describe('Default: the chart’s, one pod at once.'),
  networkPolicy: networkPolicy
    .optional()
    .describe('Deny all traffic of the pods but what sf2loki needs. Default: no policy.'),
});
synonyms.add(fields, { replicaCount: 'replicas' });

export type Sf2lokiOptions = z.output<typeof fields>;

export const options = fields.superRefine((given, context) => {
  for (const { path, message } of refuse(given))
    context.addIssue({ code: 'custom', path: [...path], message });
});
