import { duration, labels, list, monitoringDefinition, open, text, texts } from './definition.ts';

const selector = open({
  matchLabels: labels,
  matchExpressions: list(open({ key: text, operator: text, values: texts }, ['key', 'operator'])),
});

const endpoint = open({
  port: text,
  targetPort: { 'x-kubernetes-int-or-string': true },
  path: text,
  scheme: { type: 'string', enum: ['http', 'https'] },
  interval: duration,
  scrapeTimeout: duration,
  honorLabels: { type: 'boolean' },
});

/** The fields that charts set, checked as the Prometheus operator's own definition checks them. */
export const serviceMonitor = monitoringDefinition(
  'ServiceMonitor',
  'servicemonitors',
  open(
    {
      endpoints: list(endpoint),
      selector,
      namespaceSelector: open({ any: { type: 'boolean' }, matchNames: texts }),
      jobLabel: text,
      targetLabels: texts,
      podTargetLabels: texts,
    },
    ['endpoints', 'selector'],
  ),
);
