import type { Rule } from '../systems/rule.ts';

/** Rules that are switched on and off together. */
export interface Pack {
  readonly name: string;
  readonly rules: readonly Rule[];
}
