/** What a stack file says of a worker group. Combinations are judged in `refusals.ts`. */
import { z } from 'zod';
import {
  annotations,
  chart,
  cidr,
  dnsLabel,
  dnsSubdomain,
  duration,
  image,
  releaseFields,
  resources,
  values,
} from '../../stack/fields.ts';
import { synonyms } from '../../stack/synonyms.ts';
import { defaultChart, generation } from './generation.ts';
import { leader } from './leader.ts';
import { sources } from './source.ts';

const percent = z.int().min(1).max(1000);

const autoscaling = z.strictObject({
  min: z.int().min(1).default(2).describe('Least number of workers. Default: 2.'),
  max: z.int().min(1).default(10).describe('Greatest number of workers. Default: 10.'),
  cpu: percent.default(50).describe('CPU use to aim at, in percent of the request. Default: 50.'),
  memory: percent
    .optional()
    .describe('Memory use to aim at, in percent of the request. Default: not looked at.'),
  behavior: values
    .optional()
    .describe('`spec.behavior` of the HorizontalPodAutoscaler. Default: that of Kubernetes.'),
});

const service = z.strictObject({
  type: z
    .enum(['LoadBalancer', 'NodePort', 'ClusterIP'])
    .default('LoadBalancer')
    .describe('Type of the Service. Default: LoadBalancer.'),
  annotations: annotations.optional().describe('Annotations for the load balancer. Default: none.'),
  sourceRanges: z
    .array(cidr)
    .min(1, 'expected at least one CIDR block; leave sourceRanges out to let in every address')
    .optional()
    .describe('Addresses that the load balancer lets in. Default: every address (LS-19).'),
  externalTrafficPolicy: z
    .enum(['Cluster', 'Local'])
    .optional()
    .describe("`Local` keeps the client's address. Default: Cluster."),
});

export const options = z.strictObject({
  system: z.literal('logstream-worker-group').describe('Workers of Cribl LogStream.'),
  ...releaseFields,
  chart: chart
    .prefault(defaultChart)
    .describe(`The chart. Default: ${defaultChart.ref}, version ${defaultChart.version}.`),
  namespace: dnsLabel.default('logstream').describe('Namespace of the workers. Default: logstream.'),
  generation: generation
    .optional()
    .describe(
      'Interface of the chart. Default: by its version, 1.x has that of "1.0" and 4.x that of "4"; without a version "4".',
    ),
  leader: leader.describe('The leader, and the worker group that it keeps.'),
  sources: sources.describe("The group's Sources. The ports of the Service are derived from them (LS-1)."),
  service: service.prefault({}).describe('How data reaches the workers.'),
  autoscaling: z
    .union([z.literal(false), autoscaling], { error: 'expected false or {min, max, cpu}' })
    .prefault({})
    .describe('Autoscaling, or `false`. Needs the metrics server. Default: 2 to 10 workers at 50 % CPU.'),
  replicas: z.int().min(0).optional().describe('Number of workers without autoscaling. Default: 1.'),
  image: image
    .optional()
    .describe("Image. Default: the chart's. Workers and leader should run one version (LS-13)."),
  imagePullSecrets: z
    .array(dnsSubdomain)
    .optional()
    .describe('Names of Secrets to pull the image with. Default: none.'),
  resources: resources
    .optional()
    .describe('Requests and limits, laid over those of the chart, which requests 1250m CPU and 256Mi.'),
  podAnnotations: annotations.optional().describe('Annotations of the pods. Default: none.'),
  clusterRole: z
    .boolean()
    .optional()
    .describe(
      'Let workers read the pods of the whole cluster; whoever deploys needs cluster rights (LS-22). Default: true.',
    ),
  serviceAccountAnnotations: annotations
    .optional()
    .describe("Annotations of the workers' service account, for workload identity. Default: none."),
  terminationGracePeriod: duration
    .optional()
    .describe('Time that a pod has to finish, such as "60s". Default: 30s.'),
});
synonyms.add(options, { replicaCount: 'replicas' });
export type Options = z.output<typeof options>;
