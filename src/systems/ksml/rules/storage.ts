/** KR-2, KR-3 and KR-8: where state is kept. */
import { at, isMap, listAt, textAt } from '../../../kubernetes/data.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { readYaml } from '../../rules/embedded-yaml.ts';
import { otherThanValue } from '../../rules/passed-on.ts';
import { wideSelector } from '../../rules/service.ts';
import { mountsOf, nameOf, selects } from '../../rules/workload.ts';
import { keepsState } from '../definition.ts';
import { hasStore } from '../runner-values.ts';
import {
  configIn,
  rule,
  type Runner,
  type RunnerRender,
  storeMount,
  unknownConfig,
} from './runner-render.ts';

const state = rule(
  {
    id: 'KR-2',
    title: 'An application with state has a volume of its own for it',
    why: 'Without store.spec the store is an emptyDir of 10Mi: an application with tables or stores is evicted as soon as it holds more, and its state is gone with the pod. With it, the StatefulSet has a claim template, which can never be changed. Set the option store.size, large enough from the start.',
    severity: 'error',
  },
  function* ({ runners, subject }) {
    const { values } = subject;
    for (const runner of runners) {
      const { object, isJob, store, files } = runner;
      const known = configIn(runner);
      const place = { object, value: ['store', 'spec'] };
      const claims = listAt(object.manifest, 'spec', 'volumeClaimTemplates');
      const isAsked = isMap(at(values, 'store', 'spec')) && hasStore(values);
      if (isAsked && !isJob && store.kind !== 'claim') {
        const message = `${object.kind} ${object.name}: the value store.spec is set, and ${store.directory} is on no claim, so state is lost with the pod`;
        yield {
          ...place,
          path: ['spec', 'volumeClaimTemplates'],
          message,
          hint: 'Let the template make a claim template named ksml-store.',
        };
      }
      const index = claims.findIndex((one) => textAt(one, 'metadata', 'name') === store.mount?.volume);
      if (isAsked && !isJob && index !== -1) {
        const path = ['spec', 'volumeClaimTemplates', index, 'spec'];
        yield* otherThanValue(object, path, subject, ['store', 'spec']);
      }
      if (!isJob && store.kind === 'claim' && claims.length > 0) {
        const message = `${object.kind} ${object.name} has claim templates, which can't be changed once it is there`;
        yield {
          ...place,
          path: ['spec', 'volumeClaimTemplates'],
          message,
          hint: 'Choose the option store.size for the years to come.',
          severity: 'notice',
        };
      }
      if (store.kind !== 'emptyDir') continue;
      if (files === null || known === null) {
        yield { notChecked: `whether the application keeps state: ${unknownConfig(runner)}` };
        continue;
      }
      const stateful = definitionsOf(runner).filter((name) => isStateful(files.texts[name]));
      if (stateful.length === 0) continue;
      const size = textAt(store.mount?.source, 'emptyDir', 'sizeLimit') ?? 'no limit';
      const message = `${object.kind} ${object.name}: ${stateful.join(', ')} has tables or stores, and ${store.directory} is an emptyDir (${size}): the pod is evicted when it is full, and state is lost with the pod`;
      yield {
        ...place,
        path: store.mount?.path,
        message,
        hint: 'Set the option store.size.',
        severity: isJob ? 'warning' : 'error',
      };
    }
  },
);

const definitionsOf = (runner: Runner): string[] =>
  Object.values(configIn(runner)?.ksml['definitions'] ?? {}).filter((name) => typeof name === 'string');

function isStateful(text: string | undefined): boolean {
  const data = text === undefined ? null : readYaml(text)?.data;
  return isMap(data) && keepsState(data);
}

const constraints = rule(
  {
    id: 'KR-3',
    title: 'Topology constraints and claim templates of the values are in the workload',
    why: 'The runner chart 1.x renders any topologySpreadConstraints, and volumeClaimTemplates without store.spec, into invalid YAML; a chart that drops them is no better. Use affinity, and set the option store.',
    severity: 'error',
  },
  function* ({ runners, subject: { values } }) {
    for (const { object, pod, isJob } of runners) {
      const spread = listAt(pod.spec, 'topologySpreadConstraints');
      const asked = listAt(values, 'topologySpreadConstraints').length;
      const path = [...pod.path, 'spec', 'topologySpreadConstraints'];
      const value = ['topologySpreadConstraints'];
      const hint = 'Use affinity: the runner chart 1.x breaks topologySpreadConstraints.';
      if (spread.length !== asked) {
        const message = `${object.kind} ${object.name} has ${spread.length} topologySpreadConstraints, and the values have ${asked}`;
        yield { object, path, value, message, hint };
      }
      for (const [index, constraint] of spread.entries()) {
        if (isMap(at(constraint, 'labelSelector'))) continue;
        const message = `${object.kind} ${object.name}: topologySpreadConstraints[${index}] has no labelSelector, so it spreads nothing`;
        yield { object, path: [...path, index], value, message, hint };
      }
      const more = listAt(values, 'volumeClaimTemplates').length;
      const claims = listAt(object.manifest, 'spec', 'volumeClaimTemplates').length;
      if (isJob || more === 0 || claims >= more + (hasStore(values) ? 1 : 0)) continue;
      const message = `${object.kind} ${object.name} has ${claims} claim templates, and the values ask for ${more} besides the store`;
      yield {
        object,
        path: ['spec', 'volumeClaimTemplates'],
        value: ['volumeClaimTemplates'],
        message,
        hint: 'Set the option store as well: without it the runner chart 1.x breaks volumeClaimTemplates.',
      };
    }
  },
);

