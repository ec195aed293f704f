import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BucketStack, clientOf, type Store, uniqueName } from './bucket-stack.ts';

const plane = JSON.parse(readFileSync(String(process.env['K8S_DEPLOY_TEST_PLANE']), 'utf8')) as {
  s3: Store;
  aws: Store | null;
};

const notImplementedByVersitygw = ['blockPublicAccess', 'encryption', 'lifecycle'];
const warned = (text: string) => ({ severity: 'warning', text: expect.stringContaining(text) as string });
const refused = (text: string) => ({ severity: 'error', text: expect.stringContaining(text) as string });

describe('a store that lacks some features (versitygw)', () => {
  const s3 = clientOf(plane.s3);

  test('creates the bucket, then changes nothing, then only what is changed, and leaves it with its data', async () => {
    const stack = await BucketStack.open(plane.s3);
    const { bucket } = stack.declared;

    expect(await stack.preview()).toMatchObject({ step: 'create', failed: false });
    await expect(s3.headBucket({ Bucket: bucket })).rejects.toMatchObject({ name: 'NotFound' });

    const created = await stack.up();
    expect(created).toMatchObject({
      step: 'create',
      outputs: { bucket, adopted: false, missing: notImplementedByVersitygw },
    });
    expect(created.messages).toContainEqual(
      warned(`the store of bucket "${bucket}" does not implement ${notImplementedByVersitygw.join(', ')}`),
    );
    expect(await tagsOf(bucket)).toEqual({ team: 'payments', 'k8s-deploy/stack': 'shop/dev' });
    expect((await s3.getBucketVersioning({ Bucket: bucket })).Status).toBe('Enabled');

    expect(await stack.up()).toMatchObject({ step: 'same', messages: [] });

    stack.declare({ tags: { tier: 'gold' } });
    expect(await stack.preview()).toMatchObject({ step: 'update', changed: ['tags'] });
    expect(await stack.up()).toMatchObject({ step: 'update', changed: ['tags'], failed: false });
    expect(await tagsOf(bucket)).toEqual({ tier: 'gold', 'k8s-deploy/stack': 'shop/dev' });

    await s3.putObject({ Bucket: bucket, Key: 'position', Body: '42' });
    expect(await stack.destroy()).toMatchObject({ step: 'delete', failed: false });
    const { Body } = await s3.getObject({ Bucket: bucket, Key: 'position' });
    expect(await Body?.transformToString()).toBe('42');

    const again = await stack.up();
    expect(again).toMatchObject({ step: 'create', outputs: { adopted: true } });
    expect(again.messages.map(({ text }) => text)).toContain(
      `bucket "${bucket}" was there before, of this stack: adopted (nothing had to be set)`,
    );
  });

  test('a preview needs neither credentials nor a store', async () => {
    const nowhere = {
      endpoint: 'http://127.0.0.1:1',
      region: 'us-east-1',
      accessKeyId: '',
      secretAccessKey: '',
    };
    const stack = await BucketStack.open(nowhere);
    expect(await stack.preview()).toMatchObject({ step: 'create', messages: [], failed: false });
  });

  test('what is changed by hand is seen by a refresh, and set right by the next up', async () => {
    const stack = await BucketStack.open(plane.s3);
    const { bucket } = stack.declared;
    await stack.up();
    await s3.putBucketVersioning({ Bucket: bucket, VersioningConfiguration: { Status: 'Suspended' } });
    await s3.putBucketTagging({ Bucket: bucket, Tagging: { TagSet: [{ Key: 'cost', Value: '7' }] } });

    expect(await stack.refresh()).toMatchObject({ step: 'update', changed: ['owner', 'tags', 'versioning'] });
    expect(await stack.inputs()).toMatchObject({
      owner: '',
      tags: {},
      versioning: false,
      encryption: 'AES256',
    });

    expect(await stack.up()).toMatchObject({ step: 'update', changed: ['owner', 'tags', 'versioning'] });
    expect(await tagsOf(bucket)).toEqual({ cost: '7', team: 'payments', 'k8s-deploy/stack': 'shop/dev' });
    expect((await s3.getBucketVersioning({ Bucket: bucket })).Status).toBe('Enabled');
    expect(await stack.refresh()).toMatchObject({ step: 'same', changed: [] });
  });

  test('a bucket that is gone is made anew after a refresh, and not before', async () => {
    const stack = await BucketStack.open(plane.s3);
    const { bucket } = stack.declared;
    await stack.up();
    await s3.deleteBucket({ Bucket: bucket });
    stack.declare({ versioning: false });
    expect(await stack.up()).toMatchObject({
      failed: true,
      messages: [refused(`bucket "${bucket}" is gone`)],
    });
    await stack.refresh();
    expect(await stack.up()).toMatchObject({ step: 'create', failed: false });
  });

  test('adopts a bucket of no stack, with a warning', async () => {
    const bucket = uniqueName('unmarked');
    await s3.createBucket({ Bucket: bucket });
    const stack = await BucketStack.open(plane.s3, { bucket });
    const adopted = await stack.up();
    expect(adopted).toMatchObject({ outputs: { adopted: true }, failed: false });
    expect(adopted.messages).toContainEqual(
      warned(`bucket "${bucket}" was there before, of no stack: adopted (set: tags, versioning)`),
    );
  });

  test("refuses another stack's bucket, and touches nothing", async () => {
    const bucket = uniqueName('foreign');
    const TagSet = [{ Key: 'k8s-deploy/stack', Value: 'billing/prod' }];
    await s3.createBucket({ Bucket: bucket });
    await s3.putBucketTagging({ Bucket: bucket, Tagging: { TagSet } });
    const stack = await BucketStack.open(plane.s3, { bucket });
    expect(await stack.up()).toMatchObject({
      failed: true,
      messages: [refused(`bucket "${bucket}" belongs to stack "billing/prod", by its tag k8s-deploy/stack`)],
    });
    expect((await s3.getBucketTagging({ Bucket: bucket })).TagSet).toEqual(TagSet);
  });

  test('refuses the bucket that holds the state of the stack: by its address, and by what is in it', async () => {
    const { host } = new URL(plane.s3.endpoint);
    const bucket = uniqueName('pulumi');
    await s3.createBucket({ Bucket: bucket });
    const query = `endpoint=${host}&disableSSL=true&s3ForcePathStyle=true&region=${plane.s3.region}`;
    const own = await BucketStack.open(plane.s3, {
      bucket,
      environment: { PULUMI_BACKEND_URL: `s3://${bucket}?${query}` },
    });
    const message = refused('the Pulumi state of this stack');
    expect(await own.preview()).toMatchObject({ failed: true, messages: [message] });

    await s3.putObject({ Bucket: bucket, Key: '.pulumi/stacks/shop/dev.json', Body: '{}' });
    const other = await BucketStack.open(plane.s3, { bucket });
    expect(await other.up()).toMatchObject({ failed: true, messages: [message] });
    await expect(s3.getBucketTagging({ Bucket: bucket })).rejects.toMatchObject({ name: 'NoSuchTagSet' });
  });

  test('a feature that is required is an error where the store lacks it', async () => {
    const stack = await BucketStack.open(plane.s3);
    stack.declare({ require: ['encryption', 'versioning'] });
    expect(await stack.up()).toMatchObject({
      failed: true,
      messages: [
        refused(
          `the store of bucket "${stack.declared.bucket}" does not implement encryption, which \`require\` lists`,
        ),
      ],
    });
  });

  test.each([
    [
      'wrong secret',
      { AWS_SECRET_ACCESS_KEY: 'canary-secret' },
      {},
      'refuses the credentials (SignatureDoesNotMatch)',
    ],
    ['unknown key', { AWS_ACCESS_KEY_ID: 'canary-key' }, {}, 'refuses the credentials (XAdminUserNotFound)'],
    ['wrong region', {}, { region: 'eu-west-1' }, 'is not in region "eu-west-1"'],
    ['nobody listens', {}, { endpoint: 'http://127.0.0.1:1' }, 'no connection (ECONNREFUSED)'],
    ['a bad name', {}, { bucket: 'Bad_Name' }, 'expected a bucket name'],
  ])('%s: says so', async (_, environment, change, text) => {
    const stack = await BucketStack.open(plane.s3, { environment });
    stack.declare(change);
    const outcome = await stack.up();
    expect(outcome).toMatchObject({ failed: true, messages: [refused(text)] });
    expect(JSON.stringify(outcome)).not.toContain('canary');
  });

  test('another name declares another bucket, and the old one stays', async () => {
    const stack = await BucketStack.open(plane.s3);
    const { bucket } = stack.declared;
    await stack.up();
    stack.declare({ bucket: uniqueName('renamed') });
    expect(await stack.up()).toMatchObject({ failed: false, outputs: { bucket: stack.declared.bucket } });
    await s3.headBucket({ Bucket: bucket });
    await s3.headBucket({ Bucket: stack.declared.bucket });
  });

  test('imports by name; the endpoint comes from the environment', async () => {
    const bucket = uniqueName('imported');
    await s3.createBucket({ Bucket: bucket });
    await s3.putBucketVersioning({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } });
    const environment = { AWS_ENDPOINT_URL_S3: plane.s3.endpoint, AWS_REGION: plane.s3.region };
    const stack = await BucketStack.open(plane.s3, { bucket, environment });
    stack.options = { import: bucket };
    expect(await stack.up()).toMatchObject({ failed: false, outputs: { bucket, adopted: true } });
    expect(await tagsOf(bucket)).toMatchObject({ 'k8s-deploy/stack': 'shop/dev' });
    expect(await stack.up()).toMatchObject({ step: 'same' });
  });

  async function tagsOf(bucket: string): Promise<Record<string, string | undefined>> {
    const { TagSet = [] } = await s3.getBucketTagging({ Bucket: bucket });
    return Object.fromEntries(TagSet.map(({ Key, Value }) => [Key, Value]));
  }
});

