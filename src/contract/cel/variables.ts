/** What an expression can read. */
import { celList, celMap, type CelInput } from '@bufbuild/cel';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Subject } from '../../systems/rule.ts';
import { celListOf, celMapOf, celOf } from './values.ts';

export type Variables = Readonly<Record<string, CelInput>>;

/** Of one case of one release. What reads none of them depends on the object alone. */
export const caseVariables: ReadonlySet<string> = new Set([
  'objects',
  'templates',
  'values',
  'release',
  'chart',
  'kubeVersion',
  'apiVersions',
  'case',
]);

/**
 * The fields at the top of the kinds that Kubernetes has, which stand for `object.FIELD`. `type` of a Secret is not among them, as that is a
 * word of CEL, and neither are fields of a single custom kind.
 */
const topFields = [
  'apiVersion',
  'kind',
  'metadata',
  'spec',
  'data',
  'stringData',
  'binaryData',
  'immutable',
  'rules',
  'roleRef',
  'subjects',
  'aggregationRule',
  'secrets',
  'imagePullSecrets',
  'automountServiceAccountToken',
  'webhooks',
  'provisioner',
  'parameters',
  'reclaimPolicy',
  'volumeBindingMode',
  'allowVolumeExpansion',
  'mountOptions',
  'value',
  'globalDefault',
  'preemptionPolicy',
  'description',
  'handler',
  'subsets',
  'endpoints',
  'addressType',
  'ports',
] as const;

export const objectVariables: ReadonlySet<string> = new Set([
  'object',
  'template',
  ...topFields,
  ...caseVariables,
]);

/** Reads nothing of the case that `names` does not ask for: most rules look at the object only. */
export function variablesOfCase(subject: Subject, caseName: string, names: ReadonlySet<string>): Variables {
  const { release, chart } = subject;
  const given: Record<string, () => CelInput> = {
    objects: () => celListOf(subject.objects, ({ manifest }) => celMapOf(manifest)),
    templates: () => templatesOf(subject),
    values: () => celMapOf(subject.values),
    release: () => celOf({ name: release.name, namespace: release.namespace, isUpgrade: release.isUpgrade }),
    chart: () => celOf({ name: chart.name, version: chart.version, appVersion: chart.appVersion }),
    kubeVersion: () => release.kubeVersion,
    apiVersions: () => celOf(release.apiVersions),
    case: () => caseName,
  };
  return bindings(
    Object.entries(given).flatMap(([name, value]) => (names.has(name) ? [[name, value()]] : [])),
  );
}

/** Objects by template file. One that printed none has an empty list, so that a name with a slip is an error. */
function templatesOf({ objects, chart }: Subject): CelInput {
  const printed = Map.groupBy(objects, ({ template }) => template);
  const files = new Set([...(chart.templates ?? []), ...printed.keys()]);
  return celMap(
    new Map(
      [...files].map((file) => [
        file,
        celList((printed.get(file) ?? []).map((one) => celMapOf(one.manifest))),
      ]),
    ),
  );
}

/** A field that the object lacks is no variable: reading it is an error, `has(spec.replicas)` is false. */
export function variablesOfObject({ manifest, template }: RenderedObject, ofCase: Variables): Variables {
  const object = celMapOf(manifest);
  return bindings([
    ...topFields.flatMap((field): [string, CelInput][] => {
      const value = object.get(field);
      return value === undefined ? [] : [[field, value]];
    }),
    ...Object.entries(ofCase),
    ['object', object],
    ['template', template],
  ]);
}

/** Without a prototype: the library would find `constructor` in it. */
const bindings = (entries: readonly (readonly [string, CelInput])[]): Variables =>
  Object.assign(Object.create(null) as Record<string, CelInput>, Object.fromEntries(entries));
