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
  const bytes: StateStore['bytes'] = async (path) => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: `${root}${path}` }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  };
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
    read: async (path) => (await bytes(path))?.toString('utf8') ?? null,
    bytes,
    async write(path, content) {
      await client.send(new PutObjectCommand({ Bucket, Key: `${root}${path}`, Body: content }));
    },
    async create(path, text) {
      const Key = `${root}${path}`;
      try {
        await client.send(new PutObjectCommand({ Bucket, Key, Body: text, IfNoneMatch: '*' }));
      } catch (error) {
        if (isTaken(error)) return false;
        throw error;
      }
      return (await bytes(path))?.toString('utf8') === text; // a store that does not know the condition has let every one of them write
    },
    async remove(path) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: `${root}${path}` }));
    },
  };
}

/** 412: it is there. 409: another one is writing it at the same time. Source: conditional writes of Amazon S3. */
const isTaken = (error: unknown): boolean =>
  [409, 412].includes((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0);

/** Pulumi's addresses use the words of version 1 or 2 of its SDK. */
const says = (query: URLSearchParams, ...names: readonly string[]): boolean =>
  names.some((name) => query.get(name) === 'true');

export const saysPathStyle = (query: URLSearchParams): boolean =>
  says(query, 's3ForcePathStyle', 'use_path_style');

/** With its scheme; null if the address leaves it to the environment. */
export function bucketEndpoint(query: URLSearchParams): string | null {
  const endpoint = query.get('endpoint');
  if (endpoint === null || endpoint.includes('://')) return endpoint;
  return `${says(query, 'disableSSL', 'disable_https') ? 'http' : 'https'}://${endpoint}`;
}

/** By what Pulumi's address of the bucket says, so that both find the same. */
function open({ query }: Extract<Backend, { kind: 's3' }>): S3Client {
  const endpoint = bucketEndpoint(query);
  const profile = query.get('profile');
  const region = query.get('region');
  return new S3Client({
    forcePathStyle: saysPathStyle(query),
    requestChecksumCalculation: 'WHEN_REQUIRED', // not every store knows the checksums that are optional
    ...(profile === null ? {} : { profile }),
    ...(region === null ? {} : { region }),
    ...(endpoint === null ? {} : { endpoint }),
    maxAttempts: 2,
  });
}
