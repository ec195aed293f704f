import type { z } from 'zod';
import type { ChartReference, FieldPath } from '../stack/desired.ts';
import type { chart, TextSource } from '../stack/fields.ts';
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
    path,
  };
}
