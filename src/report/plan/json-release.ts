/** A release in the plan document. */
import { z } from 'zod';
import type { ReleasePlan } from '../../plan/plan.ts';
import { objectId } from '../check/json.ts';
import { data, driftField, field, fieldsJson, list, place, placeJson } from './json-fields.ts';

export const operation = z
  .enum(['create', 'update', 'replace', 'delete', 'forget', 'import', 'same'])
  .describe('What up does with it. forget: it stays, and the stack forgets it. same: nothing');

const chart = {
  name: z.string().describe('As in Chart.yaml'),
  version: z.string().describe('As in Chart.yaml'),
  appVersion: z.string().nullable().describe('As in Chart.yaml; null if it has none'),
};

export const releaseRecord = z
  .strictObject({
    revision: z.int().min(1).describe('Of the newest record'),
    status: z
      .enum([
        'deployed',
        'failed',
        'pending-install',
        'pending-upgrade',
        'pending-rollback',
        'uninstalling',
        'uninstalled',
        'superseded',
        'unknown',
      ])
      .describe("Helm's own word"),
    updated: z.string().describe('When it was written, ISO 8601'),
    appliedRevision: z
      .int()
      .min(1)
      .nullable()
      .describe('What Helm compares with: the last deployed one; null if there is none'),
  })
  .describe('What Helm keeps of the release in the cluster');

const folded = z
  .strictObject({
    noise: z
      .enum(['checksum', 'chart-label', 'generated-name', 'spelling', 'server', 'order'])
      .describe(
        'checksum: annotations that roll pods when what they sum changes. chart-label: helm.sh/chart, app.kubernetes.io/version. generated-name: a name that Pulumi completes. spelling: the same quantity or duration written otherwise. server: set by the server. order: items of a list without an order.',
      ),
    count: z.int().min(1).describe('How many fields'),
    places: list(place).describe('The first few'),
  })
  .describe('Changes of one kind that are not told one by one');

const object = z
  .strictObject({
    object: objectId,
    change: z
      .enum(['created', 'changed', 'deleted', 'unchanged', 'kept', 'renamed'])
      .describe(
        'kept: it leaves the release and stays in the cluster. renamed: one goes, and one that is the same but for its name comes.',
      ),
    before: objectId.nullable().describe('Of a renamed one: what it was; else null'),
    template: z.string().nullable().describe('As Helm names it: leoflow/templates/deployment.yaml'),
    fields: list(field).describe('Of a changed or renamed one, in the order of the object, without noise'),
    content: data.describe('Of a created, deleted or kept one: all of it; else null'),
    folded: list(folded).describe('Noise'),
  })
  .describe('What becomes of one object');

const hook = z
  .strictObject({
    object: objectId,
    event: z.string().describe('By which it runs: pre-upgrade'),
    weight: z.int().describe('Those of less weight run first'),
    deletePolicies: list(z.string()).describe('before-hook-creation, hook-succeeded, hook-failed'),
    change: z
      .enum(['created', 'changed', 'unchanged'])
      .describe('Against the hook of that name as it was applied last'),
    fields: list(field).describe('Of a changed one'),
  })
  .describe('A hook that will run');

const crd = z
  .strictObject({
    name: z.string().describe('widgets.example.com'),
    state: z
      .enum(['created', 'same', 'outdated', 'missing', 'unknown'])
      .describe(
        "created: with the first install. outdated: the cluster has another, and Helm won't upgrade it. missing: not in the cluster, and Helm won't create it on an upgrade. unknown: nobody could be asked.",
      ),
    fields: list(field).describe('Of an outdated one: the cluster’s against the chart’s'),
  })
  .describe('A CRD of a crds/ folder');

const drift = z
  .strictObject({
    object: objectId,
    state: z.enum(['changed', 'missing']).describe('As it is in the cluster'),
    by: z
      .enum(['dry-run', 'fields'])
      .describe('dry-run: told by the server. fields: by comparing the fields that the manifest sets.'),
    fate: z.enum(['reset', 'recreated', 'kept']).describe('What up does about it. kept: nothing'),
    fields: list(driftField).describe('Of a changed one'),
  })
  .describe('A live object that is not as it was applied');

export const release = z
  .strictObject({
    key: z.string().describe('Key under releases:'),
    name: z.string().describe('Of the Helm release'),
    namespace: z.string().describe('Of the Helm release'),
    system: z.string().nullable().describe('As in the stack file; null for any other chart'),
    operation,
    chart: z
      .strictObject({
        ...chart,
        reference: z.string().describe('As in the stack file, without credentials'),
        digest: z.string().describe('sha256:… of the archive as it was published'),
        signedBy: z
          .string()
          .optional()
          .describe('Whose signature was verified; absent where the stack file asks for none'),
      })
      .nullable()
      .describe('As it will be applied; null if the release is deleted'),
    chartBefore: z.strictObject(chart).nullable().describe('As it was applied last; null if it never was'),
    record: releaseRecord.nullable().describe('Null offline, and if there is none'),
    objects: list(object).describe('All objects but hooks and CRDs of a crds/ folder; unchanged ones last'),
    hooks: list(hook).describe("In Helm's order"),
    crds: list(crd),
    drift: list(drift).describe('Empty offline'),
  })
  .describe('What becomes of one Helm release');

export function releaseJson(plan: ReleasePlan): z.output<typeof release> {
  const { objects, hooks, crds, drift: drifted, ...rest } = plan;
  return {
    ...rest,
    objects: objects.map((one) => ({
      ...one,
      fields: fieldsJson(one.fields),
      folded: one.folded.map((noise) => ({ ...noise, places: noise.places.map(placeJson) })),
    })),
    hooks: hooks.map((one) => ({ ...one, fields: fieldsJson(one.fields) })),
    crds: crds.map((one) => ({ ...one, fields: fieldsJson(one.fields) })),
    drift: drifted.map((one) => ({ ...one, fields: fieldsJson(one.fields) })),
  };
}
