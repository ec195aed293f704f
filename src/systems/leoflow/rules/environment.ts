/** LF-27, LF-28 and every other variable of the server: it says what the values say. */
import { at, type DataPath } from '../../../kubernetes/data.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { hasUnknownVariables, nameOf, variableOf, variablesOf, type Workload } from '../../rules/workload.ts';
import { isGiven, rule, shown, textOf, textual, valueOf, type ControlPlane } from './control-plane.ts';

interface Setting {
  readonly variable: string;
  readonly value: DataPath;
  /** What stands before the value. */
  readonly prefix?: string;
  /** A value that turns it on; without one it is always there. */
  readonly when?: DataPath;
}

const settings: readonly Setting[] = [
  { variable: 'LEOFLOW_SERVER_HTTP_ADDR', value: ['ports', 'http'], prefix: ':' },
  { variable: 'LEOFLOW_SERVER_METRICS_ADDR', value: ['ports', 'metrics'], prefix: ':' },
  { variable: 'LEOFLOW_SERVER_GRPC_ADDR', value: ['ports', 'grpc'], prefix: ':' },
  { variable: 'LEOFLOW_LOGS_DIR', value: ['config', 'logsDir'] },
  { variable: 'LEOFLOW_SCHEDULER_ENABLED', value: ['config', 'scheduler', 'enabled'] },
  { variable: 'LEOFLOW_SCHEDULER_LOOP_INTERVAL_MS', value: ['config', 'scheduler', 'loopIntervalMs'] },
  { variable: 'LEOFLOW_DATABASE_MAX_OPEN_CONNS', value: ['database', 'maxOpenConns'] },
  { variable: 'LEOFLOW_DATABASE_MAX_IDLE_CONNS', value: ['database', 'maxIdleConns'] },
  { variable: 'LEOFLOW_AUTH_JWT_TOKEN_TTL_SECONDS', value: ['auth', 'tokenTtlSeconds'] },
  { variable: 'LEOFLOW_OBSERVABILITY_LOG_FORMAT', value: ['observability', 'logFormat'] },
  { variable: 'LEOFLOW_OBSERVABILITY_LOG_LEVEL', value: ['observability', 'logLevel'] },
  {
    variable: 'LEOFLOW_OBSERVABILITY_OTEL_ENABLED',
    value: ['observability', 'otel', 'enabled'],
    when: ['observability', 'otel', 'enabled'],
  },
  {
    variable: 'LEOFLOW_OBSERVABILITY_OTEL_ENDPOINT',
    value: ['observability', 'otel', 'endpoint'],
    when: ['observability', 'otel', 'enabled'],
  },
  {
    variable: 'LEOFLOW_EXECUTOR_AGENT_TLS_CA_CONFIGMAP',
    value: ['agentTLS', 'caConfigMap'],
    when: ['agentTLS', 'enabled'],
  },
  {
    variable: 'LEOFLOW_EXECUTOR_TASK_SECRET_NAME',
    value: ['taskSecret', 'name'],
    when: ['taskSecret', 'name'],
  },
  {
    variable: 'LEOFLOW_EXECUTOR_TASK_SECRET_MOUNT_PATH',
    value: ['taskSecret', 'mountPath'],
    when: ['taskSecret', 'name'],
  },
];

const edition = 'LEOFLOW_UI_EDITION';

const environment = rule(
  {
    id: 'leoflow/environment',
    title: 'Every variable of the server is there once, with what its value says',
    why: 'The server is configured by its environment only. A variable that is missing counts as the server’s own default, one that stands twice as its last, and nobody is told: ports, log folder, scheduler, pool, token lifetime, traces and task secrets are then others than the values say.',
    severity: 'error',
  },
  function* (plane) {
    for (const server of plane.servers) {
      for (const setting of settings) yield* differs(plane, server, setting);
      yield* withoutEdition(plane, server);
      yield* twice(server);
    }
    for (const job of plane.migrations) yield* twice(job);
  },
);

