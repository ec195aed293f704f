import type { z } from 'zod';
import type { ChartReference, ChartSigner, ChartVerification, FieldPath } from '../stack/desired.ts';
import type { chart, TextSource, verify } from '../stack/fields.ts';
import { secret } from './system.ts';

interface Texts {
  text(source: TextSource, path: FieldPath): string;
}

/** The chart options of a stack file as a reference that `render/` can pull. */
export function chartReference(
  options: z.output<typeof chart>,
  path: FieldPath,
  texts: Texts,
): ChartReference {
  const { username, password, ca } = options;
  return {
    ref: options.ref,
    version: options.version ?? null,
    digest: options.digest ?? null,
    username:
      username === undefined || typeof username === 'string'
        ? (username ?? null)
        : secret(username, [...path, 'username']),
    password: password === undefined ? null : secret(password, [...path, 'password']),
    plainHttp: options.plainHttp,
    ca: ca === undefined ? null : texts.text(ca, [...path, 'ca']),
    verify: chartVerification(options.verify, [...path, 'verify'], texts),
    path,
  };
}

/** The `verify` options of a chart or of a registry; null without any. */
export function chartVerification(
  options: z.output<typeof verify> | undefined,
  path: FieldPath,
  texts: Texts,
): ChartVerification | null {
  if (options === undefined) return null;
  const { keyless, publicKey, transparencyLog, trustedRoot } = options;
  return {
    signer:
      keyless === undefined
        ? { kind: 'key', pem: texts.text(publicKey ?? '', [...path, 'publicKey']) }
        : identitySigner(keyless),
    transparencyLog,
    trustedRoot: trustedRoot === undefined ? null : texts.text(trustedRoot, [...path, 'trustedRoot']),
  };
}

/** The schema has made sure that it is one or the other. */
const identitySigner = ({
  issuer,
  identity,
  identityPattern,
}: NonNullable<z.output<typeof verify>['keyless']>): ChartSigner =>
  identity === undefined
    ? { kind: 'identity-pattern', issuer, pattern: identityPattern ?? '' }
    : { kind: 'identity', issuer, identity };
