/** What `migrate` tells: where the two modes differ, and the contract that was written of the suites. */
import type { Finding, SourcePosition } from '../finding.ts';
import type { FileDifferences } from './differences.ts';

export interface Migration {
  readonly charts: readonly ChartDifferences[];
  /** Null if none was asked for. */
  readonly contract: WrittenContract | null;
}

export interface ChartDifferences {
  readonly chart: string; // its folder, as messages name it
  readonly files: readonly FileDifferences[];
  /** About the choice of files: a pattern that none matches, one that several match. */
  readonly findings: readonly Finding[];
}

export interface WrittenContract {
  readonly file: string;
  readonly cases: number;
  readonly rules: number;
  readonly snapshots: number;
  /** Packs that are switched off in it: they find what the suites do not ask. */
  readonly without: readonly string[];
  readonly notCarried: readonly NotCarried[];
}

/** What of a suite is not in the contract. It is marked at its place in the file, too. */
export interface NotCarried {
  readonly source: SourcePosition;
  /** The assertion or the key: `matchSnapshotRaw`, `release.revision`. */
  readonly what: string;
  readonly test: string; // '': of the whole suite
  readonly why: string;
  readonly hint: string;
}
