/** Why something in the cluster is not as it should be, for programs. */
import { z } from 'zod';
import type { CauseId } from '../../triage/trouble.ts';
import { objectId } from '../check/json.ts';
import { list } from '../plan/json-fields.ts';

const causes: Readonly<Record<CauseId, string>> = {
  'image-pull': 'no such image, no access to it, or a malformed name',
  'missing-secret': 'a Secret that a pod refers to is not there',
  'missing-config-map': 'a ConfigMap that a pod refers to is not there',
  'missing-key': 'the object is there, the key in it is not',
  'crash-loop': 'the container ends again and again',
  'container-exit': 'the container ended with an error',
  'out-of-memory': 'the container took more memory than it may',
  'failed-probe': 'a probe fails',
  unschedulable: 'no node fits the pod',
  quota: 'a ResourceQuota or LimitRange refuses',
  'volume-claim': 'a claim is pending or lost',
  'volume-mount': 'a volume cannot be mounted',
  webhook: 'an admission webhook refuses, or does not answer',
  forbidden: 'the deploying identity lacks a right',
  invalid: 'the API server refuses the object',
  'immutable-field': 'the API server refuses to change the field',
  'missing-kind': 'the cluster has no such kind',
  'missing-namespace': 'the namespace is not there',
  'name-taken': 'the object is there and belongs to somebody else',
  'pod-security': "the namespace's pod security level refuses",
  'service-account': 'the service account is not there',
  'hook-failed': 'a hook ended in failure',
  'not-ready': 'it runs and is not ready, and nothing says why',
  timeout: 'time ran out while it was on its way',
  unreachable: 'the API server did not answer',
  unknown: "nothing was found in the cluster; the message is Helm's",
};

const causeText = Object.entries(causes)
  .map(([id, words]) => `${id}: ${words}`)
  .join('. ');

const event = z
  .strictObject({
    type: z.enum(['Normal', 'Warning']).describe('As Kubernetes has it'),
    reason: z.string().describe('FailedScheduling'),
    message: z.string().describe('In the words of who wrote it'),
    count: z.int().min(0).describe('How often'),
    time: z.string().describe('ISO 8601, of the last one'),
  })
  .describe('What the cluster said of an object');

export const trouble = z
  .strictObject({
    cause: z.enum(Object.keys(causes) as CauseId[]).describe(`Of a closed set. ${causeText}.`),
    object: objectId.describe('To blame'),
    of: objectId
      .nullable()
      .describe('The object of the release that it belongs to; null if it is one itself'),
    container: z.string().nullable().describe('Null if it is of none'),
    message: z.string().describe('What is wrong'),
    hint: z.string().describe('What to do'),
    events: list(event).describe('Newest last; at most five'),
    log: z
      .strictObject({
        pod: z.string().describe('Its name'),
        container: z.string().describe('Its name'),
        previous: z.boolean().describe('Of the container before the last restart'),
        lines: list(z.string()).describe('The last ones, without secrets'),
      })
      .nullable()
      .describe("The end of the failing container's log"),
  })
  .describe('Why something is not as it should be');
