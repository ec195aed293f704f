/** The container's environment: what config.yaml refers to by ${NAME}. */
import {
  at,
  isMap,
  listAt,
  mapAt,
  textAt,
  textsAt,
  type Data,
  type DataMap,
  type DataPath,
} from '../../../kubernetes/data.ts';
import { pathText } from '../../../stack/problem.ts';
import type { Subject, Violation } from '../../rule.ts';
import { variables as unknownVariables } from '../references.ts';
import { configRule, configViolation, installationRule } from './installation-rule.ts';
import type { Installation } from './installation.ts';
import { namedContainer, shown } from './wording.ts';

interface EnvSource {
  readonly path: DataPath;
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly prefix: string;
  readonly isOptional: boolean;
}

function envSources({ container: { spec, path } }: Installation): EnvSource[] {
  return listAt(spec, 'envFrom').flatMap((entry, index) =>
    (['ConfigMap', 'Secret'] as const).flatMap((kind) => {
      const reference = at(entry, kind === 'Secret' ? 'secretRef' : 'configMapRef');
      if (!isMap(reference)) return [];
      return [
        {
          path: [...path, 'envFrom', index],
          kind,
          name: textAt(reference, 'name') ?? '',
          prefix: textAt(entry, 'prefix') ?? '',
          isOptional: at(reference, 'optional') === true,
        },
      ];
    }),
  );
}

/** Values where they are known; `null` for those of Secrets and fields. */
export interface Environment {
  readonly variables: ReadonlyMap<string, string | null>;
  /** Where more may come from: `Secret x`. */
  readonly unknown: readonly string[];
}

export function environmentOf(found: Installation, { around }: Subject): Environment {
  const variables = new Map<string, string | null>();
  const unknown: string[] = [];
  for (const { kind, name, prefix } of envSources(found)) {
    const provided = around.find(kind, found.namespace, name);
    if (provided === undefined || provided.keys === null) unknown.push(`${kind} ${name}`);
    const texts = kind === 'ConfigMap' ? textsAt(provided?.object?.manifest, 'data') : {};
    for (const key of provided?.keys ?? []) variables.set(prefix + key, texts[key] ?? null);
  }
  for (const entry of listAt(found.container.spec, 'env')) {
    const name = textAt(entry, 'name');
    if (name !== undefined) variables.set(name, textAt(entry, 'value') ?? null);
  }
  return { variables, unknown };
}

export const knownVariables = configRule(
  {
    id: 'SF-13',
    title: 'Every ${NAME} of config.yaml is an environment variable of the container',
    why: 'sf2loki refuses to start with a variable that is not there.',
    severity: 'error',
  },
  function* (config, found, subject) {
    const { variables, unknown } = environmentOf(found, subject);
    const around = { ha: false, namespace: '', leaseName: undefined, files: null, stateDir: '' };
    for (const flaw of unknownVariables(config.data, { ...around, variables: new Set(variables.keys()) })) {
      if (unknown.length > 0) {
        yield { notChecked: `the keys of ${unknown.join(', ')}, for ${pathText(flaw.at)} of config.yaml` };
      } else {
        const hint = 'Use the options env and envFromSecrets (values env, extraEnvFrom).';
        yield configViolation(config, { ...flaw, isSecret: true }, hint);
      }
    }
  },
);

const downward = [
  { name: 'POD_NAME', field: 'metadata.name', use: 'the holder of the Lease' },
  { name: 'POD_NAMESPACE', field: 'metadata.namespace', use: 'the namespace of the Lease' },
];

export const containerEnvironment = installationRule(
  {
    id: 'sf2loki/environment',
    title: 'The container knows its pod’s name and namespace, and gets the variables of env',
    why: 'config.yaml refers to ${POD_NAMESPACE}, and the Lease is held under the pod’s name. What values.env gives reaches the container by a ConfigMap; if a source is missing, the container is not started.',
    severity: 'error',
  },
  function* (found, subject) {
    const { container } = found;
    const object = found.deployment;
    const env = listAt(container.spec, 'env');
    for (const { name, field, use } of downward) {
      const entry = env.findLast((each) => textAt(each, 'name') === name);
      const path = textAt(entry, 'valueFrom', 'fieldRef', 'fieldPath');
      if (path === field) continue;
      const is = entry === undefined ? 'not set' : path === undefined ? 'no field of the pod' : shown(path);
      yield {
        object,
        path: [...container.path, 'env'],
        message: `${namedContainer(container)}: env ${name}, ${use}, is ${is}: expected the field ${field}`,
        hint: `Give the chart’s container ${name} by fieldRef ${field}.`,
      };
    }
    for (const { path, kind, name, isOptional } of envSources(found)) {
      if (isOptional || subject.around.find(kind, found.namespace, name) !== undefined) continue;
      yield {
        object,
        path,
        value: kind === 'Secret' ? ['extraEnvFrom'] : ['env'],
        message: `${namedContainer(container)}: envFrom names ${kind} ${shown(name)}, which nothing makes in ${found.namespace}: the container never starts`,
        hint: 'Use the options env and envFromSecrets, and declare what others make under external (values env, extraEnvFrom).',
      };
    }
    yield* lostVariables(found, subject);
  },
);

/** What the values say of the environment and the container does not get. */
function* lostVariables(found: Installation, subject: Subject): Iterable<Violation> {
  const { container } = found;
  const { variables } = environmentOf(found, subject);
  for (const [name, value] of Object.entries<Data>(mapAt(subject.values, 'env') satisfies DataMap)) {
    const known = variables.get(name);
    if (known === null || (known !== undefined && (typeof value !== 'string' || known === value))) continue;
    yield {
      object: found.deployment,
      path: [...container.path, 'envFrom'],
      value: ['env', name],
      message: `${namedContainer(container)}: env.${name} of the values ${known === undefined ? 'does not reach it' : 'reaches it with another value'}`,
      hint: 'Give the chart’s container the ConfigMap of env by envFrom.',
    };
  }
}
