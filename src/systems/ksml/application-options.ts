/** What a stack file says of a KSML application: the body of the provisioner's `POST /deploy`, and how the runner runs it. */
import { z } from 'zod';
import {
  chart,
  dataKey,
  dnsLabel,
  dnsSubdomain,
  duration,
  image,
  labels,
  port,
  quantity,
  releaseFields,
  resources,
  seconds,
  textSource,
  values,
} from '../../stack/fields.ts';
import { synonyms } from '../../stack/synonyms.ts';
import { kafka } from './kafka.ts';
import { applicationReleaseName, releaseNameProblem } from './release-name.ts';
import { runnerFiles } from './runner-files.ts';

const defaultChart = { ref: 'oci://registry.axual.io/opensource/charts/ksml', version: '1.3.0' } as const;

const namePart = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    'expected lower-case letters, digits and "-", starting and ending with a letter or digit (KP-15)',
  );

const schema = z.strictObject({
  name: dataKey.describe('File name, such as SensorData.avsc.'),
  body: textSource.describe('The schema.'),
});
synonyms.add(schema, { schemaFileName: 'name', schemaBody: 'body' });

const store = z.strictObject({
  size: quantity.describe('Size of the volume, such as "1Gi". Cannot be changed later (KR-2).'),
  storageClass: dnsSubdomain.optional().describe("StorageClass. Default: the cluster's."),
  accessModes: z
    .array(z.enum(['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany']))
    .min(1)
    .default(['ReadWriteOnce'])
    .describe('Access modes of the claim. Default: [ReadWriteOnce].'),
  fsGroup: z
    .int()
    .min(0)
    .default(0)
    .describe('Group that owns the volume: the group of the user in the image (KP-14). Default: 0.'),
});

const serviceMonitor = z.strictObject({
  interval: duration.default('30s').describe('Time between two scrapes. Default: 30s.'),
  scrapeTimeout: duration.default('10s').describe('Time for one scrape. Default: 10s.'),
  labels: labels.optional().describe('Labels that your Prometheus selects by. Default: none.'),
});

const prometheus = z.strictObject({
  port: port.default(9999).describe('Port of the metrics. Default: 9999.'),
  serviceMonitor: serviceMonitor.optional().describe('Have the Prometheus Operator scrape it. Default: no.'),
  rules: z
    .boolean()
    .default(false)
    .describe("The chart's alerting rules, as a PrometheusRule. Default: false."),
});

const networkPolicy = z.strictObject({
  ingress: z.array(values).describe('`spec.ingress` of the NetworkPolicy; [] allows nothing.'),
  egress: z.array(values).describe('`spec.egress` of the NetworkPolicy; [] allows nothing.'),
});

export const options = z.strictObject({
  system: z.literal('ksml-application').describe('A KSML application, with the runner chart of KSML.'),
  ...releaseFields,
  chart: chart
    .prefault(defaultChart)
    .describe(`The KSML runner. Default: ${defaultChart.ref}, version ${defaultChart.version}.`),
  namespace: dnsLabel.default('ksml').describe('Namespace of the application. Default: ksml.'),
  tenant: namePart.describe('First part of the release name.'),
  instance: namePart.describe('Second part of the release name.'),
  environment: namePart.describe('Third part of the release name.'),
  application: namePart.describe(
    'Fourth part of the release name, and the namespace of the definition in KSML.',
  ),
  replicas: z.int().min(0).default(1).describe('Number of pods. Default: 1.'),
  definition: textSource.describe('The KSML definition, a YAML map.'),
  kafka: kafka.describe('Kafka client properties; bootstrap.servers and application.id are required.'),
  schemas: z
    .array(schema)
    .max(100)
    .default([])
    .describe('Schema files that the definition refers to. Default: none.'),
  deploymentMode: z
    .enum(['StatefulSet', 'Job'])
    .default('StatefulSet')
    .describe('`Job` for a producer that ends. Default: StatefulSet.'),
  store: store
    .optional()
    .describe('Volume for state. Default: 10Mi of the node, for an application without state (KR-2).'),
  podSecurity: z
    .enum(['restricted', 'chart'])
    .default('restricted')
    .describe(
      '`restricted`: as the Pod Security Standard of that name asks. `chart`: nothing is set (KR-7). Default: restricted.',
    ),
  prometheus: prometheus.optional().describe('Metrics. Default: none.'),
  networkPolicy: networkPolicy.optional().describe('Traffic that is allowed. Default: everything (KR-8).'),
  image: image.optional().describe("Image of the runner. Default: the chart's."),
  resources: resources.optional().describe('Requests and limits. Default: none.'),
});
synonyms.add(options, { kafkaProperties: 'kafka', replicaCount: 'replicas' });
export type ApplicationOptions = z.output<typeof options>;

export function refuseCombinations(parsed: ApplicationOptions, context: z.RefinementCtx): void {
  const refuse = (path: readonly (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path: [...path], message });
  const tooLong = releaseNameProblem(parsed);
  if (tooLong !== null) refuse(['application'], tooLong);
  const name = applicationReleaseName(parsed);
  if (parsed.releaseName !== undefined && parsed.releaseName !== name) {
    refuse(
      ['releaseName'],
      `KP-15: the release is named "${name}", after tenant, instance, environment and application; remove releaseName`,
    );
  }
  if (parsed.deploymentMode === 'Job') refuseInJob(parsed, refuse);
  refuseSchemaNames(parsed, refuse);
  const monitor = parsed.prometheus?.serviceMonitor;
  if (monitor !== undefined && seconds(monitor.scrapeTimeout) > seconds(monitor.interval)) {
    refuse(
      ['prometheus', 'serviceMonitor', 'scrapeTimeout'],
      `KR-6: a scrape may take no longer than the interval, which is ${monitor.interval}`,
    );
  }
}

type Refuse = (path: readonly (string | number)[], message: string) => void;

/** KR-9: the chart ignores these in a Job. */
function refuseInJob(
  { replicas, store: volume, prometheus: metrics }: ApplicationOptions,
  refuse: Refuse,
): void {
  const inStatefulSet = 'remove it, or use deploymentMode: StatefulSet';
  if (replicas !== 1) refuse(['replicas'], `KR-9: a Job has one pod; ${inStatefulSet}`);
  if (volume !== undefined) refuse(['store'], `KR-9: a Job has no volume for state; ${inStatefulSet}`);
  if (metrics?.serviceMonitor !== undefined) {
    refuse(['prometheus', 'serviceMonitor'], `KR-5: a Job has no ServiceMonitor; ${inStatefulSet}`);
  }
  if (metrics?.rules === true)
    refuse(['prometheus', 'rules'], `KR-5: a Job has no PrometheusRule; ${inStatefulSet}`);
}

/** All files of the runner are keys of one ConfigMap. */
function refuseSchemaNames({ schemas }: ApplicationOptions, refuse: Refuse): void {
  const taken = new Set<string>(Object.values(runnerFiles));
  for (const [index, { name }] of schemas.entries()) {
    if (taken.has(name))
      refuse(['schemas', index, 'name'], `KR-1: the runner already has a file "${name}"; give another name`);
    taken.add(name);
  }
}
