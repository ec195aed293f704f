/** LF-10 to LF-12: Prometheus finds the metrics, and the network policy lets it and the tasks in. */
import { at, listAt, textAt, textsAt } from '../../../kubernetes/data.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import { labelSelector, selects, selectorText } from '../../../kubernetes/selectors.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { ofKind, rule, shown, textsIn, type ControlPlane } from './control-plane.ts';

const monitorValue = (field: string): string[] => ['metrics', 'serviceMonitor', field];

/** Milliseconds of a duration of Prometheus, `1h30m`; `null` if it is none. */
function milliseconds(duration: string): number | null {
  const units: Readonly<Record<string, number>> = {
    y: 31_536e6,
    w: 6048e5,
    d: 864e5,
    h: 36e5,
    m: 6e4,
    s: 1e3,
    ms: 1,
  };
  if (!/^(\d+(y|w|d|h|ms|m|s))+$/.test(duration)) return null;
  return [...duration.matchAll(/(\d+)(ms|[ywdhms])/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? 0),
    0,
  );
}

const timeouts = rule(
  {
    id: 'LF-10',
    title: 'A scrape may not take longer than the interval',
    why: 'The Prometheus Operator refuses such a ServiceMonitor, so nothing is measured. Set the options serviceMonitor.interval and scrapeTimeout, the second no more than the first.',
    severity: 'error',
  },
  function* ({ subject }) {
    for (const object of ofKind(subject, 'ServiceMonitor')) {
      for (const [index, endpoint] of listAt(object.manifest, 'spec', 'endpoints').entries()) {
        const [timeout, interval] = ['scrapeTimeout', 'interval'].map(
          (field) => textAt(endpoint, field) ?? '',
        );
        const [wait, every] = [timeout, interval].map((text) => milliseconds(text ?? ''));
        if (wait === null || wait === undefined || every === null || every === undefined || wait <= every)
          continue;
        const message = `ServiceMonitor ${object.name}: scrapeTimeout ${timeout} is more than the interval of ${interval}`;
        const hint = 'Lower the option serviceMonitor.scrapeTimeout, or raise serviceMonitor.interval.';
        yield {
          object,
          path: ['spec', 'endpoints', index, 'scrapeTimeout'],
          value: monitorValue('scrapeTimeout'),
          message,
          hint,
        };
      }
    }
  },
);

const group = 'monitoring.coreos.com/v1';

const chosen = rule(
  {
    id: 'LF-11',
    title: 'The cluster knows ServiceMonitors, and Prometheus selects this one',
    why: 'Without the CRD the install fails. A Prometheus with a serviceMonitorSelector ignores a ServiceMonitor without its labels, and says nothing. Give the labels by the option serviceMonitor.labels.',
    severity: 'error',
  },
  function* ({ subject }) {
    const { apiVersions } = subject.release;
    const known = apiVersions.some((version) => version === group || version === `${group}/ServiceMonitor`);
    const isInstalled =
      known ||
      subject.around.find('CustomResourceDefinition', null, 'servicemonitors.monitoring.coreos.com') !==
        undefined;
    for (const object of ofKind(subject, 'ServiceMonitor')) {
      if (!isInstalled && apiVersions.length === 0)
        yield { notChecked: `whether the cluster knows ServiceMonitors: no apiVersions are given` };
      else if (!isInstalled) {
        const message = `ServiceMonitor ${object.name} is of ${group}, which is not among the API versions of the cluster, so the install fails`;
        const hint = `Add ${group} to the apiVersions if the cluster has the Prometheus Operator, or leave the option serviceMonitor out.`;
        yield { object, path: ['apiVersion'], value: monitorValue('enabled'), message, hint };
      }
      yield* unselected(
        object,
        subject.around.all('Prometheus').flatMap((one) => one.object ?? []),
      );
    }
  },
);

