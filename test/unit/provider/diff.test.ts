import { describe, expect, test } from 'vitest';
import { diffInputs } from '../../../pulumi/provider/diff.ts';
import type { BucketInputs } from '../../../pulumi/provider/inputs.ts';
import { declared } from './declared.ts';

const diff = (before: Partial<BucketInputs>, after: Partial<BucketInputs>, environment = {}) =>
  diffInputs({ ...declared(before) }, declared(after), environment);

describe('diff', () => {
  test('of the same is nothing', () => {
    const all = { tags: { a: '1', b: '2' }, encryption: 'AES256', expireNoncurrentDays: 30 } as const;
    expect(diff(all, { ...all, tags: { b: '2', a: '1' } })).toEqual([]);
  });

  test('names each setting that changed, in place', () => {
    expect(
      diff({}, { versioning: false, tags: { team: 'a' }, encryption: 'aws:kms', kmsKeyId: 'k' }),
    ).toEqual([
      { property: 'encryption', replaces: false },
      { property: 'kmsKeyId', replaces: false },
      { property: 'tags', replaces: false },
      { property: 'versioning', replaces: false },
    ]);
  });

  test.each([{ bucket: 'acme-other' }, { region: 'us-east-1' }, { endpoint: 'https://minio:9000' }])(
    '%j is another bucket',
    (change) => {
      expect(diff({}, change)).toEqual([{ property: Object.keys(change)[0], replaces: true }]);
    },
  );

  test('an endpoint that is written down, and was taken from the environment before, is the same store', () => {
    const environment = { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000' };
    expect(diff({}, { endpoint: 'http://localhost:9000/' }, environment)).toEqual([
      { property: 'endpoint', replaces: false },
    ]);
  });

  test('the order of what is required has no meaning, and absent is null', () => {
    const before = { ...declared({ require: ['tags', 'versioning'] }), endpoint: undefined };
    expect(diffInputs(before, declared({ require: ['versioning', 'tags'] }), {})).toEqual([]);
  });

  test('another owner is a change: the stack was renamed, or the tag is gone', () => {
    expect(diffInputs({ ...declared(), owner: '' }, declared(), {})).toEqual([
      { property: 'owner', replaces: false },
    ]);
  });
});
