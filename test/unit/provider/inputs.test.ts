import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declares, parseInputs, unknownValue } from '../../../pulumi/provider/inputs.ts';

const least = { bucket: 'acme-state', region: 'eu-west-1' };
const failuresOf = (given: Record<string, unknown>) =>
  parseInputs({ ...least, ...given }, 'shop/dev').failures;

describe('inputs', () => {
  test('get their defaults', () => {
    expect(parseInputs(least, 'shop/dev')).toEqual({
      inputs: {
        bucket: 'acme-state',
        region: 'eu-west-1',
        endpoint: null,
        forcePathStyle: false,
        versioning: true,
        encryption: null,
        kmsKeyId: null,
        blockPublicAccess: true,
        tags: {},
        expireNoncurrentDays: null,
        require: [],
        owner: 'shop/dev',
      },
      failures: [],
    });
  });

  test.each([
    ['bucket', 'ab'],
    ['bucket', 'Acme'],
    ['bucket', 'acme..state'],
    ['bucket', '192.168.5.4'],
    ['bucket', '-acme'],
    ['bucket', 'a'.repeat(64)],
    ['region', ''],
    ['endpoint', 'minio:9000'],
    ['endpoint', 'ftp://minio'],
    ['endpoint', 'https://user:secret@minio'],
    ['endpoint', 'https://minio?x=1'],
    ['forcePathStyle', 'yes'],
    ['versioning', 1],
    ['encryption', 'aes256'],
    ['kmsKeyId', ''],
    ['blockPublicAccess', 'true'],
    ['tags', ['a']],
    ['tags', { 'aws:x': 'y' }],
    ['tags', { 'k8s-deploy/stack': 'other/dev' }],
    ['tags', { '': 'x' }],
    ['tags', { team: 1 }],
    ['tags', { team: 'x'.repeat(257) }],
    ['tags', Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, 'v']))],
    ['expireNoncurrentDays', 0],
    ['expireNoncurrentDays', 1.5],
    ['require', ['encription']],
    ['require', 'versioning'],
    ['versionning', true],
  ])('%s: %j is refused, by its name', (property, value) => {
    expect(failuresOf({ [property]: value })).toEqual([{ property, reason: expect.any(String) as string }]);
  });

  test('every problem is reported, with what was expected', () => {
    expect(
      parseInputs({ region: 'eu-west-1', versioning: 'on', require: ['acl'] }, 'shop/dev').failures,
    ).toEqual([
      { property: 'bucket', reason: 'required' },
      { property: 'versioning', reason: 'expected true or false' },
      {
        property: 'require',
        reason: 'expected a list of tags, versioning, encryption, blockPublicAccess, lifecycle',
      },
    ]);
  });

  test.each([
    [{ kmsKeyId: 'alias/a' }, 'kmsKeyId', 'a KMS key needs encryption "aws:kms"'],
    [{ kmsKeyId: 'alias/a', encryption: 'AES256' }, 'kmsKeyId', 'a KMS key needs encryption "aws:kms"'],
    [{ require: ['lifecycle'] }, 'require', 'lifecycle is required, but the bucket is declared without it'],
    [
      { require: ['versioning'], versioning: false },
      'require',
      'versioning is required, but the bucket is declared without it',
    ],
  ])('%j contradicts itself', (given, property, reason) => {
    expect(failuresOf(given)).toEqual([{ property, reason }]);
  });

  test('a secret in the endpoint is not repeated', () => {
    expect(JSON.stringify(failuresOf({ endpoint: 'https://user:hunter2@minio' }))).not.toContain('hunter2');
  });

  test('what is not known yet is accepted anywhere and kept', () => {
    const properties = [
      'bucket',
      'endpoint',
      'versioning',
      'encryption',
      'tags',
      'expireNoncurrentDays',
      'require',
    ];
    for (const property of properties) {
      const { inputs, failures } = parseInputs({ ...least, [property]: unknownValue }, 'shop/dev');
      expect({ inputs, failures }).toMatchObject({ inputs: { [property]: unknownValue }, failures: [] });
    }
    expect(failuresOf({ kmsKeyId: unknownValue, encryption: unknownValue })).toEqual([]);
  });

  test('parsing what was parsed changes nothing', () => {
    const valid = fc.record(
      {
        versioning: fc.boolean(),
        blockPublicAccess: fc.boolean(),
        encryption: fc.constantFrom('AES256', 'aws:kms', null),
        expireNoncurrentDays: fc.option(fc.integer({ min: 1, max: 3650 })),
        tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ maxLength: 20 })),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(valid, (given) => {
        const { inputs, failures } = parseInputs({ ...least, ...given }, 'shop/dev');
        expect(failures).toEqual([]);
        expect(parseInputs({ ...inputs }, 'shop/dev')).toEqual({ inputs, failures: [] });
      }),
    );
  });

  test('the owner is a tag, so tags are always declared', () => {
    const { inputs } = parseInputs({ ...least, versioning: false, blockPublicAccess: false }, 'shop/dev');
    const names = ['tags', 'versioning', 'encryption', 'blockPublicAccess', 'lifecycle'] as const;
    expect(names.filter((name) => declares(inputs, name))).toEqual(['tags']);
  });
});
