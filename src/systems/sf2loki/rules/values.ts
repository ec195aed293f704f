/** What the values ask for is rendered, where it belongs. */
import { at, type Data, type DataPath } from '../../../kubernetes/data.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Subject, Violation } from '../../rule.ts';
import { contains, isNothing } from './contains.ts';
import { installationRule } from './installation-rule.ts';
import type { Installation } from './installation.ts';
import { named, shown } from './wording.ts';

/** A value, and the field that gets it: of the Deployment (`object`), its pods’ template, its container, or another kind. */
const fields: readonly { readonly value: DataPath; readonly of: string; readonly field: DataPath }[] = [
  { value: ['replicaCount'], of: 'object', field: ['spec', 'replicas'] },
  { value: ['revisionHistoryLimit'], of: 'object', field: ['spec', 'revisionHistoryLimit'] },
  { value: ['rollingUpdate'], of: 'object', field: ['spec', 'strategy', 'rollingUpdate'] },
  { value: ['podAnnotations'], of: 'pod', field: ['metadata', 'annotations'] },
  { value: ['podLabels'], of: 'pod', field: ['metadata', 'labels'] },
  { value: ['terminationGracePeriodSeconds'], of: 'pod', field: ['spec', 'terminationGracePeriodSeconds'] },
  { value: ['podSecurityContext'], of: 'pod', field: ['spec', 'securityContext'] },
  { value: ['imagePullSecrets'], of: 'pod', field: ['spec', 'imagePullSecrets'] },
  { value: ['nodeSelector'], of: 'pod', field: ['spec', 'nodeSelector'] },
  { value: ['tolerations'], of: 'pod', field: ['spec', 'tolerations'] },
  { value: ['affinity'], of: 'pod', field: ['spec', 'affinity'] },
  { value: ['topologySpreadConstraints'], of: 'pod', field: ['spec', 'topologySpreadConstraints'] },
  { value: ['priorityClassName'], of: 'pod', field: ['spec', 'priorityClassName'] },
  { value: ['serviceAccount', 'name'], of: 'pod', field: ['spec', 'serviceAccountName'] },
  { value: ['extraVolumes'], of: 'pod', field: ['spec', 'volumes'] },
  { value: ['extraContainers'], of: 'pod', field: ['spec', 'containers'] },
  { value: ['image', 'pullPolicy'], of: 'container', field: ['imagePullPolicy'] },
  { value: ['resources'], of: 'container', field: ['resources'] },
  { value: ['securityContext'], of: 'container', field: ['securityContext'] },
  { value: ['extraEnvFrom'], of: 'container', field: ['envFrom'] },
  { value: ['extraVolumeMounts'], of: 'container', field: ['volumeMounts'] },
  { value: ['service', 'type'], of: 'Service', field: ['spec', 'type'] },
  { value: ['service', 'annotations'], of: 'Service', field: ['metadata', 'annotations'] },
  { value: ['serviceAccount', 'annotations'], of: 'ServiceAccount', field: ['metadata', 'annotations'] },
  {
    value: ['podDisruptionBudget', 'maxUnavailable'],
    of: 'PodDisruptionBudget',
    field: ['spec', 'maxUnavailable'],
  },
  {
    value: ['externalSecrets', 'refreshInterval'],
    of: 'ExternalSecret',
    field: ['spec', 'refreshInterval'],
  },
  { value: ['secrets', 'existingSecret'], of: 'ExternalSecret', field: ['spec', 'target', 'name'] },
];

/** Values that switch kinds of objects on and off. */
const switches: readonly { readonly value: DataPath; readonly kinds: readonly string[] }[] = [
  { value: ['podDisruptionBudget', 'enabled'], kinds: ['PodDisruptionBudget'] },
  { value: ['service', 'enabled'], kinds: ['Service'] },
  { value: ['serviceAccount', 'create'], kinds: ['ServiceAccount'] },
  { value: ['networkPolicy', 'enabled'], kinds: ['NetworkPolicy'] },
  { value: ['ha', 'enabled'], kinds: ['Role', 'RoleBinding'] },
  { value: ['externalSecrets', 'enabled'], kinds: ['SecretStore', 'ExternalSecret'] },
];

const hint = 'Mend the chart’s template, or remove the value.';

export const renderedValues = installationRule(
  {
    id: 'sf2loki/values',
    title: 'What the values ask for is rendered',
    why: 'A value that reaches nothing is believed to hold and does not; an object that is switched off should not be there.',
    severity: 'error',
  },
  function* (found, subject) {
    for (const { value, kinds } of switches) yield* switched(value, kinds, subject);
    for (const { value, of, field } of fields) {
      const expected = at(subject.values, ...value);
      if (isNothing(expected)) continue;
      for (const { object, path } of placesOf(of, found, subject)) {
        const actual = at(object.manifest, ...path, ...field);
        if (contains(actual, expected ?? null)) continue;
        yield violation(object, [...path, ...field], value, actual, expected);
      }
    }
    yield* servicePort(subject);
  },
);

function* switched(
  value: DataPath,
  kinds: readonly string[],
  { values, objects }: Subject,
): Iterable<Violation> {
  const isOn = at(values, ...value);
  if (typeof isOn !== 'boolean') return;
  for (const kind of kinds) {
    const object = objects.find((each) => each.kind === kind && each.hook === null);
    if (isOn === (object !== undefined)) continue;
    const message = `${value.join('.')} is ${String(isOn)} and there is ${object === undefined ? `no ${kind}` : named(object)}`;
    yield { object, value, message, hint };
  }
}

function placesOf(of: string, { deployment, pod, container }: Installation, { objects }: Subject) {
  if (of === 'object') return [{ object: deployment, path: [] }];
  if (of === 'pod') return [{ object: deployment, path: pod.path }];
  if (of === 'container') return [{ object: deployment, path: container.path }];
  return objects.filter(({ kind }) => kind === of).map((object) => ({ object, path: [] }));
}

/** Some port of the Service; which one does not matter. */
function* servicePort({ values, objects }: Subject): Iterable<Violation> {
  const port = at(values, 'service', 'port');
  for (const service of objects.filter(({ kind }) => kind === 'Service')) {
    const ports = at(service.manifest, 'spec', 'ports');
    if (port === undefined || contains(ports, [{ port }])) continue;
    yield violation(service, ['spec', 'ports'], ['service', 'port'], ports, port);
  }
}

/** Lists and maps are not shown: an environment among them may hold a secret. */
function violation(
  object: RenderedObject,
  path: DataPath,
  value: DataPath,
  actual: Data | undefined,
  expected: Data | undefined,
): Violation {
  const field = path.filter((step) => typeof step === 'string').join('.');
  const isScalar = typeof expected !== 'object';
  const message = `${named(object)}: ${field} is ${isScalar ? `${shown(actual)}: expected ${shown(expected)} of` : 'not what the values have as'} ${value.join('.')}`;
  return { object, path, value, message, hint };
}
