import { describe, expect, test } from 'vitest';
import { effectiveEndpoint, isStateBackend, storeAddress } from '../../../pulumi/provider/store-address.ts';

describe('endpoint', () => {
  test('is the declared one, else the variable for S3, else the one for all, else none', () => {
    const both = { AWS_ENDPOINT_URL_S3: 'http://s3', AWS_ENDPOINT_URL: 'http://all' };
    expect(effectiveEndpoint('http://declared', both)).toBe('http://declared');
    expect(effectiveEndpoint(null, both)).toBe('http://s3');
    expect(effectiveEndpoint(null, { AWS_ENDPOINT_URL: 'http://all' })).toBe('http://all');
    expect(effectiveEndpoint(null, { ...both, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).toBeNull();
    expect(effectiveEndpoint(null, {})).toBeNull();
  });

  test.each([
    [null, 'aws'],
    ['https://s3.eu-west-1.amazonaws.com', 'aws'],
    ['https://s3.cn-north-1.amazonaws.com.cn', 'aws'],
    ['https://amazonaws.com.example.org', 'amazonaws.com.example.org'],
    ['http://localhost:9000/', '127.0.0.1:9000'],
    ['https://minio.example.com:443', 'minio.example.com'],
    ['minio.example.com:9000', 'minio.example.com:9000'],
  ])('%s is the store %s', (endpoint, address) => {
    expect(storeAddress(endpoint)).toBe(address);
  });
});

describe('the bucket of the Pulumi state', () => {
  const onAmazon = { bucket: 'acme', endpoint: null };
  const onMinio = { bucket: 'acme', endpoint: 'http://127.0.0.1:9000' };

  test.each([
    ['s3://acme', onAmazon],
    ['s3://acme/some/prefix?region=eu-west-1', onAmazon],
    ['s3://acme?endpoint=s3.eu-west-1.amazonaws.com', onAmazon],
    ['s3://acme?endpoint=localhost:9000&disableSSL=true&s3ForcePathStyle=true', onMinio],
    ['s3://acme?endpoint=http://127.0.0.1:9000', onMinio],
  ])('%s is this one', (url, bucket) => {
    expect(isStateBackend(url, bucket, {})).toBe(true);
  });

  test.each([
    ['s3://acme-other', onAmazon],
    ['s3://acme?endpoint=localhost:9000', onAmazon],
    ['s3://acme', onMinio],
    ['gs://acme', onAmazon],
    ['file:///acme', onAmazon],
    ['https://api.pulumi.com', onAmazon],
    ['nonsense', onAmazon],
  ])('%s is another place', (url, bucket) => {
    expect(isStateBackend(url, bucket, {})).toBe(false);
  });

  test('both may take their endpoint from the environment', () => {
    const environment = { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000' };
    expect(isStateBackend('s3://acme', onAmazon, environment)).toBe(true);
    expect(isStateBackend('s3://acme', onMinio, environment)).toBe(true);
  });
});
