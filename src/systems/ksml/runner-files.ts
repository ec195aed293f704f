/** Files in the runner's ConfigMap. `runner` and `metrics` are the chart's; `definition` is our name for the application's. */
export const runnerFiles = {
  runner: 'ksml-runner.yaml',
  metrics: 'ksml-metrics-config.yml',
  definition: 'ksml-definition.yaml',
} as const;

/** A ConfigMap holds 1 MiB; what the chart adds to the application's files is well under 64 KiB. */
export const runnerFileBytes = 1024 * 1024 - 64 * 1024;
