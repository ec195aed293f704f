/** LS-20, LS-23, LS-24 and what the values say of the pods. */
import { at, textAt } from '../../../kubernetes/data.ts';
import type { Rule } from '../../rule.ts';
import { strays } from '../../rules/namespace.ts';
import { notPassedOn, otherThanValue, type PassedOn } from '../../rules/passed-on.ts';
import { isPrivileged, restrictedFlaws, severityIn } from '../../rules/restricted.ts';
import { selectorFlaws } from '../../rules/service.ts';
import { accountOf, nameOf } from '../../rules/workload.ts';
import { rule } from './worker-group.ts';

const secure = rule(
  {
    id: 'LS-20',
    title: 'Workers don’t run as root',
    why: 'The chart sets no security context, so workers run as root with the default capabilities, and a namespace that enforces the restricted Pod Security Standard refuses them. Chart 4.19.2 takes podSecurityContext and securityContext in values; chart 1.0 has no place for them.',
    severity: 'warning',
  },
  function* ({ workers, generation, subject }) {
    const hint =
      generation === '1.0'
        ? 'Use chart 4.19.2, which has podSecurityContext and securityContext.'
        : 'Set values.podSecurityContext and values.securityContext.';
    for (const worker of workers) {
      const { object, container, namespace } = worker;
      const place = {
        object,
        path: [...container.path, 'securityContext'],
        value: ['securityContext'],
        hint,
      };
      const flaws = restrictedFlaws(worker);
      if (isPrivileged(worker)) {
        yield {
          ...place,
          message: `${nameOf(worker)}: a container of the pod is privileged, so whoever takes it over has the node`,
          severity: 'error',
        };
      } else if (flaws.length > 0) {
        const severity = severityIn(namespace, subject);
        const effect = severity === 'error' ? `, and namespace ${namespace} refuses such pods` : '';
        yield { ...place, message: `${nameOf(worker)}: ${flaws.join('; ')}${effect}`, severity };
      }
    }
  },
);

const governing = rule(
  {
    id: 'LS-23',
    title: 'The Service that a StatefulSet names exists',
    why: 'The chart names its load balancer’s Service as serviceName, and service.enable=false takes that away: the pods then have no names in DNS. Leave service.enable true, with type ClusterIP if there is to be no load balancer.',
    severity: 'error',
  },
  function* ({ workers, services, subject: { around } }) {
    for (const { object, namespace } of workers) {
      if (object.kind !== 'StatefulSet') continue;
      const name = textAt(object.manifest, 'spec', 'serviceName') ?? '';
      const place = { object, path: ['spec', 'serviceName'], value: ['service', 'enable'] };
      const hint = 'Leave service.enable true; the option service.type: ClusterIP makes no load balancer.';
      const own = services.find((service) => service.object.name === name);
      if (own === undefined && around.find('Service', namespace, name) === undefined) {
        const message = `StatefulSet ${object.name} names Service ${name === '' ? '(none)' : name} as its own, which nothing provides in namespace ${namespace}, so its pods have no names`;
        yield { ...place, message, hint };
      } else if (own !== undefined && !own.leadsTo.some((worker) => worker.object === object)) {
        const message = `StatefulSet ${object.name} names Service ${name}, which does not lead to its pods`;
        yield { ...place, message, hint: 'Let serviceName name the Service that selects the pods.' };
      }
    }
  },
);

const present = rule(
  {
    id: 'LS-24',
    title: 'There is one workload, of a kind that runs workers',
    why: 'A typo in deployment (deployment, daemonset or statefulset, in lower case) renders no workload at all, and no error. A StatefulSet without extraVolumeMounts gets volumeClaimTemplates: null, which the API server takes for none.',
    severity: 'error',
  },
  function* ({ workers, subject: { values } }) {
    const value = ['deployment'];
    const hint = 'Set deployment to deployment, daemonset or statefulset.';
    if (workers.length === 0) {
      const asked = at(values, 'deployment');
      const message = `no workload runs workers${asked === undefined ? '' : `: deployment is ${JSON.stringify(asked)}`}`;
      yield { value, message, hint };
    }
    for (const { object } of workers.slice(1)) {
      const message = `${object.kind} ${object.name} runs workers beside ${workers[0]?.object.kind} ${workers[0]?.object.name}: the group has twice as many as asked for`;
      yield {
        object,
        path: ['metadata', 'name'],
        value,
        message,
        hint: 'Keep one workload a release.',
        severity: 'warning',
      };
    }
    for (const { object } of workers) {
      if (at(object.manifest, 'spec', 'volumeClaimTemplates') === null) {
        const message = `StatefulSet ${object.name} has volumeClaimTemplates: null, so its workers keep nothing`;
        yield {
          object,
          path: ['spec', 'volumeClaimTemplates'],
          value: ['extraVolumeMounts'],
          message,
          hint: 'Give extraVolumeMounts an entry with a claimTemplate, or use deployment: deployment.',
          severity: 'notice',
        };
      }
    }
  },
);

