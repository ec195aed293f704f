/** What stands around the pods: the Service before them, the budget of a drain, their places. */
import { at, listAt, numberAt, textAt, type Data } from '../../../kubernetes/data.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Violation } from '../../rule.ts';
import { isNothing } from './contains.ts';
import { installationRule } from './installation-rule.ts';
import type { Installation } from './installation.ts';
import { hasLeader } from './lease-rights.ts';
import { listening, portOf } from './ports.ts';
import { isAbout, mismatch, selects } from './selectors.ts';
import { named, shown } from './wording.ts';

export const healthService = installationRule(
  {
    id: 'sf2loki/service',
    title: 'The Service leads to the health port of the pods, inside the cluster only',
    why: 'Whoever asks for the state of the leader asks this Service. It has no other use: sf2loki takes no events from outside.',
    severity: 'error',
  },
  function* (found, { objects }) {
    for (const service of objects.filter(({ kind }) => kind === 'Service'))
      yield* serviceFaults(service, found);
  },
);

function* serviceFaults(service: RenderedObject, found: Installation): Iterable<Violation> {
  const { manifest } = service;
  const hint = 'Mend the chart’s Service, or leave it out (value service.enabled: false).';
  const selector = at(manifest, 'spec', 'selector');
  if (!selects(selector, found.pod.labels)) {
    const message = `${named(service)}: spec.selector selects no pod of ${named(found.deployment)}: ${mismatch(selector, found.pod.labels)}`;
    yield { object: service, path: ['spec', 'selector'], message, hint };
  }
  const type = textAt(manifest, 'spec', 'type') ?? 'ClusterIP';
  if (type !== 'ClusterIP') {
    const message = `${named(service)}: spec.type is ${type}, which shows the state of sf2loki outside the cluster: expected ClusterIP`;
    const severity = 'warning';
    yield { object: service, path: ['spec', 'type'], value: ['service', 'type'], message, hint, severity };
  }
  const expected = listening(found)?.port;
  for (const [index, port] of listAt(manifest, 'spec', 'ports').entries()) {
    const path = ['spec', 'ports', index];
    const target = at(port, 'targetPort') ?? at(port, 'port');
    const reached = portOf(found.container, target);
    if (reached === undefined || (expected !== undefined && reached !== expected)) {
      const message = `${named(service)}: targetPort is ${shown(target)}${reached === undefined ? ', which the container does not have' : ''}: expected ${expected === undefined ? 'a port of the container' : `the port ${expected} of its health checks`}`;
      yield { object: service, path: [...path, 'targetPort'], message, hint };
    }
    const protocol = textAt(port, 'protocol') ?? 'TCP';
    if (protocol !== 'TCP') {
      const message = `${named(service)}: protocol is ${protocol}: expected TCP`;
      yield { object: service, path: [...path, 'protocol'], message, hint };
    }
  }
  if (listAt(manifest, 'spec', 'ports').length === 0) {
    yield { object: service, path: ['spec', 'ports'], message: `${named(service)} has no port`, hint };
  }
}

const isZero = (amount: Data | undefined): boolean => amount === 0 || amount === '0' || amount === '0%';

export const disruptionBudget = installationRule(
  {
    id: 'sf2loki/disruption-budget',
    title: 'The PodDisruptionBudget is about the pods, and lets one of them go',
    why: 'With minAvailable, or without a pod that may go, a node with the only pod could never be drained. A budget that selects other pods protects nothing.',
    severity: 'error',
  },
  function* ({ pod, deployment }, { objects }) {
    const hint = 'Use the option podDisruptionBudget (values podDisruptionBudget.enabled, maxUnavailable).';
    for (const budget of objects.filter(({ kind }) => kind === 'PodDisruptionBudget')) {
      const { manifest } = budget;
      const selector = at(manifest, 'spec', 'selector');
      if (!isAbout(selector, pod.labels)) {
        const message = `${named(budget)}: spec.selector is not about the pods of ${named(deployment)}: ${mismatch(at(selector, 'matchLabels'), pod.labels)}`;
        yield { object: budget, path: ['spec', 'selector'], message, hint };
      }
      const value = ['podDisruptionBudget', 'maxUnavailable'];
      const [most, least] = [at(manifest, 'spec', 'maxUnavailable'), at(manifest, 'spec', 'minAvailable')];
      if (most !== undefined && most !== null && !isZero(most) && least === undefined) continue;
      const message = `${named(budget)}: maxUnavailable is ${shown(most)}${least === undefined ? '' : ` and minAvailable ${shown(least)}`}: expected maxUnavailable of 1 or more, alone`;
      yield { object: budget, path: ['spec'], value, message, hint };
    }
  },
);

const spreadOver = ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'];

export const placement = installationRule(
  {
    id: 'sf2loki/placement',
    title: 'With ha, the replicas prefer nodes and zones of their own, and none waits for one',
    why: 'A standby beside the leader is lost with it. A demand instead of a preference leaves the standby pending on a small cluster.',
    severity: 'warning',
  },
  function* (found, subject) {
    if (!hasLeader(found, subject)) return;
    const { pod, deployment } = found;
    const place = (field: string) => ({
      object: deployment,
      path: [...pod.path, 'spec', field],
      value: [field],
    });
    const hint = 'Leave it to the chart, or give both yourself (values affinity, topologySpreadConstraints).';
    if (isNothing(at(subject.values, 'affinity')) && !prefersOtherHosts(found)) {
      const message = `${named(deployment)}: no preferred podAntiAffinity on kubernetes.io/hostname selects its own pods`;
      yield { ...place('affinity'), message, hint };
    }
    if (!isNothing(at(subject.values, 'topologySpreadConstraints'))) return;
    const spread = listAt(pod.spec, 'topologySpreadConstraints');
    for (const key of spreadOver) {
      const constraint = spread.find((each) => textAt(each, 'topologyKey') === key);
      const isSoft = textAt(constraint, 'whenUnsatisfiable') === 'ScheduleAnyway';
      const isOurs = isAbout(at(constraint, 'labelSelector'), pod.labels);
      if (isSoft && isOurs && numberAt(constraint, 'maxSkew') === 1) continue;
      const is =
        constraint === undefined
          ? 'not set'
          : `of ${isOurs ? 'its own' : 'other'} pods, maxSkew ${shown(at(constraint, 'maxSkew'))}, ${shown(at(constraint, 'whenUnsatisfiable'))}`;
      const message = `${named(deployment)}: the spread over ${key} is ${is}: expected of its own pods, maxSkew 1, "ScheduleAnyway"`;
      yield { ...place('topologySpreadConstraints'), message, hint };
    }
  },
);

const prefersOtherHosts = ({ pod }: Installation): boolean =>
  listAt(pod.spec, 'affinity', 'podAntiAffinity', 'preferredDuringSchedulingIgnoredDuringExecution').some(
    (each) =>
      textAt(each, 'podAffinityTerm', 'topologyKey') === 'kubernetes.io/hostname' &&
      isAbout(at(each, 'podAffinityTerm', 'labelSelector'), pod.labels),
  );
