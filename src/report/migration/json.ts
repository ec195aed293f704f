/** What `migrate` found, for programs. Its schema is `schemas/migrate.schema.json`, and changes only with `version`. */
import { z } from 'zod';
import type { Migration } from '../../contract/unittest/migration.ts';
import { finding, type Mutable } from '../check/json.ts';
import { jsonDocumentSchema } from '../json-document.ts';
import { countsOf } from './wording.ts';

const count = z.int().min(0);
const file = z.string().describe('As seen from where the command was started');
const position = z.strictObject({ file, line: z.int().min(1), column: z.int().min(1) });
const findings = z.array(finding.omit({ alsoIn: true }));
const verdict = z
  .enum(['passed', 'failed', 'skipped', 'not-run'])
  .describe('not-run: the file has errors in the default mode, so that none of its tests is run');

const testDifference = z.strictObject({
  suite: z.string(),
  test: z.string(),
  source: position,
  compat: verdict.describe('That of helm-unittest 1.1.2'),
  default: verdict,
  reasons: findings.describe(
    'What one mode finds and the other does not: of the default, unless only helm-unittest fails',
  ),
});

const fileDifferences = z.strictObject({
  file,
  chart: z.string().describe('The chart that it is about: parent/charts/child'),
  tests: count,
  differences: z.array(testDifference).describe('In the order of the file'),
  besides: findings.describe('What the default mode says besides, which changes no verdict'),
});

const notCarried = z.strictObject({
  source: position,
  what: z.string().describe('The assertion or the key: matchSnapshotRaw, release.revision'),
  test: z.string().describe('Its name; empty for what is of the whole suite'),
  why: z.string(),
  hint: z.string().describe('What to do'),
});

const contract = z.strictObject({
  file,
  cases: count,
  rules: count,
  snapshots: count,
  without: z
    .array(z.string())
    .describe('Packs that are switched off in it: they find what the suites do not ask'),
  notCarried: z.array(notCarried).describe('Each is marked at its place in the file, too'),
});

const migration = z.strictObject({
  version: z.literal(1),
  counts: z.strictObject({ files: count, tests: count, differences: count }),
  charts: z.array(
    z.strictObject({
      chart: z.string().describe('Its folder, as seen from where the command was started'),
      files: z.array(fileDifferences),
      findings: findings.describe(
        'About the choice of files: a pattern that none matches, a file that several match',
      ),
    }),
  ),
  contract: contract.nullable().describe('What was written; null without --contract'),
});

export function migrationJson(found: Migration): z.output<typeof migration> {
  const { charts, contract: written } = found as Mutable<Migration>;
  return { version: 1, counts: countsOf(found.charts), charts, contract: written };
}

export const migrationJsonSchema = (): object =>
  jsonDocumentSchema('migrate', 'Result of k8s-deploy migrate --json', migration);
