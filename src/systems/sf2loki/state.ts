/** Where sf2loki keeps its checkpoints, and the bucket for them. */
import { z } from 'zod';
import type { BucketBacking, Value, Values } from '../../stack/desired.ts';
import { httpUrl, labels } from '../../stack/fields.ts';
import { given } from '../given.ts';
import { textAt } from '../value-path.ts';
import { backingId } from '../resources.ts';

const features = ['versioning', 'encryption', 'blockPublicAccess', 'lifecycle', 'tags'] as const;

export const state = z.strictObject({
  store: z
    .enum(['file', 's3', 'gcs'])
    .optional()
    .describe(
      'Where the checkpoints are kept: "file" in the pod, lost with it; "s3" and "gcs" outlive it and can be shared. Default: s3 with a bucket, else file.',
    ),
  bucket: z
    .string()
    .regex(
      /^[a-z0-9][-.a-z0-9]{1,61}[a-z0-9]$/,
      'expected a bucket name: 3 to 63 lower-case letters, digits, "-" and "."',
    )
    .optional()
    .describe('Bucket for the checkpoints.'),
  region: z.string().min(1).optional().describe('Region of the bucket (s3).'),
  key: z
    .string()
    .min(1)
    .optional()
    .describe('Object that holds the checkpoints. Default: sf2loki/state.json.'),
  endpoint: httpUrl
    .optional()
    .describe(
      'S3-compatible store other than AWS, for the pods and, unless adminEndpoint is given, for creating the bucket.',
    ),
  adminEndpoint: httpUrl
    .optional()
    .describe('The same store as seen from where the deployment runs. Default: `endpoint`.'),
  create: z
    .boolean()
    .optional()
    .describe(
      'Create the bucket, or adopt it if it exists and is ours; it is never deleted. Default: true for s3. The gcs bucket is made elsewhere.',
    ),
  versioning: z.boolean().default(true).describe('Keep older versions of the checkpoints. Default: true.'),
  expireNoncurrentDays: z
    .int()
    .min(1)
    .default(7)
    .describe('Days to keep an older version: every commit writes one. Default: 7.'),
  encryption: z
    .enum(['AES256', 'aws:kms'])
    .default('AES256')
    .describe('Encryption at rest of the bucket. Default: AES256.'),
  kmsKeyId: z.string().min(1).optional().describe('KMS key for aws:kms. Default: the account’s own.'),
  blockPublicAccess: z
    .boolean()
    .default(true)
    .describe('Block all public access to the bucket. Default: true.'),
  tags: labels.default({}).describe('Tags of the bucket. Default: none.'),
  require: z
    .array(z.enum(features))
    .default([])
    .describe('Features that the store must have; without one of the others it is a warning. Default: none.'),
});

export type State = z.output<typeof state>;

/** The `state` block of config.yaml. `endpoint_url: null` removes the chart's placeholder http://minio:9000 (SF-6). */
export function stateBlock({ bucket, region, key, endpoint, ...options }: State): Values {
  const store = options.store ?? (bucket === undefined ? 'file' : 's3');
  if (store === 's3') return given({ store, s3: { bucket, region, key, endpoint_url: endpoint ?? null } });
  if (store === 'gcs') return given({ store, gcs: { bucket, object_name: key } });
  return { store };
}

/** The bucket that config.yaml names, unless it is made elsewhere. */
export function stateBucket(config: Value, options: State): BucketBacking | null {
  const bucket = textAt(config, ['state', 's3', 'bucket']);
  if (textAt(config, ['state', 'store']) !== 's3' || bucket === undefined || options.create === false)
    return null;
  const endpoint = options.adminEndpoint ?? textAt(config, ['state', 's3', 'endpoint_url']) ?? null;
  return {
    kind: 'bucket',
    id: backingId('bucket', bucket),
    bucket,
    region: textAt(config, ['state', 's3', 'region']) ?? '',
    endpoint,
    forcePathStyle: endpoint !== null, // other stores have no DNS name for every bucket
    versioning: options.versioning,
    encryption: options.encryption,
    kmsKeyId: options.kmsKeyId ?? null,
    blockPublicAccess: options.blockPublicAccess,
    tags: options.tags,
    expireNoncurrentDays: options.versioning ? options.expireNoncurrentDays : null,
    require: options.require,
  };
}
