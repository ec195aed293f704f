/** What is wrong with a manifest by itself, whatever is around it: found once for each, however many cases render it. */
import type { DataPath } from '../../kubernetes/data.ts';
import { perManifest } from '../../kubernetes/per-manifest.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Rule, Severity } from '../../systems/rule.ts';
import { objectText } from './wording.ts';

/** What comes of most of them. */
export const refused = 'The API server refuses it';

export interface Fault {
  readonly path: DataPath;
  /** What follows the object's kind and name in the message. */
  readonly message: string;
  readonly hint: string;
  readonly severity?: Severity;
}

/** A rule that looks at each object alone. */
export function ruleOfManifests(
  about: Omit<Rule, 'check'>,
  faults: (object: RenderedObject) => readonly Fault[],
): Rule {
  const faultsOf = perManifest(faults);
  return {
    ...about,
    check: ({ objects }) =>
      objects.flatMap((object) =>
        faultsOf(object).map(({ message, ...rest }) => ({
          object,
          message: `${objectText(object)}, ${message}`,
          ...rest,
        })),
      ),
  };
}
