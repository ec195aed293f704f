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

const namespaceOf = dnsLabel.describe('Namespace that it is made in.');

const secretBacking = z.strictObject({
  namespace: namespaceOf,
  fixedName: dnsSubdomain
    .optional()
    .describe(
      'Name of the Secret. Without it the name changes with the content, so that the pods that use it roll; with it, set a pod annotation to {resourceVersionOf: KEY}.',
    ),
  type: z
    .enum(['Opaque', 'kubernetes.io/tls', 'kubernetes.io/dockerconfigjson', 'kubernetes.io/basic-auth'])
    .default('Opaque')
    .describe('Type of the Secret; the API server asks for certain keys with each.'),
  data: z
    .record(dataKey, textOrSecret)
    .describe('Its keys. Each is text, or a secret by where it is: fromConfig, fromEnv or fromFile.'),
});

const reader = dnsSubdomain
  .optional()
  .describe("Service account as which they are read. Default: the External Secrets Operator's own.");

const awsStore = z.strictObject({
  provider: z.literal('aws').describe('AWS Secrets Manager.'),
  region: z.string().min(1).describe('AWS region of the secrets.'),
  serviceAccount: reader,
  roleArn: z.string().min(1).optional().describe('IAM role that is assumed to read them.'),
});
const gcpStore = z.strictObject({
  provider: z.literal('gcp').describe('Google Secret Manager.'),
  projectID: z.string().min(1).describe('Google Cloud project of the secrets.'),
  serviceAccount: reader,
});

const externalSecret = z.strictObject({
  namespace: namespaceOf,
  store: z
    .union([dnsSubdomain, z.discriminatedUnion('provider', [awsStore, gcpStore])])
    .describe('Name of a SecretStore that exists, or what to make one from.'),
  refreshInterval: duration.default('1h').describe('How often the secrets are read again.'),
  data: z
    .record(
      dataKey,
      z.strictObject({
        key: z.string().min(1).describe('Name of the secret in the secrets manager.'),
        property: z.string().min(1).optional().describe('Field of a JSON secret. Default: all of it.'),
        version: z.string().min(1).optional().describe('Version to read. Default: the newest.'),
      }),
    )
    .describe('Keys of the Secret that is made, and where each is kept.'),
});

const caBundle = z.strictObject({
  namespace: namespaceOf,
  data: z.record(dataKey, textSource).describe('Files of the ConfigMap, PEM: ca.crt for most programs.'),
});

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
  region: z.string().min(1).describe('Region of the bucket.'),
  endpoint: httpUrl.optional().describe('Of an S3-compatible store; AWS if absent.'),
  forcePathStyle: z
    .boolean()
    .optional()
    .describe('Address it as HOST/BUCKET. Default: true with an endpoint, else false.'),
  versioning: z.boolean().default(true).describe('Keep what is written over or deleted.'),
  encryption: z
    .union([z.enum(['AES256', 'aws:kms']), z.literal(false)])
    .default('AES256')
    .describe('Encryption at rest; false leaves it as the store has it.'),
  kmsKeyId: z.string().min(1).optional().describe('KMS key for aws:kms. Default: the account’s own.'),
  blockPublicAccess: z.boolean().default(true).describe('Refuse public access, whatever a policy says.'),
  tags: z
    .record(z.string().min(1).max(128), z.string().max(256))
    .default({})
    .describe('Tags of the bucket, besides ours.'),
  expireNoncurrentDays: z
    .int()
    .min(1)
    .optional()
    .describe('Days after which older versions go. Default: never.'),
  require: z
    .array(z.enum(['versioning', 'encryption', 'blockPublicAccess', 'lifecycle', 'tags']))
    .default([])
    .describe('Features whose absence in the store is an error; for the others it is a warning.'),
});

const serviceAccount = z.strictObject({
  namespace: namespaceOf,
  annotations: annotations.default({}).describe('Such as eks.amazonaws.com/role-arn.'),
});

const texts = z.array(z.string());
const role = z.strictObject({
  namespace: namespaceOf,
  rules: z
    .array(
      z.strictObject({
        apiGroups: texts.describe('API groups; "" is the core group.'),
        resources: texts.min(1).describe('Such as pods, pods/log.'),
        verbs: texts.min(1).describe('Such as get, list, watch.'),
        resourceNames: texts.min(1).optional().describe('Only objects of these names. Default: all.'),
      }),
    )
    .min(1)
    .describe('What may be done, as in a Role of Kubernetes.'),
  subjects: z
    .array(
      z.strictObject({
        serviceAccount: dnsSubdomain.describe('Name of a service account.'),
        namespace: dnsLabel.optional().describe("The role's own namespace if absent."),
      }),
    )
    .min(1)
    .describe('Who may: a RoleBinding is made with the Role.'),
});

export const backing = z.strictObject({
  secrets: z
    .record(dnsLabel, secretBacking)
    .default({})
    .describe('Secrets, by a name of your own for each, to which releases refer: {nameOf: KEY}.'),
  externalSecrets: z
    .record(dnsLabel, externalSecret)
    .default({})
    .describe('ExternalSecrets of the External Secrets Operator, with their SecretStore.'),
  caBundles: z
    .record(dnsLabel, caBundle)
    .default({})
    .describe('ConfigMaps with certificates. Their name changes with the content, so that pods roll.'),
  buckets: z
    .record(bucketName, bucket)
    .default({})
    .describe('S3 buckets. They outlive the stack: no command deletes them.'),
  serviceAccounts: z.record(dnsLabel, serviceAccount).default({}).describe('Service accounts.'),
  roles: z.record(dnsLabel, role).default({}).describe('Roles with their RoleBindings.'),
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
      enforce: podSecurityLevel.optional().describe('Pods below this level are refused.'),
      audit: podSecurityLevel.optional().describe('Pods below this level are noted in the audit log.'),
      warn: podSecurityLevel.optional().describe('Pods below this level make the API server warn.'),
    })
    .optional()
    .describe('Pod Security Standard of the namespace, as its labels say.'),
  labels: labels.default({}).describe('Labels of the namespace.'),
  annotations: annotations.default({}).describe('Annotations of the namespace.'),
});
