/** What a careful team asks of every workload. Not on by default: `packs: [hardening]` in a contract file. */
import type { Rule } from '../../systems/rule.ts';
import { accessRules } from './access.ts';
import { imageRules } from './images.ts';
import { podSecurityRules } from './pod-security.ts';
import { probeRules } from './probes.ts';
import { resourceRules } from './resources.ts';
import { secretRules } from './secrets.ts';

export const hardening: readonly Rule[] = [
  ...podSecurityRules,
  ...imageRules,
  ...resourceRules,
  ...probeRules,
  ...secretRules,
  ...accessRules,
];
