/** Drift for programs. Its schema is `schemas/drift.schema.json`, and changes only with `version`. */
import { z } from 'zod';
import type { DriftReport, ObjectDrift } from '../../plan/drift-report.ts';
import { objectId } from '../check/json.ts';
import { driftField, fieldsJson, list, place, placeJson } from '../plan/json-fields.ts';
import { releaseRecord } from '../plan/json-release.ts';
import { driftCounts } from './wording.ts';

const count = z.int().min(0);

const object = z
  .strictObject({
    object: objectId,
    state: z
      .enum(['changed', 'missing', 'taken'])
      .describe('taken: it belongs to another release now, so that nothing is done about it'),
    madeBy: z
      .enum(['release', 'hook', 'stack'])
      .describe('hook: a hook of the release made it. stack: Pulumi itself, beside the releases.'),
    by: z
      .enum(['dry-run', 'fields'])
      .describe('dry-run: told by the server. fields: by comparing the fields that the manifest sets.'),
    owner: z
      .strictObject({
        release: z.string().describe('Its name'),
        namespace: z.string().describe('Its namespace'),
      })
      .nullable()
      .describe('Of a taken one: whose it is, as Helm notes it; else null'),
    fields: list(driftField).describe('Of a changed one'),
  })
  .describe('A live object that is not as it was applied');

const outdated = z
  .strictObject({
    workload: objectId,
    source: objectId.describe('The Secret or ConfigMap'),
    written: z.string().describe('When its data was last written at the latest, ISO 8601'),
    manager: z.string().nullable().describe('Field manager that wrote it; null if the server does not tell'),
    externalSecret: z
      .string()
      .nullable()
      .describe('Name of the ExternalSecret that fills it; null if none does'),
    isCertain: z
      .boolean()
      .describe(
        'A container has the old data for certain, in a variable or a file mounted by subPath. Else the program may have read its files again.',
      ),
    pods: list(
      z.strictObject({
        name: z.string().describe('Of the pod'),
        started: z.string().describe('Of the oldest container that uses it, ISO 8601'),
        places: list(z.string()).describe('container main, variable TOKEN'),
      }),
    ).describe('Those that started before'),
  })
  .describe('Pods that run with a Secret or ConfigMap as it was before it was last written');

const release = z
  .strictObject({
    key: z.string().describe('Key under releases:'),
    name: z.string().describe('Of the Helm release'),
    namespace: z.string().describe('Of the Helm release'),
    applied: z
      .int()
      .min(1)
      .nullable()
      .describe('The revision that the stack made last; null if its state has none'),
    record: releaseRecord
      .extend({ description: z.string().describe("Helm's own words of what was done last") })
      .nullable()
      .describe('What Helm keeps of it in the cluster; null if there is none'),
    byHand: z
      .enum(['uninstalled', 'revised', 'unfinished', 'installed'])
      .nullable()
      .describe(
        'uninstalled: the state has it, Helm does not. revised: Helm has another revision than the stack made. unfinished: the last one failed, or is pending. installed: Helm has it, the state does not. null: as the stack left it.',
      ),
    objects: list(object).describe('Those that are not as applied; empty for a release that was uninstalled'),
    outdated: list(outdated),
    isDrifted: z.boolean().describe('Whether any of this differs'),
  })
  .describe('A release of the stack, or of its state');

const folded = z
  .strictObject({
    noise: z
      .enum(['autoscaler', 'restart', 'certificate-authority', 'leader-election', 'controller', 'metadata'])
      .describe(
        'autoscaler: replicas that an autoscaler sets. restart: the annotation by which pods were made anew. certificate-authority: caBundle that a controller fills in. leader-election: who leads. controller: what a controller of Kubernetes fills in. metadata: labels, annotations and finalizers of others.',
      ),
    object: objectId,
    place,
    manager: z.string().nullable().describe('Field manager; null if the server does not tell'),
  })
  .describe('A field that differs and is no drift');

const driftDocument = z.strictObject({
  version: z.literal(1).describe('Of this document'),
  project: z.string().describe('name: of the stack file'),
  stack: z.string().describe('Of Pulumi'),
  directory: z
    .string()
    .describe('The stack directory, relative to the root of the repository, else to the working directory'),
  cluster: z.string().describe('Its identifier, as in the stack file'),
  isDrifted: z.boolean().describe('Whether there is any, so that --detect says it by the exit code'),
  counts: z
    .strictObject({
      byHand: count.describe('Releases that are not as the stack left them'),
      changed: count.describe('Objects'),
      missing: count.describe('Objects'),
      taken: count.describe('Objects'),
      fields: count.describe('Of changed objects'),
      outdated: count.describe('Workloads'),
    })
    .describe('How many'),
  compared: count.describe('Objects that were compared'),
  releases: list(release).describe('All of them'),
  backing: list(object).describe('Of what Pulumi keeps itself: those that are not as applied'),
  folded: list(folded),
  gaps: list(z.string()).describe('What is not known, and why'),
});

type DriftDocument = z.output<typeof driftDocument>;

export function driftJson(report: DriftReport): DriftDocument {
  return {
    version: 1,
    counts: driftCounts(report),
    ...report,
    releases: report.releases.map((each) => ({ ...each, objects: each.objects.map(objectJson) })),
    backing: report.backing.map(objectJson),
    folded: report.folded.map((each) => ({ ...each, place: placeJson(each.place) })),
  };
}

const objectJson = (drift: ObjectDrift): z.output<typeof object> => ({
  ...drift,
  fields: fieldsJson(drift.fields),
});

export function driftJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(driftDocument, { target: 'draft-07', io: 'output' });
  return {
    $schema,
    $id: 'urn:k8s-deploy:v1:drift.schema.json',
    title: 'Result of k8s-deploy drift --json',
    ...schema,
  };
}
