/** What came of an operation, for programs. Its schema is `schemas/outcome.schema.json`, and changes only with `version`. */
import { z } from 'zod';
import type { Outcome } from '../../deploy/outcome.ts';
import { exitCodes } from '../../stack/failure.ts';
import { objectId } from '../check/json.ts';
import { errorJson } from '../failure-json.ts';
import { jsonDocumentSchema } from '../json-document.ts';
import { list, place, placeJson } from '../plan/json-fields.ts';
import { operationCounts, step } from '../plan/json.ts';
import { operation, releaseRecord } from '../plan/json-release.ts';
import { trouble } from './trouble-json.ts';

const seconds = z.number().min(0);
const stepState = z
  .enum(['done', 'failed', 'interrupted', 'not-begun'])
  .describe(
    'interrupted: begun, and how far it got is not known. not-begun: planned, and something else failed before',
  );

const stepOutcome = z
  .strictObject({
    step,
    state: stepState,
    seconds: seconds.nullable().describe('Null if it was not begun'),
    message: z.string().nullable().describe("What Pulumi's provider said of a failure"),
  })
  .describe('What became of one step');

export const rollout = z
  .strictObject({
    ready: z.int().min(0).describe('Of those that are wanted'),
    wanted: z.int().min(0).describe('Pods, completions of a Job; 1 of what is one thing'),
    state: z.enum(['progressing', 'ready', 'failed']).describe('failed: nothing more will come of waiting'),
    note: z.string().nullable().describe('What is missing; null if nothing is'),
  })
  .describe('How far it has come');

const mismatch = z
  .strictObject({
    object: objectId,
    state: z.enum(['missing', 'changed', 'left']).describe('left: it should have gone'),
    places: list(place).describe('Where it differs'),
  })
  .describe('Where what runs is not what was planned');

const releaseOutcome = z
  .strictObject({
    key: z.string().describe('Under releases: of the stack file'),
    name: z.string().describe("Helm's name"),
    namespace: z.string().describe('Of the release'),
    operation,
    state: z
      .enum(['done', 'failed', 'interrupted', 'not-begun', 'unchanged', 'left-out'])
      .describe('As of a step. left-out: not among the --target'),
    seconds: seconds.nullable().describe('Null if nothing was done to it'),
    record: releaseRecord
      .nullable()
      .describe('What Helm keeps of it afterwards; null if there is none, or nobody could be asked'),
    workloads: list(z.strictObject({ object: objectId, rollout })).describe('What takes time to come about'),
    mismatches: list(mismatch).describe('Empty if all is as planned, or it was not looked at'),
    troubles: list(trouble).describe('Why it failed, most likely first'),
  })
  .describe('What became of one release');

export const outcomeReport = z.strictObject({
  version: z.literal(1).describe('Of this document'),
  operation: z.enum(['up', 'rollback', 'heal', 'adopt', 'destroy']).describe('What was done'),
  project: z.string().describe('name: of the stack file'),
  stack: z.string().describe('Of Pulumi'),
  directory: z
    .string()
    .describe('The stack directory, relative to the root of the repository, else to the working directory'),
  result: z.enum(['succeeded', 'failed', 'cancelled']).describe('What came of it'),
  error: errorJson.nullable().describe('Why it did not succeed; null if it did'),
  digest: z.string().nullable().describe('Of the plan that was applied; null where there is none'),
  counts: operationCounts.describe('Resources by what was done to them'),
  steps: list(stepOutcome).describe('In the order of the plan, unchanged ones left out'),
  releases: list(releaseOutcome).describe('All of the stack, and those that it no longer has'),
  warnings: list(z.string()).describe('Of Pulumi and its providers, and what could not be looked at'),
  seconds: seconds.describe('From the start of the command'),
});

export function outcomeJson({ failure, ...outcome }: Outcome): z.output<typeof outcomeReport> {
  return {
    version: 1,
    ...outcome,
    error:
      failure === null
        ? null
        : {
            code: failure.code,
            exitCode: exitCodes[failure.code],
            message: failure.message,
            hint: failure.hint,
          },
    releases: outcome.releases.map((release) => ({
      ...release,
      mismatches: release.mismatches.map((one) => ({ ...one, places: one.places.map(placeJson) })),
    })),
  };
}

export const outcomeJsonSchema = (): object =>
  jsonDocumentSchema('outcome', 'Result of k8s-deploy up --json', outcomeReport);
