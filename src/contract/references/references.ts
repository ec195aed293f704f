/** The references join: everything that an object names is there, meets it, and is there in time. */
import type { Rule } from '../../systems/rule.ts';
import { addressRule } from './address-rule.ts';
import { backendRule } from './backends.ts';
import { containerPortRules } from './container-ports.ts';
import { dataRules } from './data-rules.ts';
import { hookRules } from './hook-rules.ts';
import { monitorRules } from './monitors.ts';
import { nameRules } from './name-rules.ts';
import { networkRules } from './network-rules.ts';
import { objectRules } from './object-rules.ts';
import { selectorRules } from './selector-rules.ts';
import { servicePortRules } from './service-ports.ts';
import { uniqueRule } from './unique.ts';
import { variableRule } from './variables.ts';
import { volumeRule } from './volumes.ts';

/** A pack over one release. What spans the releases of a stack: `acrossReleases`. */
export const references: readonly Rule[] = [
  ...dataRules,
  ...objectRules,
  volumeRule,
  variableRule,
  addressRule,
  ...selectorRules,
  ...monitorRules,
  ...servicePortRules,
  ...containerPortRules,
  backendRule,
  ...nameRules,
  uniqueRule,
  ...hookRules,
  ...networkRules,
];
