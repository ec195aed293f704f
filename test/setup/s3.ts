import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { Plane } from '../../toolchain/plane/plane.ts';

export function s3Client({ endpoint, region, accessKeyId, secretAccessKey }: Plane['s3']): S3Client {
  return new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
}

export async function bucketExists(store: Plane['s3'], bucket: string): Promise<boolean> {
  const client = s3Client(store);
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404)
      return false;
    throw error;
  } finally {
    client.destroy();
  }
}
