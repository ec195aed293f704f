import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { s3Client } from '../setup/s3.ts';

const plane = testPlane();
const client = s3Client(plane.s3);
const Bucket = 'pulumi-state';
let example: OpenExample;
let backend: string;

const error = async (command: string, environment: NodeJS.ProcessEnv): Promise<unknown> => {
  const { stdout } = await example.run([command, '--stack', 'dev', '--json'], {
    environment: { PULUMI_BACKEND_URL: backend, ...environment },
  });
  return (JSON.parse(stdout) as { error: unknown }).error;
};
const run = (...args: string[]): ReturnType<OpenExample['run']> =>
  must(example.run([...args, '--stack', 'dev', '--json'], { environment: { PULUMI_BACKEND_URL: backend } }));

beforeAll(async () => {
  example = await openExample('plain-chart');
  await client.send(new CreateBucketCommand({ Bucket }));
  const endpoint = new URL(plane.s3.endpoint).host;
  backend = `s3://${Bucket}/some/prefix?endpoint=${endpoint}&disableSSL=true&s3ForcePathStyle=true&region=${plane.s3.region}`;
});
afterAll(async () => {
  await example.run(['destroy', '--yes', '--stack', 'dev'], { environment: { PULUMI_BACKEND_URL: backend } });
  example.remove();
  client.destroy();
});

test('the state may live in an S3 bucket', async () => {
  await run('up');
  const { counts } = JSON.parse((await run('preview')).stdout) as { counts: { resources: unknown } };
  expect(counts.resources).toMatchObject({
    create: 0,
    update: 0,
    replace: 0,
    delete: 0,
    import: 0,
    read: 0,
    same: 5,
  });
});

test('wrong credentials are told from a store that does not answer', async () => {
  expect(await error('preview', { AWS_SECRET_ACCESS_KEY: 'wrong' })).toMatchObject({
    code: 'authentication',
  });
  backend = backend.replace(/endpoint=[^&]*/, 'endpoint=127.0.0.1:1');
  expect(await error('preview', {})).toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining(`the state store s3://${Bucket}/some/prefix does not answer`) as string,
  });
  backend = backend.replace('127.0.0.1:1', new URL(plane.s3.endpoint).host);
});

test('who holds the lock is read from the bucket', async () => {
  await client.send(
    new PutObjectCommand({
      Bucket,
      Key: 'some/prefix/.pulumi/locks/organization/plain-chart/dev/somebody.json',
      Body: '{"pid":4711,"username":"ann","hostname":"ci-7","timestamp":"2026-11-20T10:00:00Z"}',
    }),
  );
  expect(await error('up', {})).toMatchObject({
    code: 'locked',
    message: expect.stringContaining(
      'stack "dev" is locked by ann@ci-7 (process 4711) since 2026-11-20T10:00:00Z',
    ) as string,
  });
  await must(
    example.pulumi(['cancel', '--yes', '--stack', 'dev'], { environment: { PULUMI_BACKEND_URL: backend } }),
  );
});
