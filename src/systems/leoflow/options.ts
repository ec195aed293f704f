import { z } from 'zod';
import { annotations, dnsSubdomain, image, quantity, releaseFields, resources } from '../../stack/fields.ts';
import { synonyms } from '../../stack/synonyms.ts';
import { agentTls } from './agent-tls.ts';
import { auth, bootstrap, secretKey } from './credentials.ts';
import { database, redis } from './datastores.ts';
import { migrations } from './migrations.ts';
import {
  autoscaling,
  ingress,
  networkPolicy,
  otel,
  podDisruptionBudget,
  serviceMonitor,
} from './operations.ts';
import { poc } from './poc.ts';
import { refuse } from './refusals.ts';
import { tasks } from './tasks.ts';

const fields = z.strictObject({
  system: z.literal('leoflow').describe('Leoflow, a workflow control plane.'),
  ...releaseFields,

  replicas: z
    .int()
    .min(1)
    .optional()
    .describe('Pods. All serve the API, one schedules. Not beside `autoscaling`. Default: 1.'),
  database: database.optional().describe('PostgreSQL, 13 or later. Required without poc.postgresql.'),
  redis: redis.optional().describe('Redis, 6 or later. Required without poc.redis.'),
  auth: auth.describe('Tokens of the API and the agents.'),
  secretKey: secretKey
    .optional()
    .describe(
      'AES-256 key for the passwords of connections: a secret source with 32 bytes as text, 64 hexadecimal digits or base64, or {existingSecret}. ' +
        'Take "openssl rand -hex 32". Default: none, and no connections can be kept.',
    ),
  bootstrap: bootstrap.optional().describe('The first administrator, on the first install. Default: none.'),
  secretName: dnsSubdomain
    .optional()
    .describe(
      'Fixed name for the Secret with the credentials given by source. Default: a new name whenever one changes, so that the pods roll.',
    ),
  agentTLS: agentTls.describe('TLS between the agents in task pods and the server.'),
  tasks: tasks.prefault({}).describe('Where task pods run, and what they get.'),
  migrations: migrations
    .prefault({})
    .describe('The Job that migrates the database before each install and upgrade.'),
  logs: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe('false: the logs go with the pod. Default: true, in a volume.'),
      accessMode: z
        .enum(['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'])
        .default('ReadWriteOnce')
        .describe('ReadWriteMany for more than one pod. Default: ReadWriteOnce.'),
      size: quantity.optional().describe('Size of the volume. Default: 50Gi.'),
      storageClass: dnsSubdomain.optional().describe('Default: the cluster’s.'),
    })
    .prefault({})
    .describe('Volume for the logs of tasks.'),
  autoscaling: autoscaling.optional().describe('Scale by load, from min to max pods. Default: off.'),
  podDisruptionBudget: podDisruptionBudget.optional().describe('What a drain may take. Default: no budget.'),
  networkPolicy: networkPolicy
    .optional()
    .describe('Who may reach the pods, and whom they may. Default: no policy.'),
  serviceMonitor: serviceMonitor
    .optional()
    .describe('Let the Prometheus Operator read the metrics. Default: off.'),
  ingress: ingress.optional().describe('Reach the API and the UI from outside. Default: off.'),
  otel: otel.optional().describe('Export traces. Default: off.'),
  logging: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).optional().describe('Default: info.'),
      format: z.enum(['json', 'console']).optional().describe('Default: json.'),
    })
    .optional()
    .describe('The server’s own log.'),
  image: image
    .optional()
    .describe('Image of the server; the migrations get the same tag. Default: the chart’s.'),
  imagePullSecrets: z
    .array(dnsSubdomain)
    .default([])
    .describe(
      'Existing Secrets to pull the server’s image with; the migration Job has none (LF-25). Default: none.',
    ),
  serviceAccount: z
    .strictObject({
      create: z
        .boolean()
        .optional()
        .describe('false: it exists already, and `name` is needed. Default: true.'),
      name: dnsSubdomain.optional().describe('Default: the chart’s full name.'),
      annotations: annotations.optional().describe('Cloud identity of the server. Default: none.'),
    })
    .optional()
    .describe('Service account of the server.'),
  service: z
    .strictObject({
      type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer']).optional().describe('Default: ClusterIP.'),
      annotations: annotations.optional().describe('Default: none.'),
    })
    .optional()
    .describe('The Service.'),
  resources: resources.optional().describe('Default: the chart’s.'),
  poc: poc
    .optional()
    .describe(
      'Proof of concept, not for production: PostgreSQL and Redis beside Leoflow. true: both, as they are by default. Their passwords are in the Pulumi configuration keys <key>-postgresql-password and <key>-redis-password, <key> being the release’s. Default: off.',
    ),
});
synonyms.add(fields, { replicaCount: 'replicas' });

export type LeoflowOptions = z.output<typeof fields>;

export const options = fields.superRefine((given, context) => {
  for (const { path, message } of refuse(given))
    context.addIssue({ code: 'custom', path: [...path], message });
});
