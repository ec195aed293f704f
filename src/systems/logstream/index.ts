/** Cribl LogStream worker groups. */
import { defineSystem } from '../system.ts';
import { faults } from './faults.ts';
import { needs } from './needs.ts';
import { options } from './options.ts';
import { recipe } from './recipe.ts';
import { refuseCombinations } from './refusals.ts';
import { rules } from './rules/index.ts';

export const logstreamWorkerGroup = defineSystem({
  name: 'logstream-worker-group',
  options: options.superRefine(refuseCombinations),
  recipe,
  faults,
  needs,
  rules,
});
