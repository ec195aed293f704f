/**
 * The two interfaces of the `logstream-workergroup` chart: that of November 2020 (1.0) and today's (4.19.2). Between them lie
 * charts that neither fits, so an unknown version must say which one it follows.
 */
import { z } from 'zod';

export const generation = z.enum(['1.0', '4']);
export type Generation = z.output<typeof generation>;

/** Version of the chart that a worker group gets when the stack file names none. */
export const defaultChart = {
  ref: 'https://criblio.github.io/helm-charts/logstream-workergroup',
  version: '4.19.2',
} as const;

interface Choice {
  readonly chart: { readonly version?: string | undefined };
  readonly generation?: Generation | undefined;
}

/** The generation that the stack file names, or that the chart's version belongs to; `null` if the version tells nothing. */
export function generationOf(options: Choice): Generation | null {
  if (options.generation !== undefined) return options.generation;
  const { version } = options.chart;
  if (version === undefined) return '4';
  const major = /^v?(\d+)(\.|$)/.exec(version)?.[1];
  if (major === '1') return '1.0';
  return major === '4' ? '4' : null;
}
