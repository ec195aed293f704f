/** LS-19 and LS-21: who may reach the load balancer, and the chart's own connection test. */
import { listAt, textsAt } from '../../../kubernetes/data.ts';
import { containersOf, podTemplateOf } from '../../../kubernetes/pods.ts';
import type { Rule, Verdict } from '../../rule.ts';
import type { Service } from '../../rules/service.ts';
import { sourceRanges } from '../first-generation.ts';
import { isInternal } from '../notices.ts';
import { rule, type WorkerGroup } from './worker-group.ts';
import { said } from '../../rules/said.ts';

const everywhere = ['0.0.0.0/0', '::/0'];

const exposed = rule(
  {
    id: 'LS-19',
    title: 'The load balancer lets in known addresses only',
    why: 'A Service of type LoadBalancer is on the Internet in most clouds, and most Sources ask nobody who they are. Set the option service.sourceRanges, an annotation that makes the load balancer internal, or service.type: ClusterIP.',
    severity: 'warning',
  },
  function* ({ services, generation }) {
    for (const { object, type } of services) {
      const ranges = listAt(object.manifest, 'spec', 'loadBalancerSourceRanges').map(said);
      const value = ['service', generation === '1.0' ? 'annotations' : 'loadBalancerSourceRanges'];
      const place = { object, path: ['spec', 'loadBalancerSourceRanges'], value };
      if (type !== 'LoadBalancer') {
        if (ranges.length === 0) continue;
        const message = `Service ${object.name} has loadBalancerSourceRanges and is of type ${type}, which filters nothing`;
        yield {
          ...place,
          message,
          hint: 'Remove them, or set the option service.type: LoadBalancer.',
          severity: 'error',
        };
        continue;
      }
      const annotations = textsAt(object.manifest, 'metadata', 'annotations');
      const annotated = annotations[sourceRanges]?.split(',').map((range) => range.trim()) ?? [];
      const all = [...ranges, ...annotated];
      const hint =
        'Set the option service.sourceRanges, or the annotation of your cloud that makes the load balancer internal.';
      if (all.some((range) => everywhere.includes(range))) {
        yield {
          ...place,
          message: `Service ${object.name}: its load balancer lets in every address, by ${all.join(', ')}`,
          hint,
        };
      } else if (all.length === 0 && !isInternal(annotations)) {
        yield { ...place, message: `Service ${object.name}: its load balancer lets in every address`, hint };
      }
    }
  },
);

const connectionTest = rule(
  {
    id: 'LS-21',
    title: 'The chart’s own test asks a Service that exists, at one of its ports',
    why: 'The test Pod of chart 1.0 asks for a Service without the tag in its name, and for the value service.port, which does not exist: `helm test` fails, and says nothing about the release. Don’t run it, or use chart 4.19.2, which has none.',
    severity: 'warning',
  },
  function* ({ subject: { objects }, services }) {
    for (const object of objects) {
      const isTest = object.hook?.events.some((event) => event.startsWith('test')) === true;
      const pod = isTest ? podTemplateOf(object) : null;
      for (const { spec, path } of pod === null ? [] : containersOf(pod)) {
        for (const field of ['command', 'args']) {
          for (const [index, argument] of listAt(spec, field).map(said).entries()) {
            const [, host, port] =
              /^(?:https?:\/\/)?([a-z0-9][a-z0-9.-]*):(\d*)(?:\/.*)?$/.exec(argument) ?? [];
            if (host === undefined || port === undefined) continue;
            yield* unreachable({ host, port }, services, { object, path: [...path, field, index] });
          }
        }
      }
    }
  },
);

function* unreachable(
  { host, port }: { readonly host: string; readonly port: string },
  services: readonly Service[],
  place: {
    readonly object: WorkerGroup['subject']['objects'][number];
    readonly path: readonly (string | number)[];
  },
): Iterable<Verdict> {
  const service = services.find(({ object }) => object.name === host.split('.')[0]);
  const hint = 'Don’t run helm test with this chart; chart 4.19.2 has no such Pod.';
  const pod = `Pod ${place.object.name}`;
  if (service === undefined) {
    const message = `${pod} asks ${host}, and the release has no Service of that name, so helm test fails`;
    yield { ...place, value: ['nameOverride'], message, hint };
  }
  if (
    port === '' ||
    (service !== undefined && !service.ports.some(({ number }) => number === Number(port)))
  ) {
    const message = `${pod} asks ${port === '' ? 'no port' : `port ${port}`} of ${host}, so helm test fails`;
    yield { ...place, value: ['service', 'ports'], message, hint };
  }
}

export const exposureRules: readonly Rule[] = [exposed, connectionTest];
