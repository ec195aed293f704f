/** Hooks run in an order: what each needs must be there by then. */
import { compareHooks, isTestHook } from '../../kubernetes/hook-order.ts';
import { podTemplateOf } from '../../kubernetes/pods.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import { at, listAt, textAt } from '../../kubernetes/data.ts';
import { referencesOf } from '../../kubernetes/references.ts';
import type { Rule, Subject, Verdict } from '../../systems/rule.ts';
import { presence, type Absence } from './presence.ts';
import { isClusterScoped, namespaceOf } from '../../kubernetes/scope.ts';
import { providedBy } from './surroundings.ts';
import { idText, objectText, placeText } from './wording.ts';

export const hookRules: readonly Rule[] = [
  {
    id: 'hook/order',
    title: 'What a hook needs is there when it runs',
    why: 'Helm runs pre-install hooks before it makes anything else of the release, by weight and then by name. A Job that needs a Secret, ConfigMap, account, role or claim which comes later never starts, and the install waits for it until it times out.',
    severity: 'error',
    check: order,
  },
  {
    id: 'hook/lifetime',
    title: 'Objects made by hooks last as long as what needs them',
    why: 'Helm deletes a hook with the policy hook-succeeded as soon as all hooks of its event are done, and makes post-install hooks only after the workloads are ready. Hooks that stay are not part of the release: they survive an uninstall, and drift of them is not seen.',
    severity: 'error',
    check: lifetime,
  },
];

/** One object of a release that another one of it needs. */
interface Need {
  readonly object: RenderedObject;
  readonly provider: RenderedObject;
  /** `Job db-migrate, container migrate, variable URL` */
  readonly place: string;
  readonly path: readonly (string | number)[];
  /** `Secret leoflow/leoflow-secrets` */
  readonly what: string;
  /** What the provider is, where it makes the needed thing only indirectly. */
  readonly isRight: boolean;
}

function* needs(subject: Subject, isAsked: (object: RenderedObject) => boolean): Iterable<Need> {
  const { objects, release } = subject;
  if (!objects.some(({ hook }) => hook !== null)) return;
  const namespace = release.namespace;
  const makers = new Map<string, RenderedObject[]>();
  for (const object of objects) {
    for (const made of providedBy([object], { by: '', release: null, namespace })) {
      const id = idText(made.kind, made.namespace, made.name);
      const before = makers.get(id);
      if (before === undefined) makers.set(id, [object]);
      else before.push(object);
    }
  }
  const bindings = objects.filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding');
  for (const object of objects) {
    if (!isAsked(object)) continue;
    const accounts = new Set<string>();
    for (const reference of referencesOf(object)) {
      const place = isClusterScoped(reference.kind)
        ? null
        : (reference.namespace ?? namespaceOf(object, namespace));
      const what = idText(reference.kind, place, reference.name);
      if (reference.optional || unneeded.has(reference.purpose)) continue;
      if (reference.purpose === 'account') accounts.add(`${place ?? ''}/${reference.name}`);
      for (const provider of makers.get(what) ?? [])
        if (provider !== object)
          yield {
            object,
            provider,
            place: placeText(object, reference),
            path: reference.path,
            what,
            isRight: false,
          };
    }
    const pod = podTemplateOf(object);
    if (pod === null || accounts.size === 0) continue;
    for (const provider of bindings) {
      const account = boundAccount(provider, accounts, namespace);
      if (account === null) continue;
      const what = idText(provider.kind, namespaceOf(provider, namespace), provider.name);
      const path = [...pod.path, 'spec', 'serviceAccountName'];
      yield {
        object,
        provider,
        place: `${objectText(object)}, service account ${account}`,
        path,
        what,
        isRight: true,
      };
    }
  }
}

/** They are made, and do their work, without what they name. */
const unneeded = new Set(['service', 'scale', 'subject', 'tls', 'pull']);

function boundAccount(
  binding: RenderedObject,
  accounts: ReadonlySet<string>,
  releaseNamespace: string,
): string | null {
  for (const subject of listAt(binding.manifest, 'subjects')) {
    const name = textAt(subject, 'name');
    if (name === undefined || at(subject, 'kind') !== 'ServiceAccount') continue;
    const namespace = textAt(subject, 'namespace') ?? namespaceOf(binding, releaseNamespace) ?? '';
    if (accounts.has(`${namespace}/${name}`)) return name;
  }
  return null;
}

function* order(subject: Subject): Iterable<Verdict> {
  const isHook = (object: RenderedObject): boolean => object.hook !== null && !isTestHook(object);
  for (const { object, provider, place, path, what, isRight } of needs(subject, isHook)) {
    const absence = firstAbsence(object, provider);
    if (absence === null || isProvidedTwice(subject, provider, object)) continue;
    yield {
      object,
      path,
      message: `${place}: ${what} ${absence.because}. ${isRight ? 'The hook runs without its rights' : 'The hook does not get to run'}`,
      hint: absence.hint,
      ...(isRight ? { severity: 'warning' } : {}),
    };
  }
}

function firstAbsence(object: RenderedObject, provider: RenderedObject): Absence | null {
  for (const event of object.hook?.events ?? []) {
    if (event === 'test' || event.startsWith('test-')) continue;
    const absence = presence(provider, event, (other) => compareHooks(other, object) < 0);
    if (absence !== null) return absence;
  }
  return null;
}

/** Some charts make one Secret as a hook for the Job and as an ordinary object for the rest. */
const isProvidedTwice = ({ objects }: Subject, provider: RenderedObject, object: RenderedObject): boolean =>
  objects.some(
    (other) =>
      other !== provider &&
      other.kind === provider.kind &&
      other.name === provider.name &&
      other.namespace === provider.namespace &&
      firstAbsence(object, other) === null,
  );

function* lifetime(subject: Subject): Iterable<Verdict> {
  const isKept = (object: RenderedObject): boolean => object.hook === null;
  const told = new Set<string>();
  for (const { object, provider, place, path, what, isRight } of needs(subject, isKept)) {
    const { hook } = provider;
    if (hook === null || isProvidedTwice(subject, provider, object)) continue;
    const absence = presence(provider, null, () => true);
    if (absence !== null) {
      yield { object, path, message: `${place}: ${what} ${absence.because}`, hint: absence.hint };
      continue;
    }
    const pair = `${objectText(object)} ${what}`;
    if (isRight || told.has(pair)) continue;
    told.add(pair);
    yield {
      object: provider,
      path: ['metadata', 'annotations', 'helm.sh/hook'],
      message: `${what} is a hook, and ${objectText(object)} needs it: it is no part of the release, survives an uninstall, and is ${
        hook.deletePolicies.includes('before-hook-creation') ? 'made anew by each upgrade' : 'never replaced'
      }`,
      hint: 'Keep it outside the chart (an existing Secret), or make it an ordinary object.',
      severity: 'notice',
    };
  }
}
