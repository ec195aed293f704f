/** The Services of an application. */
import { at, textAt } from '../../../kubernetes/data.ts';
import type { Rule } from '../../rule.ts';
import { otherThanValue } from '../../rules/passed-on.ts';
import { deadPorts, selectorFlaws } from '../../rules/service.ts';
import { rule } from './runner-render.ts';

const services = rule(
  {
    id: 'ksml/services',
    title: 'Services lead to the application, and the StatefulSet names one of them',
    why: 'A selector, port name or serviceName that does not fit leaves pods without names and callers without an answer. Pods of a group start together (podManagementPolicy: Parallel) and are found before they are ready.',
    severity: 'error',
  },
  function* ({ runners, services: all, subject }) {
    yield* selectorFlaws(runners, all);
    for (const service of all)
      yield* deadPorts(service, 'Give the Service’s targetPort the name of the container’s port.');
    const { around } = subject;
    const main = all.find(({ object }) => runners.some((runner) => runner.object.name === object.name));
    if (main === undefined && runners.length > 0) {
      const message = `no Service is named after ${runners[0]?.object.kind} ${runners[0]?.object.name}, so nobody reaches it by its name`;
      yield { message, hint: 'Render the chart’s Service.' };
    } else if (main !== undefined) {
      const http = main.ports.find(({ name }) => name === 'http')?.path ?? ['spec', 'ports', 0];
      yield* otherThanValue(main.object, [...http, 'port'], subject, ['service', 'port']);
      yield* otherThanValue(main.object, ['spec', 'type'], subject, ['service', 'type']);
    }
    for (const { object, namespace } of runners) {
      if (object.kind !== 'StatefulSet') continue;
      const name = textAt(object.manifest, 'spec', 'serviceName') ?? '';
      const own = all.find((service) => service.object.name === name);
      if (own === undefined && around.find('Service', namespace, name) === undefined) {
        const message = `StatefulSet ${object.name} names Service ${name === '' ? '(none)' : name} as its own, which nothing provides in namespace ${namespace}, so its pods have no names`;
        yield {
          object,
          path: ['spec', 'serviceName'],
          message,
          hint: `Let serviceName name the Service ${object.name}-headless.`,
        };
      } else if (own !== undefined && at(own.object.manifest, 'spec', 'clusterIP') !== 'None') {
        const message = `Service ${name}, which StatefulSet ${object.name} names as its own, is not headless: clusterIP is not None, so pods are not found by name`;
        yield {
          object: own.object,
          path: ['spec', 'clusterIP'],
          message,
          hint: 'Nothing in KSML needs it; with a chart of your own, set clusterIP: None.',
          severity: 'notice',
        };
      }
      if (own !== undefined && at(own.object.manifest, 'spec', 'publishNotReadyAddresses') !== true) {
        const message = `Service ${name}: publishNotReadyAddresses is not true, so pods of the group don't find each other before they are ready`;
        yield {
          object: own.object,
          path: ['spec', 'publishNotReadyAddresses'],
          message,
          hint: 'Set publishNotReadyAddresses: true in the template.',
          severity: 'warning',
        };
      }
      const policy = textAt(object.manifest, 'spec', 'podManagementPolicy') ?? 'OrderedReady';
      if (policy !== 'Parallel') {
        const message = `StatefulSet ${object.name}: podManagementPolicy is ${policy}, so one pod that is not ready holds back all after it`;
        yield {
          object,
          path: ['spec', 'podManagementPolicy'],
          message,
          hint: 'Set podManagementPolicy: Parallel in the template.',
          severity: 'warning',
        };
      }
    }
  },
);

export const serviceRules: readonly Rule[] = [services];
