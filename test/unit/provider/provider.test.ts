import { describe, expect, test } from 'vitest';
import { type ProviderContext, StateBucketProvider } from '../../../pulumi/provider/provider.ts';

const urn = 'urn:pulumi:dev::shop::k8s-deploy:index:StateBucket::acme-state';
const least = { bucket: 'acme-state', region: 'eu-west-1' };
const provider = (environment: ProviderContext['environment'] = {}) =>
  new StateBucketProvider({
    environment,
    log: () => Promise.resolve(),
    signal: new AbortController().signal,
  });

describe('the provider', () => {
  test('takes the owner from the URN where the program does not give it', () => {
    expect(provider().check(urn, least).inputs.owner).toBe('shop/dev');
    expect(provider().check(urn, { ...least, owner: 'shop/prod' }).inputs.owner).toBe('shop/prod');
  });

  test('refuses the bucket that holds the Pulumi state of the stack', () => {
    const own = provider({ PULUMI_BACKEND_URL: 's3://acme-state?region=eu-west-1' });
    expect(own.check(urn, least).failures).toEqual([
      { property: 'bucket', reason: expect.stringContaining('the Pulumi state of this stack') as string },
    ]);
    expect(own.check(urn, { ...least, bucket: 'acme-data' }).failures).toEqual([]);
  });

  test('never deletes', () => {
    expect(() => provider().delete('acme-state')).toThrow(
      'bucket "acme-state" is never deleted by Pulumi: it holds the only copy of its data',
    );
  });
});
