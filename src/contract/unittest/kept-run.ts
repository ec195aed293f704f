/** The result of a file with helm-unittest suites that passed, kept for `--cached`: text in a file that may be of any age, or damaged. */
import { createHash } from 'node:crypto';
import type { SuiteRun } from '../../render/suite-runs.ts';

export interface KeptRun {
  /** Over all that decides about the result and is known before it is run: see `digestOf`. */
  readonly digest: string;
  /** What was read besides, by absolute path: values files. Null for what was not there. */
  readonly read: Readonly<Record<string, string | null>>;
  readonly suites: readonly SuiteRun[];
}

/** With another shape, results of before are none. */
const format = 1;

export const hashOf = (content: Buffer | string): string =>
  createHash('sha256').update(content).digest('hex');

/** Data that `JSON.stringify` tells apart. */
export const digestOf = (data: unknown): string => hashOf(JSON.stringify([format, data]));

export function keptText(run: KeptRun): string {
  const text = JSON.stringify(run);
  return `${hashOf(text)}\n${text}`;
}

/** Null for what is not, byte for byte, what `keptText` gave, or is about something else. */
export function readKept(text: string, digest: string): KeptRun | null {
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  if (end === -1 || text.slice(0, end) !== hashOf(body)) return null;
  const run = JSON.parse(body) as KeptRun; // written by `keptText`, as its hash says
  return run.digest === digest ? run : null;
}

/** Only what passed without a word is kept: a warning is to be told in every run. */
export const isKeepable = (suites: readonly SuiteRun[], findings: number): boolean =>
  findings === 0 && suites.length > 0 && suites.every(({ passed }) => passed);
