/** A checkpoint as Pulumi 3.259 writes it, to break. */
import { createHash } from 'node:crypto';

export const name = { project: 'shop', stack: 'dev' };

const version = 'v3.259.0';
const urn = (type: string, own: string): string => `urn:pulumi:dev::shop::${type}::${own}`;
export const stackUrn = urn('pulumi:pulumi:Stack', 'shop-dev');
const providerUrn = urn('pulumi:providers:kubernetes', 'cluster');
export const namespaceUrn = urn('kubernetes:core/v1:Namespace', 'shop');
export const releaseUrn = urn('kubernetes:helm.sh/v3:Release', 'web');
const provider = `${providerUrn}::4f5c`;

export interface WritableCheckpoint {
  version: number;
  checkpoint: {
    stack: string;
    latest: {
      manifest: { time: string; magic: string; version: string };
      resources: Record<string, unknown>[];
      pending_operations?: unknown;
    };
  };
}

/** `time`: RFC 3339. */
export const whole = (time = '2026-11-21T01:20:35.424104979Z'): WritableCheckpoint => ({
  version: 3,
  checkpoint: {
    stack: 'organization/shop/dev',
    latest: {
      manifest: { time, magic: createHash('sha256').update(version).digest('hex'), version },
      resources: [
        { urn: stackUrn, custom: false, type: 'pulumi:pulumi:Stack' },
        { urn: providerUrn, custom: true, id: '4f5c', type: 'pulumi:providers:kubernetes', parent: stackUrn },
        {
          urn: namespaceUrn,
          custom: true,
          id: 'shop',
          type: 'kubernetes:core/v1:Namespace',
          provider,
          parent: stackUrn,
        },
        {
          urn: releaseUrn,
          custom: true,
          id: 'shop/web',
          type: 'kubernetes:helm.sh/v3:Release',
          provider,
          parent: stackUrn,
          dependencies: [namespaceUrn],
          propertyDependencies: { namespace: [namespaceUrn], values: null },
          inputs: { values: { password: { '4dabf18193072939515e22adb298388d': 'x', ciphertext: 'v1:a:b' } } },
        },
      ],
    },
  },
});

export const fileOf = (content: unknown): Buffer => Buffer.from(JSON.stringify(content));
