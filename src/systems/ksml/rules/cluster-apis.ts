/** KP-16: what the cluster has to have. */
import { at } from '../../../kubernetes/data.ts';
import type { Rule } from '../../rule.ts';
import { rule } from './provisioner-render.ts';

const monitoring = 'monitoring.coreos.com/';
const metrics = 'metrics.k8s.io/';

const apis = rule(
  {
    id: 'KP-16',
    title:
      'The cluster has the Prometheus Operator’s kinds where customValues ask for them, and a metrics server',
    why: 'The runner chart leaves out ServiceMonitor and PrometheusRule without a word where the cluster does not know them, and GET /metrics of the provisioner answers 404 without a metrics server. Tell the check what the cluster has by its API versions.',
    severity: 'warning',
  },
  function* ({ provisioners, root, subject: { release } }) {
    const has = (group: string): boolean => release.apiVersions.some((version) => version.startsWith(group));
    for (const { object, custom } of provisioners) {
      const values = custom.values === 'malformed' ? null : custom.values;
      const asked = ['serviceMonitor', 'prometheusRule'].filter(
        (name) => at(values, name, 'enabled') === true,
      );
      if (asked.length > 0 && !has(monitoring)) {
        if (release.apiVersions.length === 0)
          yield { notChecked: 'whether the cluster has monitoring.coreos.com/v1: no API versions are given' };
        else {
          const message = `customValues enable ${asked.join(' and ')}, and monitoring.coreos.com/v1 is not among the API versions of the cluster, so they are left out`;
          yield {
            object,
            value: [...root, 'customValues', asked[0] ?? ''],
            message,
            hint: 'Install the Prometheus Operator, or remove them from the option customValues.',
          };
        }
      }
      if (!has(metrics))
        yield {
          notChecked:
            'whether the cluster has a metrics server, which GET /metrics reads: metrics.k8s.io/v1beta1 is not among the API versions given',
        };
    }
  },
);

export const clusterRules: readonly Rule[] = [apis];
