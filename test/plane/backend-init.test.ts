import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { S3 } from '@aws-sdk/client-s3';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { bucketUrl } from '../setup/s3-state.ts';
import { clientOf, type Store, uniqueName } from './bucket-stack.ts';

const plane = testPlane();
const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-init-'));
let example: OpenExample;

interface Told {
  readonly exitCode: number;
  readonly json: {
    readonly created?: boolean;
    readonly set?: readonly string[];
    readonly error?: { readonly code: string; readonly message: string; readonly hint: string | null };
  };
  readonly stderr: string;
}
const init = async (url: string, store: Store, ...more: string[]): Promise<Told> => {
  const { exitCode, stdout, stderr } = await example.run(['backend', 'init', url, '--json', ...more], {
    environment: {
      AWS_ENDPOINT_URL_S3: undefined,
      AWS_ACCESS_KEY_ID: store.accessKeyId,
      AWS_SECRET_ACCESS_KEY: store.secretAccessKey,
    },
  });
  return { exitCode, json: JSON.parse(stdout) as Told['json'], stderr };
};

beforeAll(async () => {
  example = await openExample('sf2loki');
});
afterAll(() => {
  example.remove();
  rmSync(folder, { recursive: true });
});

/** What protects a state: old ones are kept, nobody else reads it. */
async function protection(s3: S3, Bucket: string): Promise<object> {
  const [versioning, encryption, access, lifecycle, tags] = await Promise.all([
    s3.getBucketVersioning({ Bucket }),
    s3.getBucketEncryption({ Bucket }),
    s3.getPublicAccessBlock({ Bucket }),
    s3.getBucketLifecycleConfiguration({ Bucket }),
    s3.getBucketTagging({ Bucket }),
  ]);
  return {
    versioning: versioning.Status,
    encryption:
      encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
        ?.SSEAlgorithm,
    access: Object.values(access.PublicAccessBlockConfiguration ?? {}),
    days: lifecycle.Rules?.[0]?.NoncurrentVersionExpiration?.NoncurrentDays,
    tags: tags.TagSet,
  };
}

