/** The bucket itself: is it there, whose is it, make it. What is set on it stands in `features/`. */
import { Failure } from '../../src/stack/failure.ts';
import { causeCode, httpStatus } from './s3-failures.ts';
import type { S3Session } from './s3-session.ts';

/** `region`: where the store says that it is; `null` if it doesn't say. */
interface FoundBucket {
  readonly region: string | null;
}

/** `null` if there is none. Throws a `Failure` if it is somebody else's or in another region. */
export async function findBucket(session: S3Session): Promise<FoundBucket | null> {
  try {
    const { BucketRegion } = await session.call('find', 's3:ListBucket', (s3, bucket, options) =>
      s3.headBucket(bucket, options),
    );
    return { region: BucketRegion ?? null };
  } catch (error) {
    const answered = error instanceof Failure && httpStatus(error.cause) !== undefined;
    if (!answered || error.code === 'configuration') throw error;
  }
  // An answer to HEAD has no body, so it cannot give its reason: versitygw answers 404 to credentials it doesn't know.
  const found = await session.find('NoSuchBucket', 'find', 's3:GetBucketLocation', (s3, bucket, options) =>
    s3.getBucketLocation(bucket, options),
  );
  return found === null ? null : { region: found.LocationConstraint ?? null };
}

/** `false`: it exists already, made by the same account in the meantime. */
export async function createBucket(session: S3Session): Promise<boolean> {
  const { bucket: name, region } = session.address;
  // us-east-1 is the one region that must not be named.
  const location =
    region === 'us-east-1'
      ? {}
      : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } };
  try {
    await session.call('create', 's3:CreateBucket', (s3, bucket, options) =>
      s3.createBucket({ ...bucket, ...location }, options),
    );
    return true;
  } catch (error) {
    const code = causeCode(error);
    if (code === 'BucketAlreadyOwnedByYou') return false;
    if (code !== 'BucketAlreadyExists') throw error;
    throw new Failure('configuration', `bucket "${name}" belongs to somebody else`, {
      hint: 'choose another name: all users of the store share the names of buckets',
      cause: error,
    });
  }
}

/** Whether an object exists whose key starts with `prefix`. */
export async function holdsObject(session: S3Session, prefix: string): Promise<boolean> {
  const { Contents = [] } = await session.call(
    'list the objects of',
    's3:ListBucket',
    (s3, bucket, options) => s3.listObjectsV2({ ...bucket, Prefix: prefix, MaxKeys: 1 }, options),
  );
  return Contents.length > 0;
}
