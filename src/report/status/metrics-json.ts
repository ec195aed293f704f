/** What pods use, for programs: CPU in cores, memory in bytes. Its schema is `schemas/metrics.schema.json`. */
import { z } from 'zod';
import type { PodUsage } from '../../kubernetes/pod-usage.ts';
import { jsonDocumentSchema } from '../json-document.ts';
import { list } from '../plan/json-fields.ts';

export interface ReleaseUsage {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly pods: readonly PodUsage[];
}

export interface StackUsage {
  readonly releases: readonly ReleaseUsage[];
  /** What is not known, and why. */
  readonly gaps: readonly string[];
}

const amount = z.number().min(0).nullable();
const usage = z.strictObject({
  used: amount.describe('Null if it was not measured'),
  request: amount.describe('What the container asks for; null if nothing'),
  limit: amount.describe('What it may have; null if there is no limit'),
});

const metricsReport = z.strictObject({
  version: z.literal(1).describe('Of this document'),
  releases: list(
    z.strictObject({
      key: z.string().describe('Under releases: of the stack file'),
      name: z.string().describe("Helm's name"),
      namespace: z.string().describe('Of the release'),
      pods: list(
        z.strictObject({
          name: z.string().describe('Of the pod'),
          namespace: z.string().describe('Of the pod'),
          time: z.string().nullable().describe('When it was measured, ISO 8601; null if it was not yet'),
          window: z.string().nullable().describe('Over how long: 15s'),
          containers: list(
            z.strictObject({
              name: z.string().describe('Of the container'),
              cpu: usage.describe('Cores'),
              memory: usage.describe('Bytes'),
            }),
          ),
        }),
      ),
    }),
  ),
  gaps: list(z.string()).describe('What is not known, and why'),
});

export const metricsJsonSchema = (): object =>
  jsonDocumentSchema('metrics', 'Result of k8s-deploy metrics --json', metricsReport);

export const metricsJson = ({ releases, gaps }: StackUsage): z.output<typeof metricsReport> => ({
  version: 1,
  releases: releases.map(({ key, name, namespace, pods }) => ({
    key,
    name,
    namespace,
    pods: pods.map(({ pod, namespace: place, measured, containers }) => ({
      name: pod,
      namespace: place,
      time: measured?.time ?? null,
      window: measured?.window ?? null,
      containers,
    })),
  })),
  gaps,
});
