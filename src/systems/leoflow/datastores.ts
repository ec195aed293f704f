/** PostgreSQL and Redis: addresses, connection pool, and the CA certificates that verify them. */
import { z } from 'zod';
import type { SecretTransform } from '../../stack/desired.ts';
import { dnsSubdomain, secretSource } from '../../stack/fields.ts';
import { ca } from './ca.ts';

/** Where the chart mounts `database.caConfigMap` in the server, and only there (LF-16). */
export const databaseCaFile = '/etc/leoflow/db-ca/ca.crt';

export const database = z.strictObject({
  url: secretSource
    .optional()
    .describe('Secret source with postgres://USER:PASSWORD@HOST:PORT/NAME. Either this or existingSecret.'),
  existingSecret: dnsSubdomain
    .optional()
    .describe('Secret with the key databaseUrl that somebody else makes.'),
  ca: ca
    .optional()
    .describe(
      'CA certificates of the server, PEM text, {fromFile} or {existingConfigMap}. The address is completed with sslmode=verify-full and sslrootcert. ' +
        'The migration Job does not get them: see migrations.databaseCa.',
    ),
  sslmode: z
    .enum(['disable', 'require', 'verify-full'])
    .optional()
    .describe(
      'TLS without a CA of its own: verify-full checks the server against the public CAs, require checks nothing. Default: as in the address.',
    ),
  pool: z
    .strictObject({
      maxOpen: z.int().min(1).default(20).describe('Connections of one pod at most. Default: 20.'),
      maxIdle: z.int().min(0).default(5).describe('Connections kept open without work. Default: 5.'),
      serverMax: z
        .int()
        .min(1)
        .optional()
        .describe('max_connections of the server; all pods together must stay below. Default: not checked.'),
    })
    .optional()
    .describe('Connection pool of every pod.'),
});

export const redis = z.strictObject({
  url: secretSource
    .optional()
    .describe(
      'Secret source with redis:// or rediss://:PASSWORD@HOST:PORT/0. Either this or existingSecret.',
    ),
  existingSecret: dnsSubdomain.optional().describe('Secret with the key redisUrl that somebody else makes.'),
  ca: ca
    .optional()
    .describe(
      'CA certificates of the server, PEM text, {fromFile} or {existingConfigMap}. The address becomes rediss://.',
    ),
});

/**
 * How the address gets its TLS parameters. `require` with an sslrootcert is what lets one address serve two drivers: the
 * server's (pgx) verifies the chain as with verify-ca, and the Job's (lib/pq, to 1.12) skips a file that it does not have.
 */
export function databaseTls(
  { ca: certificates, sslmode }: z.output<typeof database>,
  verifiedMigrations: boolean,
): SecretTransform[] {
  if (certificates !== undefined) {
    const mode = verifiedMigrations ? 'verify-full' : 'require';
    return [{ kind: 'query', set: { sslmode: mode, sslrootcert: databaseCaFile } }];
  }
  return sslmode === undefined ? [] : [{ kind: 'query', set: { sslmode } }];
}

export const redisTls = ({ ca: certificates }: z.output<typeof redis>): SecretTransform[] =>
  certificates === undefined ? [] : [{ kind: 'scheme', from: ['redis', 'rediss'], to: 'rediss' }];
