import type { LifecycleRule } from '@aws-sdk/client-s3';
import type { S3Session } from '../s3-session.ts';
import type { Feature } from './feature.ts';

/** Ours among the rules of the bucket; the others stay. */
const ruleId = 'k8s-deploy';
const abortMultipartDays = 7;

/** Old versions go after the declared days, the parts of uploads that were never completed after a week. */
export const lifecycle: Feature = {
  name: 'lifecycle',

  async observe(session, declared) {
    if (declared?.expireNoncurrentDays === null) return {};
    return { expireNoncurrentDays: daysOf(await readRules(session)) };
  },

  async apply(session, declared, before) {
    const days = declared.expireNoncurrentDays;
    if (days === null && (before?.expireNoncurrentDays ?? null) === null) return false;
    const found = await readRules(session);
    if (daysOf(found) === days) return false;
    const others = found.filter(({ ID }) => ID !== ruleId);
    await writeRules(session, days === null ? others : [...others, rule(days)]);
    return true;
  },
};

const rule = (days: number): LifecycleRule => ({
  ID: ruleId,
  Status: 'Enabled',
  Filter: { Prefix: '' },
  NoncurrentVersionExpiration: { NoncurrentDays: days },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: abortMultipartDays },
});

/** Days of our rule; `null` if it is missing, disabled or was changed to something else. */
function daysOf(rules: readonly LifecycleRule[]): number | null {
  const ours = rules.find(({ ID }) => ID === ruleId);
  const intact =
    ours?.Status === 'Enabled' &&
    (ours.Filter?.Prefix ?? '') === '' &&
    ours.AbortIncompleteMultipartUpload?.DaysAfterInitiation === abortMultipartDays;
  return intact ? (ours.NoncurrentVersionExpiration?.NoncurrentDays ?? null) : null;
}

async function readRules(session: S3Session): Promise<readonly LifecycleRule[]> {
  const found = await session.find(
    'NoSuchLifecycleConfiguration',
    'read the lifecycle of',
    's3:GetLifecycleConfiguration',
    (s3, bucket, options) => s3.getBucketLifecycleConfiguration(bucket, options),
  );
  return found?.Rules ?? [];
}

async function writeRules(session: S3Session, rules: readonly LifecycleRule[]): Promise<void> {
  await session.call('set the lifecycle of', 's3:PutLifecycleConfiguration', async (s3, bucket, options) => {
    if (rules.length === 0) await s3.deleteBucketLifecycle(bucket, options);
    else
      await s3.putBucketLifecycleConfiguration(
        { ...bucket, LifecycleConfiguration: { Rules: [...rules] } },
        options,
      );
  });
}
