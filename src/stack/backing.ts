/** The schema of `backing:`, the resources that a stack declares for releases that no recipe knows. */
import { z } from 'zod';
import {
  annotations,
  dataKey,
  dnsLabel,
  dnsSubdomain,
  duration,
  httpUrl,
  labels,
  textOrSecret,
  textSource,
} from './fields.ts';

const secretBacking = z.strictObject({
  namespace: dnsLabel,
  fixedName: dnsSubdomain
    .optional()
    .describe(
      'Name of the Secret. Without it the name changes with the content, so that the pods that use it roll; with it, set a pod annotation to {resourceVersionOf: KEY}.',
    ),
  type: z
    .enum(['Opaque', 'kubernetes.io/tls', 'kubernetes.io/dockerconfigjson', 'kubernetes.io/basic-auth'])
    .default('Opaque'),
  data: z.record(dataKey, textOrSecret),
});

const awsStore = z.strictObject({
  provider: z.literal('aws'),
  region: z.string().min(1),
  serviceAccount: dnsSubdomain.optional(),
  roleArn: z.string().min(1).optional(),
});
const gcpStore = z.strictObject({
  provider: z.literal('gcp'),
  projectID: z.string().min(1),
  serviceAccount: dnsSubdomain.optional(),
});

const externalSecret = z.strictObject({
  namespace: dnsLabel,
  store: z
    .union([dnsSubdomain, z.discriminatedUnion('provider', [awsStore, gcpStore])])
    .describe('Name of a SecretStore that exists, or what to make one from.'),
  refreshInterval: duration.default('1h'),
  data: z.record(
    dataKey,
    z.strictObject({
      key: z.string().min(1),
      property: z.string().min(1).optional(),
      version: z.string().min(1).optional(),
    }),
  ),
});

const caBundle = z.strictObject({ namespace: dnsLabel, data: z.record(dataKey, textSource) });

/** As S3 has it: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = z
  .string()
  .min(3)
  .max(63)
  .regex(
    /^[a-z0-9]([-a-z0-9]|\.(?!\.))*[a-z0-9]$/,
    'expected lower-case letters, digits, "-" and ".", starting and ending with a letter or digit',
  );

const bucket = z.strictObject({
  region: z.string().min(1),
  endpoint: httpUrl.optional().describe('Of an S3-compatible store; AWS if absent.'),
  forcePathStyle: z.boolean().optional(),
  versioning: z.boolean().default(true),
  encryption: z.union([z.enum(['AES256', 'aws:kms']), z.literal(false)]).default('AES256'),
  kmsKeyId: z.string().min(1).optional(),
  blockPublicAccess: z.boolean().default(true),
  tags: z.record(z.string().min(1).max(128), z.string().max(256)).default({}),
  expireNoncurrentDays: z.int().min(1).optional(),
  require: z
    .array(z.enum(['versioning', 'encryption', 'blockPublicAccess', 'lifecycle', 'tags']))
    .default([])
    .describe('Features whose absence in the store is an error; for the others it is a warning.'),
});

const serviceAccount = z.strictObject({ namespace: dnsLabel, annotations: annotations.default({}) });

const texts = z.array(z.string());
const role = z.strictObject({
  namespace: dnsLabel,
  rules: z
    .array(
      z.strictObject({
        apiGroups: texts,
        resources: texts.min(1),
        verbs: texts.min(1),
        resourceNames: texts.min(1).optional(),
      }),
    )
    .min(1),
  subjects: z
    .array(
      z.strictObject({
        serviceAccount: dnsSubdomain,
        namespace: dnsLabel.optional().describe("The role's own namespace if absent."),
      }),
    )
    .min(1),
});

export const backing = z.strictObject({
  secrets: z.record(dnsLabel, secretBacking).default({}),
  externalSecrets: z.record(dnsLabel, externalSecret).default({}),
  caBundles: z.record(dnsLabel, caBundle).default({}),
  buckets: z.record(bucketName, bucket).default({}),
  serviceAccounts: z.record(dnsLabel, serviceAccount).default({}),
  roles: z.record(dnsLabel, role).default({}),
});

const podSecurityLevel = z.enum(['privileged', 'baseline', 'restricted']);

export const namespace = z.strictObject({
  create: z.boolean().default(true).describe('false: it exists, and is neither created nor deleted.'),
  adopt: z
    .boolean()
    .default(false)
    .describe('If it exists already, take it over instead of failing: it is then deleted with the stack.'),
  podSecurity: z
    .strictObject({
      enforce: podSecurityLevel.optional(),
      audit: podSecurityLevel.optional(),
      warn: podSecurityLevel.optional(),
    })
    .optional(),
  labels: labels.default({}),
  annotations: annotations.default({}),
});
