/** The environment of the Pulumi CLI, without what makes it show secrets or do other things than it is told. */

/**
 * Every option of the CLI is also read from `PULUMI_OPTION_…`: SHOW_SECRETS prints secrets, VERBOSE and LOGTOSTDERR print requests and, from 11, credentials,
 * TARGET and REFRESH change what is done. Only how many steps run at a time is left to the caller.
 */
const cliOption = /^PULUMI_OPTION_(?!PARALLEL$)/;

/** They write or send what goes between engine and providers, or what providers and Helm see, as it is. */
const recorders: ReadonlySet<string> = new Set([
  'PULUMI_DEBUG_GRPC',
  'PULUMI_LOG_OTLP_ENDPOINT',
  'PULUMI_OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'TF_LOG',
  'TF_LOG_PATH',
  'HELM_DEBUG',
]);

/** With them a cluster that does not answer for a moment is one in which everything is gone, or as it was. */
const denials: ReadonlySet<string> = new Set([
  'PULUMI_K8S_DELETE_UNREACHABLE',
  'PULUMI_K8S_SKIP_UPDATE_UNREACHABLE',
]);

const isLoud = (name: string): boolean => cliOption.test(name) || recorders.has(name) || denials.has(name);

export const quietEnvironment = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !isLoud(name)));

/** The names of those that are left out, for a word about it. */
export const loudVariables = (environment: NodeJS.ProcessEnv): string[] =>
  Object.keys(environment).filter(isLoud).toSorted();
