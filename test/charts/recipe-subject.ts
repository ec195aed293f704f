/** What a stack file's release renders to, with everything that the recipe makes beside it. */
import type { z } from 'zod';
import { backingObjects } from '../../src/contract/references/backing-objects.ts';
import type { Data } from '../../src/kubernetes/data.ts';
import { offlineValues } from '../../src/systems/placeholders.ts';
import type { Subject } from '../../src/systems/rule.ts';
import type { System } from '../../src/systems/system.ts';
import { key, recipeOf } from '../unit/systems/recipes.ts';
import { subjectOf, type SubjectOptions } from './subject.ts';

export interface RecipeSubjectOptions extends SubjectOptions {
  readonly files?: Readonly<Record<string, string>>;
}

/** `options` are as a stack file has them, so rules see them without the schema's defaults. */
export async function recipeSubject<Name extends string, Options extends z.ZodType>(
  system: System<Name, Options>,
  chart: string,
  options: object,
  { files = {}, provided = [], ...given }: RecipeSubjectOptions = {},
): Promise<Subject> {
  const { backing, values, releaseName } = recipeOf(system, options, files);
  return await subjectOf(chart, offlineValues(values, { backing }), {
    release: releaseName ?? key,
    options: options as Data,
    ...given,
    provided: [...backingObjects({ backing }), ...provided],
  });
}
