import type { Need } from '../../contract/needs/need.ts';

/** What `doctor` says. Both outputs are made of it; it holds no secret. */
export interface Diagnosis {
  readonly project: string;
  readonly stack: string;
  readonly cluster: {
    readonly identifier: string;
    /** `1.33.3`; null if the API server does not say. */
    readonly kubeVersion: string | null;
  };
  /** Missing ones first, errors before warnings; what is not known, what is there. */
  readonly needs: readonly Need[];
  /** Releases whose needs are not known, APIs that do not answer. */
  readonly gaps: readonly string[];
}

export interface Tally {
  readonly ok: number;
  readonly missing: number;
  readonly unknown: number;
}

export function tallyOf(needs: readonly Need[]): Tally {
  const of = (wanted: Need['state']): number => needs.filter(({ state }) => state === wanted).length;
  return { ok: of('ok'), missing: of('missing'), unknown: of('unknown') };
}
