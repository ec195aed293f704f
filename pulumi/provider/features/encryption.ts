import type { BucketInputs } from '../inputs.ts';
import type { S3Session } from '../s3-session.ts';
import type { Feature } from './feature.ts';

type Encryption = Pick<BucketInputs, 'encryption' | 'kmsKeyId'>;

/**
 * The encryption that objects get by default. A bucket that was encrypted with a KMS key before it was adopted keeps it
 * where AES256 is declared: that asks for no less. Declaring AES256 after aws:kms does change it.
 */
export const encryption: Feature = {
  name: 'encryption',

  async observe(session, declared) {
    if (declared?.encryption === null) return {};
    const found = await read(session);
    return declared !== null && fulfils(found, declared) ? {} : found;
  },

  async apply(session, declared, before) {
    if (declared.encryption === null && (before?.encryption ?? null) === null) return false;
    const found = await read(session);
    const chosenAnew = before !== null && before.encryption !== declared.encryption;
    if (
      chosenAnew
        ? found.encryption === declared.encryption && sameKey(found, declared)
        : fulfils(found, declared)
    ) {
      return false;
    }
    if (declared.encryption === null) await clear(session);
    else await write(session, declared.encryption, declared.kmsKeyId);
    return true;
  },
};

const fulfils = (found: Encryption, declared: Encryption): boolean =>
  declared.encryption === 'AES256'
    ? found.encryption !== null
    : found.encryption === declared.encryption && sameKey(found, declared);

/** A key may be declared by its id and reported by its ARN. Any key will do where none is declared. */
function sameKey(found: Encryption, declared: Encryption): boolean {
  if (declared.kmsKeyId === null) return true;
  return found.kmsKeyId === declared.kmsKeyId || (found.kmsKeyId?.endsWith(`/${declared.kmsKeyId}`) ?? false);
}

async function read(session: S3Session): Promise<Encryption> {
  const found = await session.find(
    'ServerSideEncryptionConfigurationNotFoundError',
    'read the encryption of',
    's3:GetEncryptionConfiguration',
    (s3, bucket, options) => s3.getBucketEncryption(bucket, options),
  );
  const rule = found?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  if (rule?.SSEAlgorithm === undefined) return { encryption: null, kmsKeyId: null };
  if (rule.SSEAlgorithm === 'AES256') return { encryption: 'AES256', kmsKeyId: null };
  return { encryption: 'aws:kms', kmsKeyId: rule.KMSMasterKeyID ?? null }; // or aws:kms:dsse, twice with a KMS key
}

async function write(
  session: S3Session,
  SSEAlgorithm: 'AES256' | 'aws:kms',
  kmsKeyId: string | null,
): Promise<void> {
  const rule = {
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm,
      ...(kmsKeyId === null ? {} : { KMSMasterKeyID: kmsKeyId }),
    },
    BucketKeyEnabled: SSEAlgorithm === 'aws:kms', // one call to KMS for many objects
  };
  await session.call('set the encryption of', 's3:PutEncryptionConfiguration', (s3, bucket, options) =>
    s3.putBucketEncryption({ ...bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }, options),
  );
}

async function clear(session: S3Session): Promise<void> {
  await session.call('clear the encryption of', 's3:PutEncryptionConfiguration', (s3, bucket, options) =>
    s3.deleteBucketEncryption(bucket, options),
  );
}
