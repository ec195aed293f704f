/** What options and values refer to, and recipes without a stack file around them, for many runs. */
import type { z } from 'zod';
import type { Value } from '../../../src/stack/desired.ts';
import { isBackingRef } from '../../../src/stack/values.ts';
import type { Recipe, System } from '../../../src/systems/system.ts';

/** The recipe of a release "it" in stack "dev". Throws what the schema or the recipe has against it. */
export function quickRecipe<Name extends string, Options extends z.ZodType>(
  system: System<Name, Options>,
  options: object,
): Recipe {
  return system.recipe(system.options.parse({ system: system.name, ...options }), {
    key: 'it',
    releaseName: 'it',
    stack: 'dev',
    text: (source) => (typeof source === 'string' ? source : source.fromFile),
    path: (...steps) => ['releases', 'it', ...steps],
    problem: (path, message) => {
      throw new Error(`${path.join('.')}: ${message}`);
    },
  });
}

/** Names in all secret sources, at any depth. */
export function sourceNames(options: unknown): string[] {
  if (typeof options !== 'object' || options === null) return [];
  return Object.entries(options).flatMap(([key, value]) =>
    ['fromConfig', 'fromEnv', 'fromFile'].includes(key) && typeof value === 'string'
      ? [value]
      : sourceNames(value),
  );
}

/** Ids of all backing resources that the values refer to. */
export function nameReferences(value: Value): string[] {
  if (isBackingRef(value)) return [value.$backing];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((item) => nameReferences(item as Value));
}
