/** One function a system: what is typed is the options, what comes out is the release of a stack file. */
import type {
  ChartOptions,
  KsmlApplicationOptions,
  KsmlProvisionerOptions,
  LeoflowOptions,
  LogstreamWorkerGroupOptions,
  Sf2lokiOptions,
} from './options.ts';

/** A release of one system, as `sf2loki()` and the others make it. */
export type Of<System extends string, Options> = Options & { readonly system: System };

/** One entry of `releases`. */
export type Release =
  | ChartOptions
  | Of<'sf2loki', Sf2lokiOptions>
  | Of<'leoflow', LeoflowOptions>
  | Of<'ksml-provisioner', KsmlProvisionerOptions>
  | Of<'ksml-application', KsmlApplicationOptions>
  | Of<'logstream-worker-group', LogstreamWorkerGroupOptions>;

/**
 * sf2loki: Salesforce events to Loki.
 *
 * @example
 * sf2loki({
 *   chart: { ref: 'oci://ghcr.io/rknightion/charts/sf2loki', version: '0.2.0' },
 *   namespace: 'observability',
 *   salesforce: { loginUrl: 'https://acme.my.salesforce.com', username: 'svc@acme.example', clientId: fromEnv('SF_CLIENT_ID') },
 *   loki: { url: 'https://loki.acme.example/loki/api/v1/push', tenant: 'platform' },
 *   credentials: { files: { 'server.key': fromConfig('serverKey'), 'loki-token': fromConfig('lokiToken') } },
 *   state: { store: 'file' },
 * })
 */
export function sf2loki(options: Sf2lokiOptions): Of<'sf2loki', Sf2lokiOptions> {
  return { ...options, system: 'sf2loki' };
}

/** Leoflow, a workflow control plane. */
export function leoflow(options: LeoflowOptions): Of<'leoflow', LeoflowOptions> {
  return { ...options, system: 'leoflow' };
}

/** The KSML Provisioner of Axual, which deploys KSML applications. */
export function ksmlProvisioner(
  options: KsmlProvisionerOptions,
): Of<'ksml-provisioner', KsmlProvisionerOptions> {
  return { ...options, system: 'ksml-provisioner' };
}

/** A KSML application, with the runner chart of KSML. */
export function ksmlApplication(
  options: KsmlApplicationOptions,
): Of<'ksml-application', KsmlApplicationOptions> {
  return { ...options, system: 'ksml-application' };
}

/** Workers of Cribl LogStream. */
export function logstreamWorkerGroup(
  options: LogstreamWorkerGroupOptions,
): Of<'logstream-worker-group', LogstreamWorkerGroupOptions> {
  return { ...options, system: 'logstream-worker-group' };
}

/**
 * Any chart, with values of your own.
 *
 * @example
 * chart({ chart: { ref: './charts/hello' }, namespace: 'hello', values: { replicas: 2 } })
 */
export function chart(options: ChartOptions): ChartOptions {
  return { ...options };
}
