import { isDeepStrictEqual } from 'node:util';
import { ownerTag } from '../inputs.ts';
import type { S3Session } from '../s3-session.ts';
import type { Feature } from './feature.ts';

/** The declared tags and the owner's. Tags that somebody else has put on the bucket stay. */
export const tags: Feature = {
  name: 'tags',

  async observe(session, declared) {
    const { [ownerTag]: owner = '', ...found } = await readTags(session);
    const watched = Object.entries(found).filter(([key]) =>
      declared === null ? !key.startsWith('aws:') : Object.hasOwn(declared.tags, key),
    );
    return { owner, tags: Object.fromEntries(watched) };
  },

  async apply(session, declared, before) {
    const found = await readTags(session);
    const kept = Object.entries(found).filter(([key]) => !Object.hasOwn(before?.tags ?? {}, key));
    const wanted = { ...Object.fromEntries(kept), ...declared.tags, [ownerTag]: declared.owner };
    if (isDeepStrictEqual(found, wanted)) return false;
    const TagSet = Object.entries(wanted).map(([Key, Value]) => ({ Key, Value }));
    await session.call('set the tags of', 's3:PutBucketTagging', (s3, bucket, options) =>
      s3.putBucketTagging({ ...bucket, Tagging: { TagSet } }, options),
    );
    return true;
  },
};

export async function readTags(session: S3Session): Promise<Readonly<Record<string, string>>> {
  const found = await session.find(
    'NoSuchTagSet',
    'read the tags of',
    's3:GetBucketTagging',
    (s3, bucket, options) => s3.getBucketTagging(bucket, options),
  );
  return Object.fromEntries((found?.TagSet ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}
