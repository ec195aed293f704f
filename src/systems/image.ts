import type { z } from 'zod';
import type { Values } from '../stack/desired.ts';
import type { image } from '../stack/fields.ts';
import { given } from './given.ts';

/**
 * Image values of a chart that writes `repository:tag` and knows no digest. A digest still pins it: with `@sha256` behind
 * the repository and the digits as the tag, the chart writes `repository@sha256:…`.
 * `repository` is the chart's own default.
 */
export function imageValues(options: z.output<typeof image>, repository: string): Values {
  const { digest, tag, pullPolicy } = options;
  if (digest === undefined) return given({ repository: options.repository, tag, pullPolicy });
  return given({
    repository: `${options.repository ?? repository}@sha256`,
    tag: digest.slice('sha256:'.length),
    pullPolicy,
  });
}
