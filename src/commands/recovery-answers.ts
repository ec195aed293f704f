/** What a person says of creations that were broken off: `--created` and `--not-created`. */
import type { PendingOperation } from '../deploy/pending-operations.ts';
import { Failure } from '../stack/failure.ts';

/** Each is a URN, or `KIND/NAME` as a preview shows it. */
export interface Answers {
  readonly created: readonly string[];
  readonly notCreated: readonly string[];
}

export const noAnswers: Answers = { created: [], notCreated: [] };

export function answerTo(
  operation: PendingOperation,
  { created, notCreated }: Answers,
): 'created' | 'not-created' | null {
  if (created.some((text) => isAbout(text, operation))) return 'created';
  return notCreated.some((text) => isAbout(text, operation)) ? 'not-created' : null;
}

const isAbout = (text: string, { urn, kind, name, operation }: PendingOperation): boolean =>
  operation === 'creating' && (text === urn || text === `${kind}/${name}`);

/** Throws a `Failure` (configuration) with all that does not fit. */
export function requireFitting(answers: Answers, operations: readonly PendingOperation[]): void {
  const creations = operations.filter(({ operation }) => operation === 'creating');
  const given = [...answers.created, ...answers.notCreated];
  const problems = [...new Set(given)].flatMap((text) => {
    const meant = creations.filter((operation) => isAbout(text, operation));
    if (meant.length === 0) return [`no creation that was broken off is of ${JSON.stringify(text)}`];
    if (meant.length > 1)
      return [`${JSON.stringify(text)} may be any of ${meant.map(({ urn }) => urn).join(', ')}`];
    const isBoth =
      answers.created.some((each) => meant.some((one) => isAbout(each, one))) &&
      answers.notCreated.some((each) => meant.some((one) => isAbout(each, one)));
    return isBoth ? [`${JSON.stringify(text)} is said to be created and not to be`] : [];
  });
  if (problems.length === 0) return;
  const known = creations.map(({ kind, name }) => `${kind}/${name}`);
  throw new Failure('configuration', problems.join('\n'), {
    hint:
      known.length === 0
        ? 'there is none: leave --created and --not-created out'
        : `there is: ${known.join(', ')}`,
  });
}
