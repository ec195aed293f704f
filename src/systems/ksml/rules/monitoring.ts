/** KR-5 and KR-6: metrics and who reads them. */
import { at, type Data, listAt, textAt } from '../../../kubernetes/data.ts';
import { duration, seconds } from '../../../stack/fields.ts';
import type { Rule, Subject, Verdict } from '../../rule.ts';
import { otherThanValue } from '../../rules/passed-on.ts';
import { said } from '../../rules/said.ts';
import { containerPort, type Service } from '../../rules/service.ts';
import { nameOf, podPortsOf, selects } from '../../rules/workload.ts';
import { runnerFiles } from '../runner-files.ts';
import { configIn, rule, type Runner } from './runner-render.ts';

const operatorApi = 'monitoring.coreos.com/v1';

const monitored = rule(
  {
    id: 'KR-5',
    title: 'ServiceMonitor and PrometheusRule are rendered where they are asked for',
    why: 'The runner chart leaves them out without a word unless prometheus.enabled is true, the mode is StatefulSet, and the cluster has the Prometheus Operator: nobody is told that nothing is measured. The option prometheus sets what they need.',
    severity: 'error',
  },
  function* ({ runners, subject: { values, objects, release } }) {
    for (const [value, kind] of [
      ['serviceMonitor', 'ServiceMonitor'],
      ['prometheusRule', 'PrometheusRule'],
    ] as const) {
      if (at(values, value, 'enabled') !== true || objects.some((object) => object.kind === kind)) continue;
      const isJob = runners.every((runner) => runner.isJob);
      const isOn = at(values, 'prometheus', 'enabled') === true;
      const isKnown = release.apiVersions.some((version) => version.startsWith(operatorApi));
      if (isOn && !isJob && !isKnown && release.apiVersions.length === 0) {
        yield {
          notChecked: `whether the cluster has ${operatorApi}, which ${kind} needs: no API versions are given`,
        };
        continue;
      }
      const why = !isOn
        ? 'prometheus.enabled is not true'
        : isJob
          ? 'a Job has none'
          : isKnown
            ? 'the template leaves it out'
            : `${operatorApi} is not among the API versions of the cluster`;
      const message = `${value}.enabled is true, and no ${kind} is rendered: ${why}`;
      yield {
        value: [value, 'enabled'],
        message,
        hint: 'Use the option prometheus, which sets prometheus.enabled, in mode StatefulSet.',
      };
    }
  },
);

const scrapes = rule(
  {
    id: 'KR-6',
    title: 'A scrape ends before the next begins, and finds a port with metrics',
    why: 'The Prometheus Operator rejects a ServiceMonitor whose scrapeTimeout is longer than its interval, and one that selects no Service or names a port that no Service has measures nothing.',
    severity: 'error',
  },
  function* ({ services, runners, subject }) {
    for (const object of subject.objects.filter(({ kind }) => kind === 'ServiceMonitor')) {
      const selector = at(object.manifest, 'spec', 'selector', 'matchLabels');
      const selected = services.filter((service) => selects(selector, labelsOf(service.object.manifest)));
      if (selected.length === 0) {
        const message = `ServiceMonitor ${object.name} selects no Service of the release, so nothing is measured`;
        yield {
          object,
          path: ['spec', 'selector'],
          value: ['serviceMonitor', 'enabled'],
          message,
          hint: 'Give the selector the labels of the Service.',
        };
      }
      if (listAt(object.manifest, 'spec', 'endpoints').length === 0) {
        const message = `ServiceMonitor ${object.name} has no endpoints, so nothing is measured`;
        yield {
          object,
          path: ['spec', 'endpoints'],
          message,
          hint: 'Render an endpoint with port: metrics.',
        };
      }
      for (const [index, endpoint] of listAt(object.manifest, 'spec', 'endpoints').entries()) {
        const path = ['spec', 'endpoints', index];
        const [limit, times] = ['interval', 'scrapeTimeout'].map((field) =>
          duration.safeParse(at(endpoint, field)),
        );
        if (limit?.success === true && times?.success === true && seconds(times.data) > seconds(limit.data)) {
          const message = `ServiceMonitor ${object.name}: scrapeTimeout is ${times.data}, longer than the interval, which is ${limit.data}`;
          yield {
            object,
            path: [...path, 'scrapeTimeout'],
            value: ['serviceMonitor', 'scrapeTimeout'],
            message,
            hint: 'Set the option prometheus.serviceMonitor.scrapeTimeout to no more than interval.',
          };
        }
        for (const field of ['interval', 'scrapeTimeout']) {
          yield* otherThanValue(object, [...path, field], subject, ['serviceMonitor', field]);
        }
        const folder = textAt(endpoint, 'path') ?? '/metrics';
        if (folder !== '/metrics') {
          const message = `ServiceMonitor ${object.name} asks ${folder}, and the metrics are at /metrics`;
          yield { object, path: [...path, 'path'], message, hint: 'Write path: /metrics.' };
        }
        const port = textAt(endpoint, 'port');
        if (selected.length === 0 || selected.some(({ ports }) => ports.some(({ name }) => name === port)))
          continue;
        const message = `ServiceMonitor ${object.name} asks port ${port ?? '(none)'}, which no Service that it selects has`;
        yield {
          object,
          path: [...path, 'port'],
          value: ['prometheus', 'enabled'],
          message,
          hint: 'Use the option prometheus, which opens the port metrics.',
        };
      }
    }
    for (const runner of runners) {
      yield* exporterOff(runner, subject);
      yield* metricsPort(runner, services);
    }
  },
);