// moto needs Python: the plane says in its record why it has none.
describe.skipIf(plane.aws === null)('a store with every feature (moto)', () => {
  const store = plane.aws ?? plane.s3;
  const s3 = clientOf(store);

  test('sets everything, and clears what is no longer declared', async () => {
    const stack = await BucketStack.open(store);
    const { bucket } = stack.declared;
    stack.declare({ require: ['versioning', 'encryption', 'blockPublicAccess', 'lifecycle', 'tags'] });
    expect(await stack.up()).toMatchObject({ failed: false, messages: [], outputs: { missing: [] } });
    expect(await encryptionOf(bucket)).toEqual({ SSEAlgorithm: 'AES256' });
    expect((await s3.getPublicAccessBlock({ Bucket: bucket })).PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
    expect(await rulesOf(bucket)).toEqual([
      {
        ID: 'k8s-deploy',
        Status: 'Enabled',
        Filter: { Prefix: '' },
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ]);
    expect(await stack.up()).toMatchObject({ step: 'same' });
    expect(await stack.refresh()).toMatchObject({ changed: [] });

    stack.declare({
      require: [],
      encryption: null,
      blockPublicAccess: false,
      expireNoncurrentDays: null,
      versioning: false,
      tags: {},
    });
    expect(await stack.up()).toMatchObject({
      changed: ['blockPublicAccess', 'encryption', 'expireNoncurrentDays', 'require', 'tags', 'versioning'],
      failed: false,
    });
    await expect(s3.getBucketEncryption({ Bucket: bucket })).rejects.toThrow('not found');
    await expect(s3.getPublicAccessBlock({ Bucket: bucket })).rejects.toThrow('not found');
    await expect(rulesOf(bucket)).rejects.toThrow('does not exist');
    expect((await s3.getBucketVersioning({ Bucket: bucket })).Status).toBe('Suspended');
  });

  test('sees each setting that was changed by hand', async () => {
    const stack = await BucketStack.open(store);
    const { bucket } = stack.declared;
    await stack.up();
    await s3.deleteBucketEncryption({ Bucket: bucket });
    await s3.putPublicAccessBlock({
      Bucket: bucket,
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true },
    });
    await s3.deleteBucketLifecycle({ Bucket: bucket });
    const changed = ['blockPublicAccess', 'encryption', 'expireNoncurrentDays'];
    expect(await stack.refresh()).toMatchObject({ changed });
    expect(await stack.up()).toMatchObject({ changed, failed: false });
    expect(await stack.refresh()).toMatchObject({ changed: [] });
  });

  test('adopts what is stricter or somebody else’s, and leaves it', async () => {
    const bucket = uniqueName('strict');
    const key = 'arn:aws:kms:us-east-1:123456789012:key/4c9d8a6e';
    const foreignRule = {
      ID: 'archive',
      Status: 'Enabled',
      Filter: { Prefix: 'old/' },
      Expiration: { Days: 90 },
    } as const;
    await s3.createBucket({ Bucket: bucket });
    await s3.putBucketEncryption({
      Bucket: bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key } }],
      },
    });
    await s3.putBucketLifecycleConfiguration({
      Bucket: bucket,
      LifecycleConfiguration: { Rules: [foreignRule] },
    });

    const stack = await BucketStack.open(store, { bucket });
    expect((await stack.up()).messages).toContainEqual(
      warned('adopted (set: tags, blockPublicAccess, versioning, lifecycle)'),
    );
    expect(await encryptionOf(bucket)).toEqual({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key });
    expect((await rulesOf(bucket)).map(({ ID }) => ID)).toEqual(['archive', 'k8s-deploy']);
    expect(await stack.refresh()).toMatchObject({ changed: [] });

    stack.declare({ encryption: 'aws:kms', kmsKeyId: '4c9d8a6e', expireNoncurrentDays: null });
    expect(await stack.up()).toMatchObject({ changed: ['encryption', 'expireNoncurrentDays', 'kmsKeyId'] });
    expect(await encryptionOf(bucket)).toMatchObject({ KMSMasterKeyID: key });
    expect((await rulesOf(bucket)).map(({ ID }) => ID)).toEqual(['archive']);

    stack.declare({ encryption: 'AES256', kmsKeyId: null });
    await stack.up();
    expect(await encryptionOf(bucket)).toEqual({ SSEAlgorithm: 'AES256' });
  });

  test('another store declares another bucket, and the old one stays', async () => {
    const { accessKeyId, secretAccessKey } = plane.s3;
    const stack = await BucketStack.open({ ...store, accessKeyId, secretAccessKey });
    const { bucket } = stack.declared;
    await stack.up();
    stack.declare({ endpoint: plane.s3.endpoint });
    expect(await stack.preview()).toMatchObject({ step: 'delete-replaced' });
    expect(await stack.up()).toMatchObject({ failed: false });
    await s3.headBucket({ Bucket: bucket });
    await clientOf(plane.s3).headBucket({ Bucket: bucket });
  });

  test('imports every setting as it is', async () => {
    const first = await BucketStack.open(store);
    await first.up();
    const { bucket } = first.declared;
    const environment = { AWS_ENDPOINT_URL: store.endpoint, AWS_REGION: store.region };
    const second = await BucketStack.open(store, { bucket, environment });
    second.options = { import: bucket };
    expect(await second.preview()).toMatchObject({ changed: ['endpoint'] });
    expect(await second.up()).toMatchObject({ failed: false });
    expect(await second.inputs()).toEqual(await first.inputs());
  });

  async function encryptionOf(bucket: string): Promise<unknown> {
    const { ServerSideEncryptionConfiguration: found } = await s3.getBucketEncryption({ Bucket: bucket });
    return found?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  }

  async function rulesOf(bucket: string) {
    return (await s3.getBucketLifecycleConfiguration({ Bucket: bucket })).Rules ?? [];
  }
});
