/** What came of a `destroy`, for programs: what every operation tells, with what stayed and what went. Its schema is `schemas/destroy.schema.json`. */
import { z } from 'zod';
import type { Outcome } from '../../deploy/outcome.ts';
import type { Departure, Staying } from '../../plan/departure.ts';
import { objectId } from '../check/json.ts';
import { jsonDocumentSchema } from '../json-document.ts';
import { outcomeJson, outcomeReport } from '../outcome/json.ts';
import { list } from '../plan/json-fields.ts';
import type { Removal } from './terminal.ts';
import { reasonText, stayReasons } from './wording.ts';

const staying = z.strictObject({
  object: objectId.describe('A state bucket is `Bucket NAME`, without an API version and a namespace'),
  reason: z.enum(stayReasons).describe('Of a closed set'),
  release: z.string().nullable().describe('Key of the release; null if it belongs to none'),
  message: z.string().describe('The reason in words'),
});

const removal = z.strictObject({
  object: objectId,
  release: z.string().describe('Key of the release that brought it'),
  why: z
    .enum(['hook', 'failed-revision'])
    .describe(
      'hook: Helm leaves what hooks made. failed-revision: an earlier one brought it, and Helm forgot it',
    ),
  problem: z.string().nullable().describe('Why it could not be removed; null if it is gone'),
});

const destroyReport = outcomeReport.extend({
  operation: z.literal('destroy').describe('What was done'),
  stays: list(staying).describe('What was left in the cluster, on purpose'),
  lost: list(staying).describe('What would have stayed, and went with its namespace (--delete-namespaces)'),
  removed: list(removal).describe('What Helm leaves behind, and was removed besides'),
});

export const destroyJson = (
  outcome: Outcome,
  { stays, lost }: Departure,
  removed: readonly Removal[],
): z.output<typeof destroyReport> => ({
  ...outcomeJson(outcome),
  operation: 'destroy',
  stays: stays.map(asJson),
  lost: lost.map(asJson),
  removed,
});

const asJson = (each: Staying): z.output<typeof staying> => ({ ...each, message: reasonText(each.reason) });

export const destroyJsonSchema = (): object =>
  jsonDocumentSchema('destroy', 'Result of k8s-deploy destroy --json', destroyReport);