function* unselected(monitor: RenderedObject, servers: readonly RenderedObject[]): Iterable<Verdict> {
  if (servers.length === 0) {
    yield { notChecked: `by which labels Prometheus selects ServiceMonitor ${monitor.name}` };
    return;
  }
  const labels = textsAt(monitor.manifest, 'metadata', 'labels');
  const selectors = servers.map(({ manifest }) => at(manifest, 'spec', 'serviceMonitorSelector'));
  if (
    selectors.some(
      (selector) => selector !== undefined && selector !== null && selects(labelSelector(selector), labels),
    )
  )
    return;
  const asked = selectors.map((selector) => selectorText(labelSelector(selector)) || 'nothing').join(' or ');
  const message = `ServiceMonitor ${monitor.name} has not the labels that Prometheus selects: ${asked}`;
  yield {
    object: monitor,
    path: ['metadata', 'labels'],
    value: monitorValue('additionalLabels'),
    message,
    hint: 'Set the option serviceMonitor.labels to them.',
  };
}

const led = rule(
  {
    id: 'leoflow/monitoring',
    title: 'The ServiceMonitor leads to port metrics of the Service, at /metrics',
    why: 'Prometheus takes the Services that the selector and the namespaces give, and of these the port by its name. Where one of them is wrong nothing is measured, and nobody is told.',
    severity: 'error',
  },
  function* (plane) {
    const { subject, services } = plane;
    for (const object of ofKind(subject, 'ServiceMonitor')) {
      const { manifest, name } = object;
      const of = `ServiceMonitor ${name}`;
      const place = { object, value: monitorValue('enabled') };
      const selector = labelSelector(at(manifest, 'spec', 'selector'));
      const found = services.filter((service) =>
        selects(selector, textsAt(service.object.manifest, 'metadata', 'labels')),
      );
      if (selector.length === 0 || found.every(({ leadsTo }) => leadsTo.length === 0)) {
        const message = `${of} selects ${selectorText(selector) || 'every Service'}, and ${found.length === 0 ? 'the Service has not these labels' : 'not just that of the server'}`;
        yield {
          ...place,
          path: ['spec', 'selector'],
          message,
          hint: 'Give the selector the labels of the Service.',
        };
      }
      const endpoints = listAt(manifest, 'spec', 'endpoints');
      if (
        !endpoints.some(
          (endpoint) =>
            textAt(endpoint, 'port') === 'metrics' && (textAt(endpoint, 'path') ?? '/metrics') === '/metrics',
        )
      ) {
        const message = `${of} reads ${shown(endpoints)}, and the metrics are at /metrics of port metrics`;
        yield {
          ...place,
          path: ['spec', 'endpoints'],
          message,
          hint: 'Write port: metrics and path: /metrics.',
        };
      }
      yield* outOfSight(object, plane);
      const asked = textAt(subject.values, ...monitorValue('namespace')) ?? '';
      const expected = asked === '' ? subject.release.namespace : asked;
      const actual = object.namespace ?? subject.release.namespace;
      if (actual !== expected) {
        const message = `${of} is in namespace ${actual}, expected ${expected}, where Prometheus looks for it`;
        const hint = 'Write namespace: {{ .namespace | default $.Release.Namespace }}.';
        yield { object, path: ['metadata', 'namespace'], value: monitorValue('namespace'), message, hint };
      }
    }
  },
);

function* outOfSight(object: RenderedObject, { subject, servers }: ControlPlane): Iterable<Verdict> {
  const names = textsIn(object.manifest, 'spec', 'namespaceSelector', 'matchNames');
  const isAny = at(object.manifest, 'spec', 'namespaceSelector', 'any') === true;
  const own = object.namespace ?? subject.release.namespace;
  for (const { namespace } of servers) {
    if (isAny || (names.length === 0 ? own === namespace : names.includes(namespace))) continue;
    const message = `ServiceMonitor ${object.name} looks in namespace ${names.join(', ') || own}, and the server is in ${namespace}`;
    yield {
      object,
      path: ['spec', 'namespaceSelector'],
      value: monitorValue('namespace'),
      message,
      hint: 'Write matchNames: [{{ .Release.Namespace }}].',
    };
  }
}

export const monitoringRules: readonly Rule[] = [timeouts, chosen, led];