function* differs(
  plane: ControlPlane,
  server: Workload,
  { variable: name, value, prefix = '', when }: Setting,
): Iterable<Verdict> {
  const asked = valueOf(plane, value);
  const isOn = when === undefined || isGiven(valueOf(plane, when));
  if (asked === undefined || asked === null || !isOn || typeof asked === 'object') return;
  const variable = variableOf(server.container, name);
  const expected = `${prefix}${textual(asked)}`;
  const place = {
    object: server.object,
    value,
    hint: `Let the template write .Values.${value.join('.')} into ${name}.`,
  };
  if (variable === undefined) {
    if (hasUnknownVariables(server.container))
      yield { notChecked: `whether envFrom of ${nameOf(server)} brings ${name}` };
    else
      yield {
        ...place,
        path: [...server.container.path, 'env'],
        message: `${nameOf(server)} has no variable ${name}, expected ${shown(expected)}`,
      };
  } else if (variable.from === undefined && textual(variable.value ?? '') !== expected) {
    const message = `${nameOf(server)}: ${name} is ${shown(variable.value)}, and the value ${value.join('.')} says ${shown(expected)}`;
    yield { ...place, path: variable.path, message };
  }
}

/** Charts with a value for the tasks' Secret mark every deployment as Pro; those before know no editions. */
function* withoutEdition(plane: ControlPlane, { object, container }: Workload): Iterable<Verdict> {
  const isKnown = valueOf(plane, ['taskSecret']) !== undefined;
  if (!isKnown || hasUnknownVariables(container) || variableOf(container, edition) !== undefined) return;
  const message = `${nameOf({ object, container })} has no variable ${edition}, so the server does not know that it is in production`;
  yield { object, path: [...container.path, 'env'], message, hint: `Write ${edition}: pro.` };
}

function* twice(workload: Workload): Iterable<Verdict> {
  const all = variablesOf(workload.container);
  for (const { name, index, path } of all) {
    if (!all.some((other) => other.name === name && other.index < index)) continue;
    const message = `${nameOf(workload)} has the variable ${name} twice, and the last counts`;
    yield { object: workload.object, path, message, hint: 'Remove one of them.' };
  }
}

const traces = rule(
  {
    id: 'LF-27',
    title: 'Traces go to a collector',
    why: 'With observability.otel.enabled and no endpoint nothing is exported. Use the option otel, which asks for the endpoint.',
    severity: 'error',
  },
  function* ({ servers }) {
    for (const server of servers) {
      if (textOf(server, 'LEOFLOW_OBSERVABILITY_OTEL_ENABLED') !== 'true') continue;
      const name = 'LEOFLOW_OBSERVABILITY_OTEL_ENDPOINT';
      const variable = variableOf(server.container, name);
      if (variable?.from !== undefined || isGiven(variable?.value)) continue;
      yield {
        object: server.object,
        path: variable?.path ?? [...server.container.path, 'env'],
        value: ['observability', 'otel', 'endpoint'],
        message: `${nameOf(server)} exports traces, and ${name} is empty, so they go nowhere`,
        hint: 'Set the option otel.endpoint to the collector’s HOST:PORT, or observability.otel.enabled to false.',
      };
    }
  },
);

const cors = rule(
  {
    id: 'LF-28',
    title: 'config.cors.allowedOrigins is not relied on',
    why: 'No template of the charts so far reads this value: whoever narrows the origins by it has narrowed nothing. Restrict them at the Ingress, and remove the value.',
    severity: 'warning',
  },
  function* ({ servers, subject }) {
    const value = ['config', 'cors', 'allowedOrigins'];
    if (at(subject.given, ...value) === undefined) return;
    for (const server of servers) {
      if (
        variablesOf(server.container).some(({ name }) => name.includes('CORS')) ||
        hasUnknownVariables(server.container)
      )
        continue;
      const message = `the value ${value.join('.')} is set, and ${nameOf(server)} has no variable for it, so every origin stays allowed`;
      yield {
        object: server.object,
        path: [...server.container.path, 'env'],
        value,
        message,
        hint: 'Restrict origins at the Ingress, and remove the value.',
      };
    }
  },
);

export const environmentRules: readonly Rule[] = [traces, cors, environment];
