/** Reads from a state bucket. A module of its own, loaded when it is needed: the SDK is large, and CommonJS to a bundler. */
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Backend } from './backend.ts';

/** The texts of the objects in a folder of the state bucket, 20 at most. Throws what the store answers. */
export async function objectsIn(
  backend: Extract<Backend, { kind: 's3' }>,
  folder: string,
): Promise<string[]> {
  const { query, bucket } = backend;
  const endpoint = query.get('endpoint');
  const scheme = query.get('disableSSL') === 'true' ? 'http' : 'https';
  const client = new S3Client({
    forcePathStyle: query.get('s3ForcePathStyle') === 'true',
    ...(query.get('region') === null ? {} : { region: String(query.get('region')) }),
    ...(endpoint === null
      ? {}
      : { endpoint: endpoint.includes('://') ? endpoint : `${scheme}://${endpoint}` }),
    maxAttempts: 2,
  });
  try {
    const prefix = backend.prefix === '' ? `${folder}/` : `${backend.prefix}/${folder}/`;
    const { Contents = [] } = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 20 }),
    );
    return await Promise.all(
      Contents.map(async ({ Key }) => {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
        return (await Body?.transformToString()) ?? '';
      }),
    );
  } finally {
    client.destroy();
  }
}
