/** States in a bucket of the local plane. */
import { CreateBucketCommand, GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { Plane } from '../../toolchain/plane/plane.ts';
import { s3Client } from './s3.ts';

export interface BucketState {
  /** PULUMI_BACKEND_URL */
  readonly url: string;
  /** Keys below a folder of the store. */
  keys(folder: string): Promise<string[]>;
  text(key: string): Promise<string>;
  close(): void;
}

/** Makes the bucket. */
export async function openBucketState({ s3 }: Pick<Plane, 's3'>, bucket: string): Promise<BucketState> {
  const client = s3Client(s3);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    url: bucketUrl(s3, bucket),
    async keys(folder) {
      const keys: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client },
        { Bucket: bucket, Prefix: `${folder}/` },
      ))
        keys.push(...Contents.map(({ Key = '' }) => Key));
      return keys;
    },
    async text(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await Body?.transformToString()) ?? '';
    },
    close: () => client.destroy(),
  };
}

/** As Pulumi takes it. */
export const bucketUrl = (
  { endpoint, region }: Pick<Plane['s3'], 'endpoint' | 'region'>,
  bucket: string,
): string =>
  `s3://${bucket}?endpoint=${new URL(endpoint).host}&disableSSL=true&s3ForcePathStyle=true&region=${region}`;
