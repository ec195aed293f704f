/** What `check --leader` asks for. */
import type { Rule } from '../../rule.ts';

const loss = 'The load balancer takes what is sent, and it is lost or refused behind it.';

const texts = {
  'leader/not-exposed': {
    title: 'Every Source of the group that listens has a port of the Service',
    why: `A Source that is added on the leader does not change the Service: what is sent to its port never reaches a worker. Declare it under \`sources\`. This is the gap that the vendor's article on the chart leaves open.`,
  },
  'leader/no-source': {
    title: 'Every declared source is a Source of the group on the leader',
    why: `A port of the Service does not make a Source. ${loss} Add it to the group, then commit and deploy.`,
  },
  'leader/disabled': {
    title: 'Every declared source is enabled on the leader',
    why: `Sources that the product brings along are disabled until somebody enables them. ${loss}`,
  },
  'leader/protocol': {
    title: 'Every declared source has the protocol that it has on the leader',
    why: `A Service port carries one protocol; syslog and metrics Sources may listen by UDP, TCP or both. ${loss}`,
  },
  'leader/loopback': {
    title: 'Declared sources listen for others than their own pod',
    why: `A Source whose Address is localhost is reached by nobody outside of the pod. ${loss}`,
  },
  'leader/shared-port': {
    title: 'No two Sources of the group listen on one port',
    why: 'The second one that starts finds the port in use, and which of them that is may change with each restart.',
  },
} as const;

export type LeaderRuleId = keyof typeof texts;

export const leaderRules: readonly (Omit<Rule, 'check' | 'id'> & { readonly id: LeaderRuleId })[] =
  Object.entries(texts).map(([id, text]) => ({ id: id as LeaderRuleId, ...text, severity: 'error' }));