const labels = rule(
  {
    id: 'logstream/selectors',
    title: 'The workload and the Service select the workers’ pods',
    why: 'The API server refuses a workload whose selector does not fit its own pods, and a Service that selects nothing drops all data.',
    severity: 'error',
  },
  ({ workers, services }) => selectorFlaws(workers, services),
);

const namespaces = rule(
  {
    id: 'logstream/namespace',
    title: 'What belongs to the workers is in the namespace of the release',
    why: 'A Service, Secret, service account or autoscaler in another namespace does not reach the pods. Leave metadata.namespace out of the templates.',
    severity: 'error',
  },
  function* ({ workers, entrances, autoscalers, subject }) {
    const names = workers.flatMap((worker) => [
      `ServiceAccount/${accountOf(worker)}`,
      ...worker.leader.parts.map(({ from }) => `Secret/${textAt(from, 'secretKeyRef', 'name') ?? ''}`),
    ]);
    const used = subject.objects.filter(({ kind, name }) => names.includes(`${kind}/${name}`));
    const all = [
      ...workers.map(({ object }) => object),
      ...entrances.map(({ object }) => object),
      ...autoscalers,
      ...used,
    ];
    yield* strays(all, subject);
  },
);

const fields: readonly PassedOn[] = [
  { value: ['image', 'pullPolicy'], of: 'container', field: 'imagePullPolicy' }, // chart 1.0
  { value: ['criblImage', 'pullPolicy'], of: 'container', field: 'imagePullPolicy' },
  { value: ['resources'], of: 'container', field: 'resources' },
  { value: ['securityContext'], of: 'container', field: 'securityContext' },
  { value: ['podSecurityContext'], of: 'pod', field: 'securityContext' },
  { value: ['imagePullSecrets'], of: 'pod', field: 'imagePullSecrets' },
  { value: ['nodeSelector'], of: 'pod', field: 'nodeSelector' },
  { value: ['tolerations'], of: 'pod', field: 'tolerations' },
  { value: ['affinity'], of: 'pod', field: 'affinity' },
  { value: ['terminationGracePeriodSeconds'], of: 'pod', field: 'terminationGracePeriodSeconds' },
  { value: ['podAnnotations'], of: 'metadata', field: 'annotations' },
];

const valuesReach = rule(
  {
    id: 'logstream/values',
    title: 'What the values say of the pods is in the pods',
    why: 'Chart 1.0 reads resources, imagePullSecrets and podAnnotations; chart 4.19.2 also security contexts, placement and the grace period. A value that the template does not write has no effect, and nobody is told.',
    severity: 'error',
  },
  function* ({ workers, entrances, autoscalers, subject }) {
    for (const worker of workers) {
      yield* notPassedOn(worker, subject, fields);
      const found = at(worker.object.manifest, 'spec', 'replicas');
      // A chart may leave the number to the autoscaler.
      const isFree = worker.object.kind === 'DaemonSet' || (found === undefined && autoscalers.length > 0);
      if (!isFree) yield* otherThanValue(worker.object, ['spec', 'replicas'], subject, ['replicaCount']);
    }
    const accounts = workers.map(accountOf);
    for (const object of subject.objects) {
      if (object.kind !== 'ServiceAccount' || !accounts.includes(object.name)) continue;
      yield* otherThanValue(object, ['metadata', 'annotations'], subject, ['rbac', 'annotations']);
    }
    for (const { object } of entrances) {
      yield* otherThanValue(object, ['spec', 'type'], subject, ['service', 'type']);
      yield* otherThanValue(object, ['spec', 'externalTrafficPolicy'], subject, [
        'service',
        'externalTrafficPolicy',
      ]);
      yield* otherThanValue(object, ['spec', 'loadBalancerSourceRanges'], subject, [
        'service',
        'loadBalancerSourceRanges',
      ]);
      yield* otherThanValue(object, ['metadata', 'annotations'], subject, ['service', 'annotations']);
    }
  },
);

export const workloadRules: readonly Rule[] = [secure, governing, present, labels, namespaces, valuesReach];