const labelsOf = (manifest: Data): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(at(manifest, 'metadata', 'labels') ?? {}).map(([key, value]) => [key, said(value)]),
  );

function* exporterOff(runner: Runner, { values }: Subject): Iterable<Verdict> {
  const known = configIn(runner);
  if (known === null || at(values, 'prometheus', 'enabled') !== true) return;
  if (at(known.ksml, 'prometheus', 'enabled') === true) return;
  yield {
    object: runner.files?.object,
    path: ['data', runnerFiles.runner],
    value: ['prometheus', 'enabled'],
    message: `ConfigMap ${runner.files?.object.name}: the exporter is off, and the value prometheus.enabled is true, so nobody answers at port metrics`,
    hint: 'Let the configuration take prometheus.enabled from the values.',
  };
}

function* metricsPort(runner: Runner, services: readonly Service[]): Iterable<Verdict> {
  const known = configIn(runner);
  if (at(known?.ksml, 'prometheus', 'enabled') !== true) return;
  const { object, container, pod } = runner;
  const port = at(known?.ksml, 'prometheus', 'port');
  const open = podPortsOf(pod).find(({ name }) => name === 'metrics');
  const entrances = services.filter(({ leadsTo }) => leadsTo.includes(runner));
  if (entrances.length > 0 && !entrances.some(({ ports }) => ports.some(({ name }) => name === 'metrics'))) {
    const message = `Service ${entrances[0]?.object.name} has no port metrics, though the exporter is on`;
    const hint = 'Let the template open the port metrics of the Service.';
    yield {
      object: entrances[0]?.object,
      path: ['spec', 'ports'],
      value: ['prometheus', 'enabled'],
      message,
      hint,
    };
  }
  for (const { object: service, ports } of entrances) {
    const entrance = ports.find(({ name }) => name === 'metrics');
    const behind = entrance === undefined ? undefined : containerPort(entrance, runner);
    if (entrance === undefined || behind === undefined || behind.name === 'metrics') continue;
    yield {
      object: service,
      path: [...entrance.path, 'targetPort'],
      message: `Service ${service.name} sends port metrics to ${said(entrance.target)}, where no metrics are`,
      hint: 'Write targetPort: metrics.',
    };
  }
  if (said(open?.number) === said(port)) return;
  const message = `${nameOf(runner)}: port metrics is ${open?.number ?? 'missing'}, and the exporter listens at ${said(port)}`;
  yield {
    object,
    path: open?.path ?? [...container.path, 'ports'],
    value: ['prometheus', 'port'],
    message,
    hint: 'Let container port and configuration come from prometheus.port.',
  };
}

export const monitoringRules: readonly Rule[] = [monitored, scrapes];
