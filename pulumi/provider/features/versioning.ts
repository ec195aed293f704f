import type { S3Session } from '../s3-session.ts';
import type { Feature } from './feature.ts';

/** Old versions of an object are kept. It cannot be taken away again, only suspended. */
export const versioning: Feature = {
  name: 'versioning',

  async observe(session, declared) {
    if (declared?.versioning === false) return {};
    return { versioning: await isEnabled(session) };
  },

  async apply(session, declared, before) {
    if (!declared.versioning && before?.versioning !== true) return false;
    if (declared.versioning === (await isEnabled(session))) return false;
    const Status = declared.versioning ? 'Enabled' : 'Suspended';
    await session.call('set the versioning of', 's3:PutBucketVersioning', (s3, bucket, options) =>
      s3.putBucketVersioning({ ...bucket, VersioningConfiguration: { Status } }, options),
    );
    return true;
  },
};

async function isEnabled(session: S3Session): Promise<boolean> {
  const { Status } = await session.call(
    'read the versioning of',
    's3:GetBucketVersioning',
    (s3, bucket, options) => s3.getBucketVersioning(bucket, options),
  );
  return Status === 'Enabled';
}
