import { duration, labels, list, monitoringDefinition, open, text } from './definition.ts';

const rule = open(
  {
    record: text,
    alert: text,
    expr: { 'x-kubernetes-int-or-string': true },
    for: duration,
    keep_firing_for: duration,
    labels,
    annotations: labels,
  },
  ['expr'],
);

/** The fields that charts set, checked as the Prometheus operator's own definition checks them. */
export const prometheusRule = monitoringDefinition(
  'PrometheusRule',
  'prometheusrules',
  open({
    groups: list(
      open({ name: { type: 'string', minLength: 1 }, interval: duration, rules: list(rule) }, ['name']),
    ),
  }),
);
