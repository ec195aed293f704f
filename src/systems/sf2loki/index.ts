import { defineSystem } from '../system.ts';
import { faults } from './faults.ts';
import { needs } from './needs.ts';
import { options } from './options.ts';
import { recipe } from './recipe.ts';
import { rules } from './rules/index.ts';

/** Salesforce events to Loki: https://github.com/rknightion/sf2loki, chart 0.2.0 and later. */
export const sf2loki = defineSystem({ name: 'sf2loki', options, recipe, faults, needs, rules });
