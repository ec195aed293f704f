import type { BucketBacking } from '../stack/desired.ts';
import type { StackFile } from '../stack/schema.ts';
import { backingId } from './resources.ts';

/** A bucket with what the stack file says of it. */
export function bucketBacking(
  bucket: string,
  options: StackFile['backing']['buckets'][string],
): BucketBacking {
  return {
    kind: 'bucket',
    id: backingId('bucket', bucket),
    bucket,
    region: options.region,
    endpoint: options.endpoint ?? null,
    forcePathStyle: options.forcePathStyle ?? options.endpoint !== undefined,
    versioning: options.versioning,
    encryption: options.encryption === false ? null : options.encryption,
    kmsKeyId: options.kmsKeyId ?? null,
    blockPublicAccess: options.blockPublicAccess,
    tags: options.tags,
    expireNoncurrentDays: options.expireNoncurrentDays ?? null,
    require: options.require,
  };
}
