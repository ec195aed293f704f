/** A state store in a bucket. A module of its own, loaded when it is needed: the SDK is large, and CommonJS to a bundler. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Backend } from './backend.ts';
import type { StateStore } from './state-store.ts';

export function bucketStore(backend: Extract<Backend, { kind: 's3' }>): StateStore {
  const { bucket: Bucket } = backend;
  const root = backend.prefix === '' ? '' : `${backend.prefix}/`;
  const client = open(backend);
  return {
    async list(folder) {
      const Prefix = `${root}${folder}/`;
      const pages = paginateListObjectsV2({ client }, { Bucket, Prefix, Delimiter: '/' });
      const found = [];
      for await (const { Contents = [] } of pages) found.push(...Contents);
      return found.map(({ Key = '', LastModified, Size }) => ({
        path: Key.slice(root.length),
        modified: LastModified ?? new Date(0),
        bytes: Size ?? 0,
      }));
    },
    async read(path) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: `${root}${path}` }));
        return (await Body?.transformToString()) ?? '';
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    },
    async write(path, text) {
      await client.send(new PutObjectCommand({ Bucket, Key: `${root}${path}`, Body: text }));
    },
    async remove(path) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: `${root}${path}` }));
    },
  };
}

/** By what Pulumi's address of the bucket says, so that both find the same. */
function open({ query }: Extract<Backend, { kind: 's3' }>): S3Client {
  const endpoint = query.get('endpoint');
  const scheme = query.get('disableSSL') === 'true' ? 'http' : 'https';
  return new S3Client({
    forcePathStyle: query.get('s3ForcePathStyle') === 'true',
    requestChecksumCalculation: 'WHEN_REQUIRED', // not every store knows the checksums that are optional
    ...(query.get('region') === null ? {} : { region: String(query.get('region')) }),
    ...(endpoint === null
      ? {}
      : { endpoint: endpoint.includes('://') ? endpoint : `${scheme}://${endpoint}` }),
    maxAttempts: 2,
  });
}
