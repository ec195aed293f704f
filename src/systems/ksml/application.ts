/** From a KSML application to values of the runner chart: what `POST /deploy` of the provisioner does, without the server. */
import { Buffer } from 'node:buffer';
import type { Notice } from '../../stack/desired.ts';
import { given, type Given } from '../given.ts';
import { imageValues } from '../image.ts';
import type { Recipe, RecipeContext } from '../system.ts';
import type { ApplicationOptions } from './application-options.ts';
import { readDefinition } from './definition.ts';
import { kafkaConnection, type KafkaConnection } from './kafka.ts';
import { applicationReleaseName } from './release-name.ts';
import { runnerFileBytes, runnerFiles } from './runner-files.ts';

const imageRepository = 'registry.axual.io/opensource/images/axual/ksml';

export function applicationRecipe(options: ApplicationOptions, context: RecipeContext): Recipe {
  const releaseName = applicationReleaseName(options);
  const kafka = kafkaConnection(options.kafka, { namespace: options.namespace, releaseName }, context);
  const { application, replicas, deploymentMode, prometheus, networkPolicy, image, resources } = options;
  const files = filesOf(options, context);
  const values = given({
    image: image && imageValues(image, imageRepository),
    ...(deploymentMode === 'Job' ? { deploymentMode } : { replicaCount: replicas }),
    ksmlRunnerConfig: { definitions: { [application]: runnerFiles.definition }, kafka: kafka.properties },
    ksmlDefinitions: { [runnerFiles.definition]: files.definition },
    schemaDefinitions: options.schemas.length === 0 ? undefined : files.schemas,
    ...storage(options),
    ...(prometheus && monitoring(prometheus)),
    networkPolicy: networkPolicy && { enabled: true, ...networkPolicy },
    resources,
    volumes: kafka.credentials?.volumes,
    volumeMounts: kafka.credentials?.volumeMounts,
  });
  return {
    releaseName,
    values,
    backing: kafka.credentials === null ? [] : [kafka.credentials.secret],
    notices: noticesOf(options, { kafka, isStateful: files.isStateful }, context),
  };
}

interface Files {
  readonly definition: string;
  readonly schemas: Readonly<Record<string, string>>;
  readonly isStateful: boolean;
}

/** Reads the definition and the schemas; what is wrong with them is reported at their field. */
function filesOf({ definition: source, schemas }: ApplicationOptions, context: RecipeContext): Files {
  const text = context.text(source);
  const definition = readDefinition(source, text);
  if (definition.problem !== null) context.problem(context.path('definition'), definition.problem);
  const bodies = Object.fromEntries(schemas.map(({ name, body }) => [name, context.text(body)]));
  const bytes = [text, ...Object.values(bodies)].reduce((sum, file) => sum + Buffer.byteLength(file), 0);
  if (bytes > runnerFileBytes) {
    const message = `definition and schemas have ${bytes} bytes together; the runner's ConfigMap takes ${runnerFileBytes}`;
    context.problem(context.path('definition'), message);
  }
  return {
    definition: text,
    schemas: bodies,
    isStateful: definition.problem === null && definition.isStateful,
  };
}

/** The volume for state and the security contexts, which meet in `fsGroup`. */
function storage({ store, podSecurity }: ApplicationOptions): Record<string, Given> {
  const isRestricted = podSecurity === 'restricted';
  return {
    store: store && {
      spec: {
        accessModes: store.accessModes,
        resources: { requests: { storage: store.size } },
        storageClassName: store.storageClass,
      },
    },
    podSecurityContext:
      isRestricted || store !== undefined
        ? {
            ...(isRestricted && { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }),
            fsGroup: store?.fsGroup,
          }
        : undefined,
    securityContext: isRestricted
      ? { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }
      : undefined,
  };
}

/** Without `prometheus.enabled` the chart would leave out the other two and say nothing (KR-5). Ports are texts (its schema). */
function monitoring(options: NonNullable<ApplicationOptions['prometheus']>): Record<string, Given> {
  const { port, serviceMonitor, rules } = options;
  return {
    prometheus: { enabled: true, port: String(port) },
    serviceMonitor: serviceMonitor && { enabled: true, ...serviceMonitor },
    prometheusRule: rules ? { enabled: true } : undefined,
  };
}

function noticesOf(
  options: ApplicationOptions,
  { kafka, isStateful }: { kafka: KafkaConnection; isStateful: boolean },
  context: RecipeContext,
): Notice[] {
  const found: Notice[] = [];
  if (isStateful && options.store === undefined && options.deploymentMode === 'StatefulSet') {
    const message = 'the definition has tables or stores, but only 10Mi to keep them; set store.size';
    found.push({ rule: 'KR-2', path: context.path('definition'), message });
  }
  if (options.deploymentMode === 'Job') {
    const message = 'a Job runs once: a change of the definition fails to update it until the Job is deleted';
    found.push({ rule: 'KR-9', path: context.path('deploymentMode'), message });
  }
  if (kafka.credentials?.byProvider === true && !options.chart.version?.startsWith('1.')) {
    const message =
      'secret properties set config.providers a second time beside the chart; KSML 1 takes the last one, KSML 2 refuses to start. Certificates can come as files instead (ssl.keystore.location)';
    found.push({ rule: 'KR-10', path: context.path('kafka'), message });
  }
  return found;
}
