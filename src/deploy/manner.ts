/** How Pulumi goes about a preview or an `up`. */
import type { Imports } from '../../pulumi/declare.ts';

/** How `preview` and `up` go about it; both need the same, to do the same. */
export interface Manner {
  /** URNs of the only resources to touch; null: all. */
  readonly targets: readonly string[] | null;
  /** Whether Pulumi asks the cluster first what has become of its resources. */
  readonly refresh: boolean;
  /** What exists and is taken over. By default nothing. */
  readonly imports?: Imports;
}

export interface UpManner extends Manner {
  /** Of steps at once; null: as many as Pulumi likes. */
  readonly parallel: number | null;
  /** Keys of releases that keep the settings they have, by which Helm only knows how to go about it: see `settings.ts`. */
  readonly settled: ReadonlySet<string>;
  /** By the key of a release: how many hooks Helm waits for. What is not known is assumed, see `silence-limits.ts`. */
  readonly hooks?: ReadonlyMap<string, number>;
}

export const everything: Manner = { targets: null, refresh: false };

/** As the Automation API takes it. */
export const asOptions = ({ targets, refresh }: Manner): { target?: string[]; refresh?: boolean } => ({
  ...(targets === null ? {} : { target: [...targets] }),
  ...(refresh ? { refresh } : {}),
});
