/** Pods and the Pod Security level that their namespace enforces: https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
import { textAt, textsAt } from '../../kubernetes/data.ts';
import { podTemplateOf } from '../../kubernetes/pods.ts';
import type { Violation } from '../../systems/rule.ts';
import type { PodRule } from '../hardening/container-rule.ts';
import { podSecurityRules } from '../hardening/pod-security.ts';
import { baselineRules } from './baseline.ts';
import type { ClusterFacts } from './facts.ts';
import { need, weighed, type Judge } from './judge.ts';
import { missing, ok, unknown, type Answer, type Need } from './need.ts';
import { askersOf, type Scene, type SceneObject } from './scene.ts';

export const podSecurity: Judge = {
  asks: () => [],
  judge: (scene, facts) => {
    const pods = scene.objects.filter(({ id, rendered }) => id.namespace !== null && podTemplateOf(rendered));
    const groups = Map.groupBy(pods, ({ id }) => id.namespace ?? '');
    return [...groups].map(([namespace, group]): Need => {
      const what = `pods that namespace ${namespace} lets in`;
      const answer = judged(group, enforcedLevel(namespace, scene, facts));
      return need('pod-security', 'error', { what, by: askersOf(group) }, answer);
    });
  },
};

const label = 'pod-security.kubernetes.io/enforce';

/** Labels that the stack gives the namespace count before those that it has. */
function enforcedLevel(namespace: string, { objects }: Scene, { namespaces }: ClusterFacts): Answer | string {
  const own = objects.find(({ id }) => id.kind === 'Namespace' && id.name === namespace);
  const given = textsAt(own?.manifest, 'metadata', 'labels')[label];
  if (given !== undefined) return given;
  const live = namespaces.get(namespace) ?? { unknown: `namespace ${namespace} was not read` };
  if ('unknown' in live)
    return weighed(live, () => ok(''), `Look at the labels of namespace ${namespace} yourself.`);
  return textAt(live.known, 'metadata', 'labels', label) ?? 'none';
}

const rulesOf: Readonly<Record<string, readonly PodRule[]>> = {
  none: [],
  privileged: [],
  baseline: baselineRules,
  restricted: podSecurityRules,
};

function judged(group: readonly SceneObject[], level: Answer | string): Answer {
  if (typeof level !== 'string') return level;
  const rules = Object.hasOwn(rulesOf, level) ? rulesOf[level] : undefined;
  if (rules === undefined)
    return unknown(`it enforces "${level}", which is no level`, 'Give it baseline or restricted.');
  const objects = group.map(({ rendered }) => rendered);
  const flaws = rules.flatMap((rule) => [...rule.check({ objects })]);
  if (flaws.length === 0)
    return ok(level === 'none' ? 'it enforces no level' : `it enforces ${level}, and all of them keep to it`);
  return missing(
    `it enforces ${level}, and refuses ${flawsText(flaws)}`,
    'Set the security contexts in the values, or lower the level by namespaces: {NAME: {podSecurity: {enforce: …}}} in the stack file.',
  );
}

const listed = 3;

/** `pods of Deployment web (runAsNonRoot is not true; …)`. */
function flawsText(flaws: readonly Violation[]): string {
  const groups = Map.groupBy(flaws, ({ object }) => `${object?.kind ?? ''} ${object?.name ?? ''}`);
  return [...groups]
    .map(([object, some]) => {
      const messages = [...new Set(some.map(({ message }) => message))];
      const more = messages.length > listed ? `; and ${messages.length - listed} more` : '';
      return `pods of ${object} (${messages.slice(0, listed).join('; ')}${more})`;
    })
    .join(', ');
}
