import { defineSystem } from '../system.ts';
import { faults } from './faults.ts';
import { options } from './options.ts';
import { recipe } from './recipe.ts';
import { rules } from './rules/index.ts';

/** Workflow control plane: https://github.com/neochaotic/leoflow, the chart that its README of the time documents. */
export const leoflow = defineSystem({ name: 'leoflow', options, recipe, faults, rules });
