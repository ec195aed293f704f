/** What a migration comes to in numbers. */
import type { ChartDifferences } from '../../contract/unittest/migration.ts';

export interface MigrationCounts {
  readonly files: number;
  readonly tests: number;
  /** Tests whose verdicts differ. */
  readonly differences: number;
}

export function countsOf(charts: readonly ChartDifferences[]): MigrationCounts {
  const files = charts.flatMap((one) => one.files);
  return {
    files: files.length,
    tests: files.reduce((sum, { tests }) => sum + tests, 0),
    differences: files.reduce((sum, { differences }) => sum + differences.length, 0),
  };
}