const directory = rule(
  {
    id: 'KR-8',
    title: 'State is kept on the store’s volume, and a network policy limits something',
    why: 'A storageDirectory outside of /ksml-store is on the container’s own file system, without limit and gone with the container. The chart’s network policy allows everything both ways by default: it only looks like one. Set the option networkPolicy with rules.',
    severity: 'error',
  },
  function* ({ runners, subject }) {
    for (const runner of runners) {
      const { object, store, container, files } = runner;
      const mount = storeMount(runner);
      const place = { object, path: [...container.path, 'volumeMounts'] };
      if (mount === undefined) {
        const message = `${nameOf(runner)}: no volume ksml-store is mounted, so ${store.directory} is gone with the container`;
        yield { ...place, value: ['store'], message, hint: 'Mount the volume ksml-store at /ksml-store.' };
      } else if (store.mount?.volume !== mount.volume) {
        const message = `${nameOf(runner)}: storageDirectory is ${store.directory}, outside of ${mount.mountPath}, where the store is mounted`;
        yield {
          object: files?.object ?? object,
          value: ['ksmlRunnerConfig', 'storageDirectory'],
          message,
          hint: 'Leave ksmlRunnerConfig.storageDirectory at /ksml-store/data.',
        };
      }
      for (const { volume, source, path, mountPath } of mountsOf(runner)) {
        if (source !== null) continue;
        const message = `${nameOf(runner)}: ${mountPath} is volume ${volume}, which the pod does not have, so the API server refuses it`;
        yield {
          object,
          path,
          value: ['volumes'],
          message,
          hint: `Add a volume named ${volume}, or remove the mount.`,
        };
      }
    }
    for (const object of subject.objects.filter(({ kind }) => kind === 'NetworkPolicy')) {
      yield* openPolicy(object);
      yield* policyFlaws(object, runners, subject);
    }
  },
);

/** A policy that is not the one that the values ask for. */
function* policyFlaws(
  object: RunnerRender['subject']['objects'][number],
  runners: readonly Runner[],
  subject: RunnerRender['subject'],
): Iterable<Verdict> {
  const selector = at(object.manifest, 'spec', 'podSelector', 'matchLabels');
  if (!runners.some(({ pod }) => selects(selector, pod.labels))) {
    const message = `NetworkPolicy ${object.name} does not select the application's pods, so it limits nothing of theirs`;
    yield {
      object,
      path: ['spec', 'podSelector'],
      message,
      hint: 'Give podSelector the labels of the pod template.',
    };
  }
  for (const { pod } of runners) yield* wideSelector(object, ['spec', 'podSelector', 'matchLabels'], pod);
  for (const [type, direction] of Object.entries({ Ingress: 'ingress', Egress: 'egress' })) {
    yield* otherThanValue(object, ['spec', direction], subject, ['networkPolicy', direction]);
    if (listAt(object.manifest, 'spec', 'policyTypes').includes(type)) continue;
    const message = `NetworkPolicy ${object.name}: policyTypes lacks ${type}, so ${direction} may be unlimited`;
    yield { object, path: ['spec', 'policyTypes'], message, hint: 'Write policyTypes: [Ingress, Egress].' };
  }
}

function* openPolicy(object: RunnerRender['subject']['objects'][number]): Iterable<Verdict> {
  for (const direction of ['ingress', 'egress']) {
    const index = listAt(object.manifest, 'spec', direction).findIndex(
      (entry) => isMap(entry) && Object.keys(entry).length === 0,
    );
    if (index === -1) continue;
    yield {
      object,
      path: ['spec', direction, index],
      value: ['networkPolicy', direction],
      message: `NetworkPolicy ${object.name} allows all ${direction}: its rule ${index + 1} is empty`,
      hint: `Set the option networkPolicy.${direction}; [] allows nothing.`,
      severity: 'warning',
    };
  }
}

export const storageRules: readonly Rule[] = [state, constraints, directory];
