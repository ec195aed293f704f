/** The status for programs. Its schema is `schemas/status.schema.json`, and changes only with `version`. */
import { z } from 'zod';
import { objectId } from '../check/json.ts';
import { list } from '../plan/json-fields.ts';
import type { StackStatus } from './status.ts';

const count = z.int().min(0);
const time = z.string().nullable().describe('ISO 8601; null if it is not known');

const workload = z.strictObject({
  object: objectId,
  exists: z.boolean().describe('False if it was applied and is not there'),
  ready: count.nullable().describe('Pods that are ready and of the newest template, completions of a Job'),
  wanted: count.nullable().describe('Null for what has no pods of its own, and for what is not there'),
  state: z
    .enum(['progressing', 'ready', 'failed'])
    .nullable()
    .describe('ready and failed: nothing more will come of waiting'),
  note: z.string().nullable().describe('What is missing'),
});

const autoscaler = z.strictObject({
  object: objectId,
  target: z.string().describe('What it scales: Deployment web'),
  current: count.nullable().describe('Replicas that are there; null if it has not looked yet'),
  desired: count.nullable().describe('Replicas that it wants'),
  min: count.describe('Its least'),
  max: count.describe('Its most'),
  metrics: list(
    z.strictObject({
      name: z.string().describe('cpu, memory of container web'),
      current: z.string().nullable().describe('35%, 250m; null if it is not known'),
      target: z.string().describe('50%, 500m'),
    }),
  ),
  note: z.string().nullable().describe('Why it does not scale, or not as far as it would'),
});

const lease = z.strictObject({
  object: objectId,
  holder: z.string().nullable().describe('As it calls itself, most often a pod; null if nobody holds it'),
  acquired: time,
  renewed: time,
  seconds: count.nullable().describe('How long it lasts after it was renewed'),
  transitions: count.describe('How often it has changed hands'),
  expired: z.boolean().describe('It has run out'),
});

const release = z.strictObject({
  key: z.string().describe('Under releases: in the stack file'),
  name: z.string().describe("Helm's name for it"),
  namespace: z.string(),
  system: z.string().nullable().describe('Null for a plain chart'),
  health: z
    .enum(['ready', 'progressing', 'failed', 'absent', 'unknown'])
    .describe('absent: Helm has none. unknown: nobody could tell'),
  helm: z
    .strictObject({
      status: z.string().describe('deployed, failed, pending-upgrade: as Helm has it'),
      revision: z.int().min(1).describe('The last one'),
      chart: z.strictObject({
        name: z.string(),
        version: z.string(),
        appVersion: z.string().nullable(),
      }),
      updated: time,
      description: z.string().describe('What Helm says of the last change'),
    })
    .nullable()
    .describe('Null if Helm has none'),
  workloads: list(workload).describe('Claims and load balancers only while they are not ready'),
  autoscalers: list(autoscaler),
  lease: lease.nullable().describe('By which sf2loki elects the replica that delivers; null if it does not'),
});

const statusReport = z.strictObject({
  version: z.literal(1).describe('Of this format'),
  project: z.string().describe('name: of the stack file'),
  stack: z.string(),
  directory: z.string().describe('Of the stack file, in its repository'),
  releases: list(release),
  gaps: list(z.string()).describe('What is not known, and why'),
});

type StatusReport = z.output<typeof statusReport>;

export function statusJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(statusReport, { target: 'draft-07', io: 'output' });
  return {
    $schema,
    $id: 'urn:k8s-deploy:v1:status.schema.json',
    title: 'Result of k8s-deploy status --json',
    ...schema,
  };
}

export const statusJson = ({ releases, gaps, project, stack, directory }: StackStatus): StatusReport => ({
  version: 1,
  project,
  stack,
  directory,
  releases: releases.map(
    ({ key, name, namespace, system, health, helm, workloads, autoscalers, lease: elected }) => ({
      key,
      name,
      namespace,
      system,
      health,
      helm: helm === null ? null : { ...helm, updated: helm.updated === '' ? null : helm.updated },
      workloads: workloads.map(({ object, exists, rollout }) => ({
        object,
        exists,
        ready: rollout?.ready ?? null,
        wanted: rollout?.wanted ?? null,
        state: rollout?.state ?? null,
        note: rollout?.note ?? null,
      })),
      autoscalers,
      lease: elected === null ? null : leaseJson(elected),
    }),
  ),
  gaps,
});

function leaseJson({
  object,
  lease: found,
}: NonNullable<StackStatus['releases'][number]['lease']>): StatusReport['releases'][number]['lease'] {
  return {
    object,
    holder: found?.holder ?? null,
    acquired: found?.acquired ?? null,
    renewed: found?.renewed ?? null,
    seconds: found?.seconds ?? null,
    transitions: found?.transitions ?? 0,
    expired: found?.isExpired ?? false,
  };
}
