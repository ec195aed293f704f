/** KP-1, KP-6, KP-8 and KP-18: the environment of the provisioner. */
import { isMap } from '../../../kubernetes/data.ts';
import type { Rule } from '../../rule.ts';
import { missingKey } from '../../rules/secret-key.ts';
import { hasUnknownVariables, nameOf, variableOf, variablesOf } from '../../rules/workload.ts';
import { options } from '../provisioner-options.ts';
import { env, isGiven, isOn, required, rule } from './provisioner-render.ts';

const complete = rule(
  {
    id: 'KP-1',
    title: 'NAMESPACE, REGISTRY_URL, CHART_NAME and CHART_VERSION are given',
    why: 'The provisioner reads them when it starts, and has no defaults: without one of them it cannot deploy anything. The options registry and targetNamespace write them; a list of your own in env replaces all of the recipe’s.',
    severity: 'error',
  },
  function* ({ provisioners, root }) {
    if (provisioners.length === 0) {
      yield {
        message: 'no workload of the release runs the provisioner',
        hint: 'Render the chart’s Deployment.',
      };
    }
    for (const { object, container } of provisioners) {
      for (const name of required) {
        const variable = variableOf(container, name);
        if (isGiven(variable)) continue;
        if (variable === undefined && hasUnknownVariables(container)) {
          yield { notChecked: `whether envFrom brings ${name}` };
          continue;
        }
        const message = `${nameOf({ object, container })}: ${name} is ${variable === undefined ? 'missing' : 'empty'}, and the provisioner does not start without it`;
        yield {
          object,
          path: [...container.path, 'env'],
          value: env(root),
          message,
          hint: `Use the options registry and targetNamespace, or add ${name} to env.`,
        };
      }
    }
  },
);

const { endpoint } = options.shape.tracing.unwrap().shape;

const tracing = rule(
  {
    id: 'KP-6',
    title: 'Tracing has a collector, by http:// or https:// and with a port',
    why: 'With DISTRIBUTED_TRACING_ENABLED=true the exporter needs OTEL_EXPORTER_OTLP_ENDPOINT in that form, or no trace leaves the provisioner. The option tracing writes both.',
    severity: 'error',
  },
  function* ({ provisioners, root, subject }) {
    const name = 'OTEL_EXPORTER_OTLP_ENDPOINT';
    for (const one of provisioners) {
      const { object, container } = one;
      const variable = variableOf(container, name);
      const path = variable?.path ?? [...container.path, 'env'];
      const place = {
        object,
        path,
        value: env(root),
        hint: 'Use the option tracing: endpoint: http://HOST:PORT.',
      };
      if (!isOn(container, 'DISTRIBUTED_TRACING_ENABLED')) {
        if (variable === undefined) continue;
        const message = `${nameOf(one)}: ${name} has no effect, because DISTRIBUTED_TRACING_ENABLED is not "true"`;
        yield { ...place, message, severity: 'warning' };
      } else if (!isGiven(variable)) {
        if (!hasUnknownVariables(container))
          yield { ...place, message: `${nameOf(one)}: tracing is on, and ${name} is missing` };
      } else if (isMap(variable.from)) {
        yield* missingKey(variable, one, subject, place);
      } else if (!endpoint.safeParse(variable.value).success) {
        const message = `${nameOf(one)}: ${name} is not http:// or https:// with a host and a port`;
        yield { ...place, message };
      }
      const headers = variableOf(container, 'OTEL_EXPORTER_OTLP_HEADERS');
      if (typeof headers?.value === 'string' && /authorization|api-?key|token/i.test(headers.value)) {
        const message = `${nameOf(one)}: OTEL_EXPORTER_OTLP_HEADERS stands in the pod as text, and signs in to the collector`;
        yield {
          ...place,
          path: headers.path,
          message,
          hint: 'Give the option tracing.headers a secret source.',
          severity: 'warning',
        };
      } else if (isGiven(headers)) yield* missingKey(headers, one, subject, place);
    }
  },
);

const switches = [
  'REGISTRY_AUTH_ENABLED',
  'INSECURE_SKIP_TLS_VERIFY',
  'DISTRIBUTED_TRACING_ENABLED',
  'BASIC_AUTH_ENABLED',
];

const texts = rule(
  {
    id: 'KP-8',
    title: 'Variables are texts, and switches are "true" or "false"',
    why: 'YAML makes a boolean of true without quotes, and the API server refuses a variable that is no text. What is neither "true" nor "false" may count as either.',
    severity: 'error',
  },
  function* ({ provisioners, root }) {
    for (const { object, container } of provisioners) {
      for (const { name, value, index, path } of variablesOf(container)) {
        const place = { object, path: [...path, 'value'], value: [...env(root), index, 'value'] };
        if (value !== undefined && typeof value !== 'string') {
          const message = `${nameOf({ object, container })}: ${name} is a ${Array.isArray(value) ? 'list' : isMap(value) ? 'map' : typeof value}, and the API server takes texts only`;
          yield { ...place, message, hint: 'Put the value in quotes.' };
        } else if (value !== undefined && switches.includes(name) && value !== 'true' && value !== 'false') {
          const message = `${nameOf({ object, container })}: ${name} is neither "true" nor "false"`;
          yield { ...place, message, hint: 'Write "true" or "false", in quotes.', severity: 'warning' };
        }
      }
    }
  },
);

const cluster = rule(
  {
    id: 'KP-18',
    title: 'The provisioner deploys to the cluster that it runs in',
    why: 'It uses its own service account and no other cluster is supported. A kubeconfig or another API server in its environment sends applications elsewhere, where the Role does not count.',
    severity: 'error',
  },
  function* ({ provisioners, root }) {
    for (const { object, container } of provisioners) {
      for (const name of ['KUBECONFIG', 'KUBERNETES_SERVICE_HOST', 'KUBERNETES_MASTER']) {
        const variable = variableOf(container, name);
        if (!isGiven(variable)) continue;
        const message = `${nameOf({ object, container })}: ${name} points to another cluster than the one it runs in`;
        yield {
          object,
          path: variable.path,
          value: env(root),
          message,
          hint: `Remove ${name}, and run a provisioner in each cluster.`,
        };
      }
    }
  },
);

export const environmentRules: readonly Rule[] = [complete, tracing, texts, cluster];
