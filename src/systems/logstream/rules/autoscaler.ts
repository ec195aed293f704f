/** LS-10 and LS-15: the HorizontalPodAutoscaler as an object, its API and its name. */
import { at, listAt, textAt } from '../../../kubernetes/data.ts';
import type { Rule } from '../../rule.ts';
import { isBefore } from '../../rules/kube-version.ts';
import { parameterOf } from './leader-link.ts';
import { rule } from './worker-group.ts';

const unavailable: readonly { version: string; from: string; until: string | null }[] = [
  { version: 'autoscaling/v2beta1', from: '1.8', until: '1.25' },
  { version: 'autoscaling/v2beta2', from: '1.12', until: '1.26' },
  { version: 'autoscaling/v2', from: '1.23', until: null },
];

const served = rule(
  {
    id: 'LS-10',
    title: 'The autoscaler is of an API that the cluster serves',
    why: 'Chart 1.0 writes autoscaling/v2beta1, which Kubernetes removed in 1.25, with targetAverageUtilization, which no later version has: the install fails. Set autoscaling: false there, or use chart 4.19.2.',
    severity: 'error',
  },
  function* ({ autoscalers, subject: { release } }) {
    for (const object of autoscalers) {
      const { apiVersion, manifest, name } = object;
      const value = ['autoscaling', 'enabled'];
      const hint = 'Use chart 4.19.2, or set the option autoscaling: false and the option replicas.';
      const known = unavailable.find(({ version }) => version === apiVersion);
      const isGone =
        known?.until !== null && known !== undefined && !isBefore(release.kubeVersion, known.until);
      if (isGone) {
        const message = `HorizontalPodAutoscaler ${name} is of ${apiVersion}, which Kubernetes has not had since ${known.until}, and the target is ${release.kubeVersion}`;
        yield { object, path: ['apiVersion'], value, message, hint };
      } else if (known !== undefined && isBefore(release.kubeVersion, known.from)) {
        const message = `HorizontalPodAutoscaler ${name} is of ${apiVersion}, which Kubernetes has since ${known.from}, and the target is ${release.kubeVersion}`;
        yield { object, path: ['apiVersion'], value, message, hint };
      }
      for (const [index, metric] of listAt(manifest, 'spec', 'metrics').entries()) {
        if (
          apiVersion === 'autoscaling/v2beta1' ||
          at(metric, 'resource', 'targetAverageUtilization') === undefined
        )
          continue;
        const message = `HorizontalPodAutoscaler ${name}: targetAverageUtilization is a field of autoscaling/v2beta1 only; in ${apiVersion} it is target.averageUtilization`;
        yield { object, path: ['spec', 'metrics', index, 'resource'], value, message, hint };
      }
    }
  },
);

/** Names of objects have no capitals; the chart writes `euWest` as `eu-west`. */
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

const naming = rule(
  {
    id: 'LS-15',
    title: 'Workers join the group that their objects are named after',
    why: 'With an empty config.group the autoscaler has no name and the install fails. The deprecated config.tag replaces the group in the leader’s address only, so the workers are in another group than the name says. Use the option leader.group, and leave config.tag out.',
    severity: 'error',
  },
  function* ({ autoscalers, workers, generation, subject: { values, release } }) {
    const value = generation === '1.0' ? ['config', 'tag'] : ['config', 'group'];
    const hint = 'Set the option leader.group, and leave config.tag out.';
    for (const object of autoscalers) {
      if (object.name !== '') continue;
      yield {
        object,
        path: ['metadata', 'name'],
        value,
        message: 'the HorizontalPodAutoscaler has no name: the group is empty',
        hint,
      };
    }
    for (const { leader, object } of workers) {
      const url = leader.url === 'malformed' ? null : leader.url;
      const group = url === null ? null : (parameterOf(url, 'group') ?? '');
      const asked = textAt(release.options, 'leader', 'group') ?? textAt(values, ...value);
      const place = { object, path: leader.variable?.path, value, hint };
      if (group === '') {
        yield { ...place, message: `${object.kind} ${object.name}: the leader's address names no group` };
      } else if (group !== null) {
        const off = autoscalers.find(({ name }) => name !== '' && !plain(name).endsWith(plain(group)));
        if (off !== undefined || (asked !== undefined && asked !== group)) {
          const other =
            off === undefined
              ? `the group is called ${asked}`
              : `HorizontalPodAutoscaler ${off.name} is named after another`;
          const message = `${object.kind} ${object.name}: its workers join the group ${group}, and ${other}`;
          yield { ...place, value: ['config', 'tag'], message, severity: 'warning' };
        }
      }
    }
  },
);

export const autoscalerRules: readonly Rule[] = [served, naming];
