/** The result of a check for programs. Its schema is `schemas/check.schema.json`, and changes only with `version`. */
import { z } from 'zod';
import type { CheckResult } from '../../contract/finding.ts';
import { countsOf } from './wording.ts';

export const severity = z
  .enum(['error', 'warning', 'notice'])
  .describe(
    'error: it would not work, or not as meant. warning: it works, and will hurt. notice: good to know.',
  );
const count = z.int().min(0);
const position = z.strictObject({
  file: z.string().describe('Relative to the folder that was checked'),
  line: z.int().min(1).describe('From 1'),
  column: z.int().min(1).describe('From 1, in UTF-16 code units'),
});
const release = z
  .string()
  .nullable()
  .describe("Key under releases:, or the chart's name for a contract over a chart");
const stack = z.string().nullable().describe('Null for a contract over a chart');
const caseName = z
  .string()
  .nullable()
  .describe('Of the contract file, or the name of a test of a suite; null for what concerns no case');
const rule = z.string().describe('Id, as in waivers and `k8s-deploy explain`');

export const objectId = z
  .strictObject({
    apiVersion: z.string().describe('apps/v1'),
    kind: z.string().describe('Deployment'),
    namespace: z.string().nullable().describe('Null for kinds without one'),
    name: z.string().describe('As in its metadata'),
  })
  .meta({ id: 'ObjectId', description: 'Which object of a cluster' });

export const finding = z.strictObject({
  rule,
  severity,
  release,
  stack,
  case: caseName,
  object: objectId.nullable(),
  path: z.array(z.union([z.string(), z.int().min(0)])).describe('Keys and list indices in the object'),
  template: z.string().nullable().describe('As Helm names it: leoflow/templates/deployment.yaml'),
  message: z.string().describe('What is wrong and what breaks. Never a secret'),
  hint: z.string().nullable().describe('What to do'),
  source: position.nullable().describe('Where it can be mended'),
  waiver: z
    .strictObject({
      reason: z.string().describe('Why it is accepted'),
      until: z.string().describe('Last day, YYYY-MM-DD'),
    })
    .nullable()
    .describe('It is known and accepted, and no longer counts'),
  alsoIn: z.array(z.string()).describe('Other cases with the same finding: prod: leoflow/ha (1.33)'),
});

export const unjudgedRule = z.strictObject({
  rule,
  release,
  stack,
  case: caseName,
  reason: z.string().describe('The fact that it lacked'),
});

const reach = z.strictObject({ reached: count, total: count, missed: z.array(z.string()) });

const suiteOutcome = z.strictObject({
  name: z.string().describe('As the file has it; the file, if it names none'),
  chart: z.string().describe("The chart's name; of a subchart, parent/charts/child"),
  source: position.describe('Where the suite stands'),
  kubeVersion: z
    .string()
    .nullable()
    .describe('That it was run for, unless tests name another one; null with --compat'),
  cached: z.boolean().describe('It passed in an earlier run, and nothing has changed since: --cached'),
  skipped: z.string().nullable().describe('Why the whole suite was left out'),
  tests: z.array(
    z.strictObject({
      name: z.string(),
      outcome: z
        .enum(['passed', 'failed', 'skipped'])
        .describe('failed: there is a finding whose case is the name of the test'),
      reason: z.string().nullable().describe('Why it was skipped'),
      milliseconds: z.number().min(0),
      source: position,
    }),
  ),
});

const checkReport = z.strictObject({
  version: z.literal(1),
  counts: z
    .strictObject({
      error: count,
      warning: count,
      notice: count,
      waived: count,
      unjudged: count,
      cases: count,
      suites: count.describe('Of helm-unittest'),
      tests: count.describe('Of all suites'),
      failedTests: count,
      skippedTests: count,
    })
    .describe('Waived findings count as waived only'),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      release: z.string(),
      stack,
      kubeVersion: z.string(),
      outcome: z.enum(['rendered', 'failed']),
      expected: z.enum(['render', 'failure']),
      objects: count,
      rules: count.describe('That were judged'),
      findings: count.describe('Without waived ones'),
      milliseconds: z.number().min(0),
      source: position.nullable(),
    }),
  ),
  suites: z
    .array(suiteOutcome)
    .describe('The helm-unittest suites that were run, in order of chart and file'),
  findings: z.array(finding).describe('In order of file, line, release, case and rule; waived ones included'),
  unjudged: z.array(unjudgedRule).describe('Rules that lacked a fact. They never count as kept'),
  coverage: z
    .strictObject({
      charts: z.array(
        z.strictObject({ chart: z.string(), templates: reach, branches: reach, values: reach }),
      ),
    })
    .nullable(),
  renderer: z.string(),
  milliseconds: z.number().min(0),
});

type CheckReport = z.output<typeof checkReport>;

export type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

export function checkJson(result: CheckResult): CheckReport {
  const { cases, suites, findings, unjudged, coverage, renderer, milliseconds } =
    result as Mutable<CheckResult>;
  return {
    version: 1,
    counts: countsOf(result),
    cases,
    suites,
    findings,
    unjudged,
    coverage,
    renderer,
    milliseconds,
  };
}

export function checkJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(checkReport, { target: 'draft-07', io: 'output' });
  return {
    $schema,
    $id: 'urn:k8s-deploy:v1:check.schema.json',
    title: 'Result of k8s-deploy check --json',
    ...schema,
  };
}
