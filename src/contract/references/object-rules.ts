/** Claims, accounts, classes, Services, roles and stores that objects refer to. */
import { listAt, textAt } from '../../kubernetes/data.ts';
import type { Purpose } from '../../kubernetes/reference.ts';
import type { Rule, Subject, Verdict } from '../../systems/rule.ts';
import { missing, resolved, type Resolved } from './existence.ts';
import { namespaceOf } from '../../kubernetes/scope.ts';
import { idText, nearbyText, objectText } from './wording.ts';

const mustExist = (
  purposes: readonly Purpose[],
  consequence: { effect: string; hint: string },
  accept: (each: Resolved, subject: Subject) => Verdict | null | undefined = () => undefined,
): Rule['check'] =>
  function* (subject) {
    for (const each of resolved(subject, new Set(purposes))) {
      if (each.found !== undefined || each.reference.optional) continue;
      const verdict = accept(each, subject);
      if (verdict === undefined) yield missing(each, subject, consequence);
      else if (verdict !== null) yield verdict;
    }
  };

export const objectRules: readonly Rule[] = [
  {
    id: 'reference/claim',
    title: 'Every volume claim that is mounted is there',
    why: 'A pod whose PersistentVolumeClaim does not exist stays Pending. Claims that a StatefulSet makes of its volumeClaimTemplates count as there.',
    severity: 'error',
    check: mustExist(
      ['claim'],
      {
        effect: 'The pod stays Pending',
        hint: 'Let the chart make the claim, name one that is there, or list it under external.',
      },
      ownClaim,
    ),
  },
  {
    id: 'reference/service-account',
    title: 'Every service account that is used is there',
    why: 'The API server refuses pods of a service account that does not exist: the workload is there and has no pods. "default" is in every namespace.',
    severity: 'error',
    check: mustExist(['account'], {
      effect: 'No pod of it is ever made',
      hint: 'Let the chart create it, declare it under backing.serviceAccounts, or list it under external.',
    }),
  },
  {
    id: 'reference/class',
    title: 'Priority, runtime and ingress classes are there',
    why: 'Pods of a priority or runtime class that does not exist are refused, and no controller serves an Ingress of an unknown class. They belong to the cluster: list them under external. Storage classes are listed as not checked.',
    severity: 'error',
    check: classes,
  },
  {
    id: 'reference/service',
    title: 'Every Service that is referred to is there',
    why: 'An Ingress without its Service answers 503, a webhook without its Service refuses or skips what it should look at, and pods of a StatefulSet without its Service have no names in DNS.',
    severity: 'error',
    check: services,
  },
  {
    id: 'reference/scale-target',
    title: 'What an autoscaler scales is there',
    why: 'An autoscaler whose target has another name or kind does nothing, and says so only in its own events.',
    severity: 'error',
    check: mustExist(
      ['scale'],
      { effect: 'It scales nothing', hint: 'Name the workload by its kind and name.' },
      ({ reference }) =>
        scaledKinds.has(reference.kind)
          ? undefined
          : { notChecked: `${reference.kind} ${reference.name}, whose kind is not of Kubernetes itself` },
    ),
  },
  {
    id: 'reference/role',
    title: 'Roles that are bound, and the accounts that they are bound to, are there',
    why: 'A binding to a role that does not exist grants nothing, and one for a service account that does not exist grants it to nobody: the program is answered 403.',
    severity: 'error',
    check: mustExist(['role', 'subject'], {
      effect: 'It grants nothing',
      hint: 'Name what is there, declare it under backing.roles or backing.serviceAccounts, or list it under external.',
    }),
  },
  {
    id: 'reference/secret-store',
    title: 'The store of every ExternalSecret is there',
    why: 'Without its SecretStore an ExternalSecret never makes its Secret, and the pods that need it do not start.',
    severity: 'error',
    check: mustExist(['store'], {
      effect: 'Its Secret is never made',
      hint: 'Let the release make the store, or list it under external if the platform has it.',
    }),
  },
  {
    id: 'reference/namespace',
    title: 'The namespace of every object is there',
    why: 'Helm makes no namespace but, on request, that of the release: an object in another one that does not exist fails the whole install.',
    severity: 'error',
    check: namespaces,
  },
];

const scaledKinds = new Set([
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
  'DaemonSet',
]);

/** `data-db-0` of the template `data` in StatefulSet `db`. */
function ownClaim({ reference, namespace }: Resolved, { around }: Subject): null | undefined {
  if (namespace === null) return undefined;
  const [, prefix] = /^(.+)-\d+$/.exec(reference.name) ?? [];
  const isMade = around
    .all('StatefulSet', namespace)
    .some(({ name, object }) =>
      listAt(object?.manifest, 'spec', 'volumeClaimTemplates').some(
        (template) => prefix === `${textAt(template, 'metadata', 'name') ?? ''}-${name}`,
      ),
    );
  return isMade ? null : undefined;
}

function* classes(subject: Subject): Iterable<Verdict> {
  for (const each of resolved(subject, new Set(['class']))) {
    const { reference, found } = each;
    if (found !== undefined) continue;
    if (reference.kind === 'StorageClass') {
      yield { notChecked: `StorageClass ${reference.name}, which is the cluster’s` };
      continue;
    }
    const hint = 'Correct the name, or list the class under external: it is the cluster’s.';
    yield reference.kind === 'IngressClass'
      ? missing(each, subject, { effect: 'No controller may serve it', hint, severity: 'warning' })
      : missing(each, subject, { effect: 'No pod of it is ever made', hint });
  }
}

function* services(subject: Subject): Iterable<Verdict> {
  for (const each of resolved(subject, new Set(['service']))) {
    if (each.found !== undefined) continue;
    const isGoverning = each.object.kind === 'StatefulSet';
    yield missing(each, subject, {
      effect: isGoverning ? 'Its pods have no names in DNS' : 'Nothing answers there',
      hint: 'Name a Service of the release, switch it on in the values, or list it under external.',
      ...(isGoverning ? { severity: 'warning' } : {}),
    });
  }
}

function* namespaces({ objects, release, around }: Subject): Iterable<Verdict> {
  for (const object of objects) {
    const namespace = namespaceOf(object, release.namespace);
    if (namespace === null || object.namespace === null || namespace === release.namespace) continue;
    if (around.find('Namespace', null, namespace) !== undefined) continue;
    const near = nearbyText({ kind: 'Namespace', name: namespace }, null, around);
    yield {
      object,
      path: ['metadata', 'namespace'],
      message: `${objectText(object)} goes to namespace ${namespace}, and there is no ${idText('Namespace', null, namespace)}${near}. The install fails`,
      hint: `Add ${namespace} under namespaces of the stack file, list it under external, or put the object into ${release.namespace}.`,
    };
  }
}
