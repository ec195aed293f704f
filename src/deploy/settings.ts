/**
 * Releases of which only the manner changes: how long Helm waits, and whether it goes back by itself. Given for one run, by `--timeout` and `--atomic`, that is
 * no reason for an upgrade, which would make a new revision and run hooks for nothing. One that failed is tried again in any case, and in the new manner.
 */
import { releaseType } from '../../pulumi/identity.ts';
import type { Preview } from './deployment.ts';
import type { Step } from './steps.ts';

const manners: ReadonlySet<string> = new Set(['timeout', 'atomic']);

export interface Settled {
  /** Without the steps that would change nothing else. */
  readonly preview: Preview;
  /** Keys of their releases. */
  readonly settled: ReadonlySet<string>;
}

export function withoutMereManners(preview: Preview): Settled {
  const mere = preview.steps.filter((step) => isMere(step) && !preview.unfinished.has(step.urn));
  const { counts } = preview;
  return {
    preview: {
      ...preview,
      steps: preview.steps.filter((step) => !mere.includes(step)),
      counts: { ...counts, update: counts.update - mere.length, same: counts.same + mere.length },
    },
    settled: new Set(mere.map(({ name }) => name)),
  };
}

const isMere = ({ type, operation, changedKeys }: Step): boolean =>
  type === releaseType &&
  operation === 'update' &&
  changedKeys.length > 0 &&
  changedKeys.every((key) => manners.has(key));
