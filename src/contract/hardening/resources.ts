import { at } from '../../kubernetes/data.ts';
import { containerRule } from './container-rule.ts';

const wanted = [
  ['requests', 'cpu'],
  ['requests', 'memory'],
  ['limits', 'memory'],
] as const;

export const resourceRules = [
  containerRule(
    {
      id: 'hardening/resources',
      title: 'Containers request CPU and memory and limit memory',
      why: 'The scheduler places pods by their requests; without them a node is filled until it kills, and a leak takes the neighbours along. A CPU limit is left to you: it throttles.',
      severity: 'warning',
    },
    function* ({ spec }) {
      const missing = wanted.filter((path) => (at(spec, 'resources', ...path) ?? null) === null);
      if (missing.length === 0) return;
      const names = missing.map((path) => path.join('.')).join(', ');
      yield { path: ['resources'], message: `no ${names}`, hint: `Set resources: ${names}.` };
    },
  ),
];
