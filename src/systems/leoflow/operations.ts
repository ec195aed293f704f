/** Scaling, disruption, traffic and metrics: options of the same names as the chart's values, and those values. */
import { z } from 'zod';
import type { Values } from '../../stack/desired.ts';
import { annotations, dnsLabel, dnsSubdomain, duration, labels, values } from '../../stack/fields.ts';
import { given } from '../given.ts';

const percent = z.int().min(1).max(100);
const rules = z.array(z.record(z.string(), z.json()));
const amount = 'expected a number of pods from 1, or a percentage such as "50%"';
const pods = z.union([z.int().min(1, amount), z.string().regex(/^([1-9]?\d|100)%$/, amount)], {
  error: amount,
});

export const autoscaling = z.strictObject({
  min: z.int().min(1).default(2).describe('Pods at least. Default: 2.'),
  max: z.int().min(1).default(6).describe('Pods at most. Default: 6.'),
  cpu: percent.optional().describe('Percent of the requested CPU to aim at. Default: 70.'),
  memory: percent.optional().describe('Percent of the requested memory to aim at. Default: not used.'),
  behavior: values
    .optional()
    .describe('`spec.behavior` of the HorizontalPodAutoscaler. Default: that of Kubernetes.'),
});

export const podDisruptionBudget = z.strictObject({
  minAvailable: pods.optional().describe('Pods that a drain must leave. Either this or maxUnavailable.'),
  maxUnavailable: pods
    .optional()
    .describe('Pods that a drain may take at once. Either this or minAvailable.'),
});

export const networkPolicy = z.strictObject({
  ingressFrom: rules
    .optional()
    .describe('Who may reach HTTP and the agent port: `from` of a NetworkPolicy. Default: everybody.'),
  metricsFrom: rules
    .optional()
    .describe('Who may reach the metrics: `from` of a NetworkPolicy. Default: nobody.'),
  egress: rules
    .optional()
    .describe('What the pods may reach besides DNS: `egress` of a NetworkPolicy. Default: everything.'),
});

export const serviceMonitor = z.strictObject({
  namespace: dnsLabel.optional().describe('Default: the release’s.'),
  interval: duration.default('30s').describe('How often Prometheus reads the metrics. Default: 30s.'),
  scrapeTimeout: duration.default('10s').describe('How long it waits; at most the interval. Default: 10s.'),
  labels: labels.optional().describe('Labels that your Prometheus selects by (LF-11). Default: none.'),
});

export const ingress = z.strictObject({
  className: dnsSubdomain.optional().describe('Default: the cluster’s.'),
  annotations: annotations.optional().describe('Default: none.'),
  hosts: z
    .array(
      z.strictObject({
        host: z.string().min(1).describe('DNS name.'),
        paths: z
          .array(
            z.strictObject({
              path: z
                .string()
                .startsWith('/', 'expected a path that starts with "/"')
                .default('/')
                .describe('Default: /.'),
              pathType: z
                .enum(['Prefix', 'Exact', 'ImplementationSpecific'])
                .default('Prefix')
                .describe('Default: Prefix.'),
            }),
          )
          .min(1)
          .prefault([{}])
          .describe('Default: everything.'),
      }),
    )
    .min(1)
    .describe('Hosts and paths that lead to Leoflow.'),
  tls: z
    .array(
      z.strictObject({
        hosts: z.array(z.string().min(1)).min(1).describe('DNS names.'),
        secretName: dnsSubdomain.describe('kubernetes.io/tls Secret, e.g. of cert-manager.'),
      }),
    )
    .optional()
    .describe('Default: no TLS.'),
});

export const otel = z.strictObject({
  endpoint: z
    .string({ error: 'expected the collector’s address HOST:PORT (LF-27)' })
    .regex(/^(https?:\/\/)?[^\s/:]+:\d{1,5}$/, 'expected the collector’s address HOST:PORT (LF-27)')
    .describe('OTLP/gRPC address of the collector, e.g. otel-collector:4317.'),
});

interface Operations {
  readonly autoscaling?: z.output<typeof autoscaling> | undefined;
  readonly podDisruptionBudget?: z.output<typeof podDisruptionBudget> | undefined;
  readonly networkPolicy?: z.output<typeof networkPolicy> | undefined;
  readonly serviceMonitor?: z.output<typeof serviceMonitor> | undefined;
  readonly ingress?: z.output<typeof ingress> | undefined;
  readonly otel?: z.output<typeof otel> | undefined;
}

export function operationValues({
  autoscaling: scale,
  podDisruptionBudget: budget,
  networkPolicy: policy,
  serviceMonitor: monitor,
  ingress: entry,
  otel: traces,
}: Operations): Values {
  return given({
    autoscaling:
      scale === undefined
        ? undefined
        : {
            enabled: true,
            minReplicas: scale.min,
            maxReplicas: scale.max,
            targetCPUUtilizationPercentage: scale.cpu,
            targetMemoryUtilizationPercentage: scale.memory,
            behavior: scale.behavior,
          },
    // "" is the chart's own way to leave one of the two out; its default for minAvailable is 1 (LF-13).
    podDisruptionBudget:
      budget === undefined
        ? undefined
        : {
            enabled: true,
            minAvailable: budget.minAvailable ?? '',
            maxUnavailable: budget.maxUnavailable ?? '',
          },
    networkPolicy: policy === undefined ? undefined : { enabled: true, ...policy },
    metrics:
      monitor === undefined
        ? undefined
        : {
            serviceMonitor: {
              enabled: true,
              namespace: monitor.namespace,
              interval: monitor.interval,
              scrapeTimeout: monitor.scrapeTimeout,
              additionalLabels: monitor.labels,
            },
          },
    ingress: entry === undefined ? undefined : { enabled: true, ...entry },
    observability: traces === undefined ? undefined : { otel: { enabled: true, endpoint: traces.endpoint } },
  });
}
