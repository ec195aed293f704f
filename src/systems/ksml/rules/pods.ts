/** KR-7 and what else an application’s pods are given: account, namespace, values. */
import { at, textAt } from '../../../kubernetes/data.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { missingAccount } from '../../rules/account.ts';
import { strays } from '../../rules/namespace.ts';
import { notPassedOn, otherThanValue, type PassedOn } from '../../rules/passed-on.ts';
import { otherTag } from '../../rules/tag.ts';
import { isPrivileged, restrictedFlaws, severityIn } from '../../rules/restricted.ts';
import { accountOf, nameOf, repositoryOf } from '../../rules/workload.ts';
import { rule, type Runner, type RunnerRender } from './runner-render.ts';

const secure = rule(
  {
    id: 'KR-7',
    title: 'Applications run as the restricted Pod Security Standard asks',
    why: 'Both security contexts are empty by default: the runner runs with the rights of its image, and a namespace that enforces the standard refuses the pods. The option podSecurity: restricted, its default, sets what is asked.',
    severity: 'warning',
  },
  function* ({ runners, subject }) {
    for (const runner of runners) {
      const { object, container, namespace } = runner;
      const place = {
        object,
        path: [...container.path, 'securityContext'],
        value: ['securityContext'],
        hint: 'Leave the option podSecurity at restricted.',
      };
      const flaws = restrictedFlaws(runner);
      if (isPrivileged(runner)) {
        yield {
          ...place,
          message: `${nameOf(runner)}: a container of the pod is privileged, so whoever takes it over has the node`,
          severity: 'error',
        };
      } else if (flaws.length > 0) {
        const severity = severityIn(namespace, subject);
        const effect = severity === 'error' ? `, and namespace ${namespace} refuses such pods` : '';
        yield { ...place, message: `${nameOf(runner)}: ${flaws.join('; ')}${effect}`, severity };
      }
    }
  },
);

const account = rule(
  {
    id: 'ksml/account',
    title: 'The application runs as a service account that is there, in the namespace of the release',
    why: 'Pods of an account that does not exist are never made. As "default" the application shares the rights of every pod of the namespace.',
    severity: 'error',
  },
  function* ({ runners, services: all, subject }) {
    const help = {
      value: ['serviceAccount', 'name'],
      hint: 'Leave serviceAccount.create true, or set serviceAccount.name.',
    };
    for (const runner of runners) {
      yield* missingAccount(runner, subject, help);
      if (accountOf(runner) !== 'default') continue;
      const { object, pod } = runner;
      const message = `${object.kind} ${object.name} runs as service account "default", which every pod of the namespace shares`;
      yield {
        object,
        path: [...pod.path, 'spec', 'serviceAccountName'],
        ...help,
        message,
        severity: 'warning',
      };
    }
    const names = runners.map(accountOf);
    const accounts = subject.objects.filter(
      ({ kind, name }) => kind === 'ServiceAccount' && names.includes(name),
    );
    for (const object of accounts) {
      yield* otherThanValue(object, ['automountServiceAccountToken'], subject, [
        'serviceAccount',
        'automount',
      ]);
    }
    const files = subject.objects.filter(({ kind, hook }) => kind === 'ConfigMap' && hook === null);
    const beside = [...runners, ...all].map(({ object }) => object);
    yield* strays([...beside, ...accounts, ...files], subject);
  },
);

const fields: readonly PassedOn[] = [
  { value: ['image', 'pullPolicy'], of: 'container', field: 'imagePullPolicy' },
  { value: ['resources'], of: 'container', field: 'resources' },
  { value: ['securityContext'], of: 'container', field: 'securityContext' },
  { value: ['podSecurityContext'], of: 'pod', field: 'securityContext' },
  { value: ['imagePullSecrets'], of: 'pod', field: 'imagePullSecrets' },
  { value: ['runtimeClassName'], of: 'pod', field: 'runtimeClassName' },
  { value: ['nodeSelector'], of: 'pod', field: 'nodeSelector' },
  { value: ['tolerations'], of: 'pod', field: 'tolerations' },
  { value: ['affinity'], of: 'pod', field: 'affinity' },
  { value: ['volumes'], of: 'pod', field: 'volumes' },
  { value: ['volumeMounts'], of: 'container', field: 'volumeMounts' },
  { value: ['podAnnotations'], of: 'metadata', field: 'annotations' },
  { value: ['podLabels'], of: 'metadata', field: 'labels' },
];

const lifetime: PassedOn = {
  value: ['job', 'ttlSecondsAfterFinished'],
  of: 'object',
  field: 'spec.ttlSecondsAfterFinished',
};
const replicas: PassedOn = { value: ['replicaCount'], of: 'object', field: 'spec.replicas' };

const valuesReach = rule(
  {
    id: 'ksml/values',
    title: 'What the values say of the pods is in the pods',
    why: 'A value that the template does not write has no effect, and nobody is told: an application without its limits, its security context, or half of its pods.',
    severity: 'error',
  },
  function* ({ runners, subject }) {
    for (const runner of runners) {
      yield* notPassedOn(runner, subject, [...fields, runner.isJob ? lifetime : replicas]);
      yield* otherImage(runner, subject);
    }
  },
);

function* otherImage(
  { object, container }: Runner,
  { values, chart }: RunnerRender['subject'],
): Iterable<Verdict> {
  const repository = textAt(values, 'image', 'repository');
  if (repository === undefined || repository.split('@')[0] === repositoryOf(container)) {
    yield* otherTag({ object, container }, { image: at(values, 'image') ?? null, value: ['image'], chart });
    return;
  }
  const message = `${nameOf({ object, container })}: the image is not of the repository ${repository}, which the values name`;
  yield {
    object,
    path: [...container.path, 'image'],
    value: ['image', 'repository'],
    message,
    hint: 'Let the template write the repository of the values.',
  };
}

export const podRules: readonly Rule[] = [secure, account, valuesReach];
