/** The rights that a deployment needs on the bucket of its state. Pulumi's documentation does not name them; these are what its calls need. Pure. */
interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** For those who deploy; `backend init` itself needs those of `initActions` as well. */
export function deployPolicy(bucket: string, prefix: string, kmsKey: string | null): Policy {
  const arn = `arn:aws:s3:::${bucket}`;
  const below = prefix === '' ? '' : `${prefix}/`;
  const listing: Statement = {
    Effect: 'Allow',
    Action: ['s3:ListBucket'],
    Resource: [arn],
    ...(prefix === '' ? {} : { Condition: { StringLike: { 's3:prefix': [`${below}*`] } } }),
  };
  const objects: Statement = {
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    Resource: [`${arn}/${below}*`],
  };
  const key: Statement[] =
    kmsKey?.startsWith('arn:') === true
      ? [{ Effect: 'Allow', Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: [kmsKey] }]
      : [];
  return { Version: '2012-10-17', Statement: [listing, objects, ...key] };
}

export const initActions: readonly string[] = [
  's3:CreateBucket',
  's3:GetBucketLocation',
  's3:ListBucket',
  's3:GetBucketTagging',
  's3:PutBucketTagging',
  's3:GetBucketPublicAccessBlock',
  's3:PutBucketPublicAccessBlock',
  's3:GetEncryptionConfiguration',
  's3:PutEncryptionConfiguration',
  's3:GetBucketVersioning',
  's3:PutBucketVersioning',
  's3:GetLifecycleConfiguration',
  's3:PutLifecycleConfiguration',
];