describe('a bucket', () => {
  test.skipIf(plane.aws === null)(
    'on a store that has everything (moto): made, protected, and left as it is after that',
    async () => {
      const store = plane.aws;
      if (store === null) throw new Error('skipped');
      const bucket = uniqueName('states');
      const url = bucketUrl(store, bucket);
      const { exitCode, json, stderr } = await init(url, store);
      expect({ exitCode, json, stderr }).toMatchObject({
        exitCode: 0,
        json: {
          backend: { kind: 's3', url },
          bucket,
          created: true,
          set: ['tags', 'blockPublicAccess', 'encryption', 'versioning', 'lifecycle'],
          missing: [],
          environment: { PULUMI_BACKEND_URL: url },
          policy: {
            Statement: [
              { Action: ['s3:ListBucket'], Resource: [`arn:aws:s3:::${bucket}`] },
              {
                Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
                Resource: [`arn:aws:s3:::${bucket}/*`],
              },
            ],
          },
        },
      });
      expect(await protection(clientOf(store), bucket)).toEqual({
        versioning: 'Enabled',
        encryption: 'AES256',
        access: [true, true, true, true],
        days: 90,
        tags: [{ Key: 'k8s-deploy/stack', Value: 'pulumi-state' }],
      });
      expect(await init(url, store)).toMatchObject({ exitCode: 0, json: { created: false, set: [] } });
    },
  );

  test('on one that lacks some (versitygw): made, what is missing is told, and required it is an error', async () => {
    const bucket = uniqueName('states');
    const url = bucketUrl(plane.s3, bucket);
    expect(await init(url, plane.s3)).toMatchObject({
      exitCode: 0,
      json: {
        created: true,
        set: ['tags', 'versioning'],
        missing: ['blockPublicAccess', 'encryption', 'lifecycle'],
        conditionalWrites: true,
      },
    });
    const required = await init(url, plane.s3, '--require', 'encryption');
    expect(required).toMatchObject({ exitCode: 2, json: { error: { code: 'configuration' } } });
    expect(required.json.error?.message).toContain('does not implement encryption');
  });

  test('serves as the backend at once, with a prefix too', async () => {
    const bucket = uniqueName('states');
    const url = bucketUrl(plane.s3, bucket).replace('?', '/team/a?');
    expect((await init(url, plane.s3)).exitCode).toBe(0);
    const environment = { PULUMI_BACKEND_URL: url };
    await must(example.pulumi(['stack', 'init', 'dev'], { environment }));
    await must(example.run(['preview', '--stack', 'dev'], { environment }));
    expect((await init(url, plane.s3)).exitCode).toBe(0); // it holds states now
    const beside = bucketUrl(plane.s3, bucket).replace('?', '/team/b?');
    expect(await init(beside, plane.s3)).toMatchObject({ exitCode: 0, json: { created: false } });
  });

  test('of somebody else is left alone: another stack’s, or with other things in it', async () => {
    const s3 = clientOf(plane.s3);
    const [others, full] = [uniqueName('others'), uniqueName('full')];
    await s3.createBucket({ Bucket: others });
    await s3.putBucketTagging({
      Bucket: others,
      Tagging: { TagSet: [{ Key: 'k8s-deploy/stack', Value: 'shop/prod' }] },
    });
    expect((await init(bucketUrl(plane.s3, others), plane.s3)).json.error).toMatchObject({
      code: 'configuration',
      message: `bucket "${others}" belongs to stack "shop/prod", by its tag k8s-deploy/stack`,
    });
    await s3.createBucket({ Bucket: full });
    await s3.putObject({ Bucket: full, Key: 'invoices/2026.pdf', Body: 'x' });
    expect((await init(bucketUrl(plane.s3, full), plane.s3)).json.error).toMatchObject({
      code: 'configuration',
      message: `bucket "${full}" holds other things: invoices`,
    });
    await expect(s3.getBucketTagging({ Bucket: full })).rejects.toMatchObject({ name: 'NoSuchTagSet' });
  });

  test('that a stack of this directory declares as its own is refused', async () => {
    const [, declared = ''] =
      /bucket: ([\w-]+)/.exec(readFileSync(join(example.directory, 'deploy.yaml'), 'utf8')) ?? [];
    const { exitCode, stdout } = await example.run([
      'backend',
      'init',
      `s3://${declared}?region=eu-west-1`,
      '--json',
    ]);
    expect(exitCode).toBe(2);
    expect((JSON.parse(stdout) as Told['json']).error?.message).toContain(
      `bucket "${declared}" is declared by stack`,
    );
  });

  test('with credentials that the store refuses', async () => {
    const url = bucketUrl(plane.s3, uniqueName('states'));
    const { exitCode, json } = await init(url, { ...plane.s3, secretAccessKey: 'wrong' });
    expect({ exitCode, code: json.error?.code }).toEqual({ exitCode: 3, code: 'authentication' });
  });
});

describe('a folder', () => {
  const run = async (path: string): Promise<Told> => await init(`file://${path}`, plane.s3);

  test('is made for its owner only, and left as it is after that', async () => {
    const path = join(folder, 'a/states');
    expect(await run(path)).toMatchObject({ exitCode: 0, json: { created: true } });
    expect(statSync(path).mode & 0o777).toBe(0o700);
    await must(
      example.pulumi(['stack', 'init', 'dev'], { environment: { PULUMI_BACKEND_URL: `file://${path}` } }),
    );
    expect(await run(path)).toMatchObject({ exitCode: 0, json: { created: false } });
  });

  test('with other things in it is left alone', async () => {
    writeFileSync(join(folder, 'letter.txt'), 'x');
    const before = readdirSync(folder);
    expect((await run(folder)).json.error).toMatchObject({ code: 'configuration' });
    expect(readdirSync(folder)).toEqual(before);
  });
});

test('what it cannot make is named', async () => {
  const { json } = await init('azblob://container', plane.s3);
  expect(json.error).toMatchObject({
    code: 'configuration',
    message: 'backend init cannot make azblob://container',
  });
});
