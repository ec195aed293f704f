/**
 * How workers find and trust their leader: `CRIBL_DIST_MASTER_URL`, which is
 * `tcp|tls://<token>@<host>:<port>?group=<group>&tag=<group>[&tls.…][&tag=…]`.
 */
import { z } from 'zod';
import { limits, port, secretSource, textSource } from '../../stack/fields.ts';
import type { SecretTransform } from '../../stack/desired.ts';

const host = z
  .string()
  .regex(
    /^([A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])$/,
    'expected a host name or an address, without scheme and port',
  );

const group = z
  .string()
  .max(limits.dnsLabel)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    'expected the name of a worker group, in lower-case letters, digits and "-" (LS-15)',
  );

const leaderTls = z
  .strictObject({
    rejectUnauthorized: z
      .boolean()
      .default(true)
      .describe("Refuse a leader whose certificate isn't signed by a known authority. Default: true."),
    ca: textSource
      .optional()
      .describe("PEM certificates of the leader's authority. Default: the authorities in the image."),
    certificate: secretSource.optional().describe('Client certificate (PEM), if the leader asks for one.'),
    privateKey: secretSource.optional().describe('Private key (PEM) of the client certificate.'),
    passphrase: secretSource.optional().describe('Passphrase of the private key.'),
    requestCert: z
      .boolean()
      .optional()
      .describe('Ask the leader for its certificate. Default: as the product does.'),
    commonNameRegex: z
      .string()
      .min(1)
      .optional()
      .describe("Expression that the leader's common name must match."),
  })
  .superRefine(({ certificate, privateKey, passphrase }, context) => {
    const refuse = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (certificate === undefined && privateKey !== undefined) {
      refuse('privateKey', 'a private key without its certificate; add certificate');
    }
    if (certificate !== undefined && privateKey === undefined) {
      refuse('certificate', 'a certificate without its private key; add privateKey');
    }
    if (passphrase !== undefined && privateKey === undefined) {
      refuse('passphrase', 'a passphrase without the private key that it opens; add privateKey');
    }
  });
export type LeaderTls = z.output<typeof leaderTls>;

export const leader = z.strictObject({
  host: host.describe('Host name or address of the leader.'),
  port: port.default(4200).describe('Port of the leader. Default: 4200.'),
  group: group.describe('Worker group. Part of the names of objects.'),
  token: secretSource.describe("The leader's authentication token. It is percent-encoded for the URL."),
  tags: z
    .array(z.string().min(1))
    .default([])
    .describe("More tags, for the leader's mapping rules. Default: none."),
  tls: z
    .union([z.boolean(), leaderTls], { error: 'expected true, false or a map of TLS options' })
    .default(false)
    .describe('Connect by tls:// and verify the leader. Default: false (plain tcp://).'),
});
export type Leader = z.output<typeof leader>;

/** The TLS options in force, or `null` for a plain connection. */
export function tlsOf({ tls }: Pick<Leader, 'tls'>): LeaderTls | null {
  if (tls === false) return null;
  return tls === true ? { rejectUnauthorized: true } : tls;
}

/** Files in the worker's pods that its TLS options refer to. */
export const leaderFiles = {
  ca: { mountPath: '/etc/cribl-leader/ca', key: 'ca.crt' },
  client: { mountPath: '/etc/cribl-leader/client', certificate: 'tls.crt', privateKey: 'tls.key' },
} as const;

/** From the token to the whole URL. The passphrase of a private key isn't part of it: it is a second secret. */
export function urlTransforms(options: Leader): readonly SecretTransform[] {
  const tls = tlsOf(options);
  const query = [
    ['group', options.group],
    ['tag', options.group],
    ...(tls === null ? [] : tlsParameters(tls)),
    ...options.tags.map((tag) => ['tag', tag] as const),
  ].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return [
    { kind: 'urlEncode' },
    {
      kind: 'wrap',
      before: tls === null ? 'tcp://' : 'tls://',
      after: `@${options.host}:${options.port}?${query.join('&')}`,
    },
  ];
}

/** Always texts: a number would reach the URL as `%!s(float64=1)` (LS-7). */
function tlsParameters(tls: LeaderTls): (readonly [string, string])[] {
  const { ca, client } = leaderFiles;
  const parameters: Record<string, string | undefined> = {
    'tls.privKeyPath': tls.privateKey && `${client.mountPath}/${client.privateKey}`,
    'tls.caPath': tls.ca === undefined ? undefined : `${ca.mountPath}/${ca.key}`,
    'tls.certPath': tls.certificate && `${client.mountPath}/${client.certificate}`,
    'tls.rejectUnauthorized': String(tls.rejectUnauthorized),
    'tls.requestCert': tls.requestCert?.toString(),
    'tls.commonNameRegex': tls.commonNameRegex,
  };
  return Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
}
