import type { S3Session } from '../s3-session.ts';
import type { Feature } from './feature.ts';

const everyBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
} as const;

/** All four ways to make objects public are shut. Some of them shut is not enough. */
export const publicAccess: Feature = {
  name: 'blockPublicAccess',

  async observe(session, declared) {
    if (declared?.blockPublicAccess === false) return {};
    return { blockPublicAccess: await isBlocked(session) };
  },

  async apply(session, declared, before) {
    if (!declared.blockPublicAccess) {
      if (before?.blockPublicAccess !== true) return false;
      await session.call(
        'clear the public access block of',
        's3:PutBucketPublicAccessBlock',
        (s3, bucket, options) => s3.deletePublicAccessBlock(bucket, options),
      );
      return true;
    }
    if (await isBlocked(session)) return false;
    await session.call('block public access to', 's3:PutBucketPublicAccessBlock', (s3, bucket, options) =>
      s3.putPublicAccessBlock({ ...bucket, PublicAccessBlockConfiguration: everyBlock }, options),
    );
    return true;
  },
};

async function isBlocked(session: S3Session): Promise<boolean> {
  const found = await session.find(
    'NoSuchPublicAccessBlockConfiguration',
    'read the public access block of',
    's3:GetBucketPublicAccessBlock',
    (s3, bucket, options) => s3.getPublicAccessBlock(bucket, options),
  );
  const set = found?.PublicAccessBlockConfiguration;
  return Object.keys(everyBlock).every((block) => set?.[block as keyof typeof everyBlock] === true);
}
