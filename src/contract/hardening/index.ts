/** What a careful team asks of every workload. Not on by default: `packs: [hardening]` in a contract file. */
import type { Pack } from '../pack.ts';
import { accessRules } from './access.ts';
import { imageRules } from './images.ts';
import { podSecurityRules } from './pod-security.ts';
import { probeRules } from './probes.ts';
import { resourceRules } from './resources.ts';
import { secretRules } from './secrets.ts';

export const hardening: Pack = {
  name: 'hardening',
  rules: [
    ...podSecurityRules,
    ...imageRules,
    ...resourceRules,
    ...probeRules,
    ...secretRules,
    ...accessRules,
  ],
};
