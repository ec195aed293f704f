/** Releases made by hand, as rules see them. */
import { externalProvided, type ExternalEntry } from '../../../../src/contract/references/external.ts';
import { references } from '../../../../src/contract/references/references.ts';
import { providedBy, surroundings } from '../../../../src/contract/references/surroundings.ts';
import { textAt, type Data, type DataMap, type DataPath } from '../../../../src/kubernetes/data.ts';
import type { Hook, RenderedObject } from '../../../../src/kubernetes/rendered.ts';
import { isViolation, type Rule, type Subject } from '../../../../src/systems/rule.ts';

const apiVersions: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  Job: 'batch/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ExternalSecret: 'external-secrets.io/v1',
  SecretStore: 'external-secrets.io/v1',
  Ingress: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  ServiceMonitor: 'monitoring.coreos.com/v1',
};

/** `id` is `Kind name` or `Kind namespace/name`; `body` are the fields beside kind and metadata, and more metadata. */
export function object(
  id: string,
  { metadata = {}, ...body }: { metadata?: DataMap } & DataMap = {},
  hook: Partial<Hook> | null = null,
): RenderedObject {
  const [kind = '', place = ''] = id.split(' ');
  const [name = '', namespace] = place.split('/').toReversed();
  return asRendered(
    {
      apiVersion: apiVersions[kind] ?? 'v1',
      kind,
      metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...metadata },
      ...body,
    },
    hook === null
      ? null
      : { events: ['pre-install'], weight: 0, deletePolicies: ['before-hook-creation'], ...hook },
  );
}

export const asRendered = (manifest: DataMap, hook: Hook | null, template = 'app/templates/all.yaml') => ({
  manifest,
  apiVersion: textAt(manifest, 'apiVersion') ?? '',
  kind: textAt(manifest, 'kind') ?? '',
  name: textAt(manifest, 'metadata', 'name') ?? '',
  namespace: textAt(manifest, 'metadata', 'namespace') ?? null,
  template,
  hook,
  isCrd: false,
  hash: JSON.stringify(manifest),
  duplicateKeys: [],
});

export interface Around {
  readonly external?: readonly ExternalEntry[];
  /** Objects of another release of the stack, called `other`. */
  readonly others?: readonly RenderedObject[];
  readonly kubeVersion?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** Release `app` in namespace `apps`. */
export function release(
  objects: readonly RenderedObject[],
  { external = [], others = [], kubeVersion = '1.33.0', name = 'app', namespace = 'apps' }: Around = {},
): Subject {
  return {
    release: { name, namespace, isUpgrade: false, kubeVersion, apiVersions: [], options: null },
    chart: { name: 'app', version: '1.0.0', appVersion: null },
    values: {},
    given: {},
    objects,
    around: surroundings([
      ...providedBy(objects, { by: `release ${name}`, release: name, namespace }),
      ...providedBy(others, { by: 'release other', release: 'other', namespace }),
      ...externalProvided(external),
    ]),
  };
}

/** The objects with something else at a path of one of them; `undefined` removes it. */
export function put(
  objects: readonly RenderedObject[],
  id: string,
  path: DataPath,
  value: Data | undefined,
): RenderedObject[] {
  const [kind, name] = id.split(' ');
  let count = 0;
  const changed = objects.map((one) => {
    if (one.kind !== kind || one.name !== name) return one;
    count++;
    return asRendered(set(one.manifest, path, value) as DataMap, one.hook, one.template);
  });
  if (count !== 1) throw new Error(`${count} objects are ${id}`);
  return changed;
}

function set(data: Data | undefined, [step, ...rest]: DataPath, value: Data | undefined): Data | undefined {
  if (step === undefined) return value;
  if (Array.isArray(data)) {
    const items: readonly Data[] = data;
    const inner = set(items[Number(step)], rest, value);
    if (inner === undefined) return items.filter((_, index) => index !== step);
    return Number(step) === items.length ? [...items, inner] : items.with(Number(step), inner);
  }
  const { [step]: before, ...others } = (data ?? {}) as DataMap;
  const inner = set(before, rest, value);
  return inner === undefined ? others : { ...others, [step]: inner };
}

export function ruleOf(id: string): Rule {
  const rule = references.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

/** `severity id: message` of all that is found by the rules. */
export const foundBy = (rules: readonly Rule[], subject: Subject): string[] =>
  rules.flatMap((rule) =>
    [...rule.check(subject)]
      .filter(isViolation)
      .map(({ message, severity = rule.severity }) => `${severity} ${rule.id}: ${message}`),
  );

export const notChecked = (rules: readonly Rule[], subject: Subject): string[] =>
  rules.flatMap((rule) =>
    [...rule.check(subject)].flatMap((verdict) => (isViolation(verdict) ? [] : verdict.notChecked)),
  );
