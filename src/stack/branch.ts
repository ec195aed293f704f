/** Which option of a union the author of the file most probably meant. */
import type { z } from 'zod';
import { childOf, expectationAt, knownKeys, type Expectation } from './expectation.ts';
import { nearest } from './nearest.ts';
import { isScalarKind, kindName, listed } from './wording.ts';

type Issue = z.core.$ZodIssue;

export interface Branch {
  readonly schema: z.core.$ZodType;
  readonly issues: readonly Issue[];
}

/** What each mistake says against an option. A value of the wrong kind rules it out. */
const costs = { kind: 1000, discriminator: 10, unknownKey: 3, missing: 2, nearKey: 1, other: 1 } as const;

/**
 * The option that fits best: `errors` has the issues of each, in the order of the union that stands at `expectation`.
 * `null` if the value is of the wrong kind for all of them, or if several fit equally well, `guess` is false, and there is
 * more to say than that they cannot be combined.
 */
export function bestBranch(
  errors: readonly (readonly Issue[])[],
  { unions }: Expectation,
  value: unknown,
  guess: boolean,
): Branch | null {
  const union = unions.find(({ options }) => options.length === errors.length);
  if (union === undefined) return null;
  const branches = union.options.map((schema, index) => {
    const issues = errors[index] ?? [];
    return { schema, issues, against: total(issues, schema, value) };
  });
  const least = Math.min(...branches.map(({ against }) => against));
  const best = branches.filter(({ against }) => against === least);
  const combined = best.every(({ issues }) => issues.every(({ code }) => code === 'unrecognized_keys'));
  return least >= costs.kind || (best.length > 1 && !guess && !combined) ? null : (best[0] ?? null);
}

function total(issues: readonly Issue[], schema: z.core.$ZodType, value: unknown): number {
  return issues.reduce((sum, issue) => sum + cost(issue, schema, value), 0);
}

function cost(issue: Issue, schema: z.core.$ZodType, value: unknown): number {
  const steps = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const wrong = steps.reduce<unknown>(childOf, value);
  switch (issue.code) {
    case 'invalid_type':
      return steps.length === 0 ? costs.kind : wrong === undefined ? costs.missing : costs.other;
    case 'invalid_value':
      return steps.length === 0 ? costs.kind : costs.discriminator;
    case 'unrecognized_keys': {
      const known = knownKeys(expectationAt(schema, value, steps));
      return issue.keys.reduce(
        (sum, key) => sum + (nearest(key, known) === null ? costs.unknownKey : costs.nearKey),
        0,
      );
    }
    case 'invalid_union': {
      if (issue.errors.length === 0) return costs.discriminator;
      const { unions } = expectationAt(schema, value, steps);
      const union = unions.find(({ options }) => options.length === issue.errors.length);
      if (union === undefined) return costs.other;
      return Math.min(
        ...union.options.map((option, index) => total(issue.errors[index] ?? [], option, wrong)),
      );
    }
    case 'too_big':
    case 'too_small':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return costs.other;
  }
}

/** What a union takes, for a value that is of the wrong kind for every option. */
export function choicesOf(errors: readonly (readonly Issue[])[]): {
  readonly words: readonly string[];
  readonly names: readonly string[]; // texts that are accepted as they are
  readonly scalar: boolean; // no option is a map or a list
} {
  const roots = flatten(errors).filter(({ path }) => path.length === 0);
  const words = roots.flatMap((issue) => {
    if (issue.code === 'invalid_union') return [issue.message.replace(/^expected /, '')];
    if (issue.code === 'invalid_value') return [listed(issue.values)];
    return issue.code === 'invalid_type' ? [kindName(issue.expected)] : [];
  });
  const names = roots.flatMap((issue) => (issue.code === 'invalid_value' ? issue.values : []));
  return {
    words: [...new Set(words)],
    names: names.filter((name) => typeof name === 'string'),
    scalar: roots.every((issue) =>
      issue.code === 'invalid_type' ? isScalarKind(kindName(issue.expected)) : issue.code !== 'invalid_union',
    ),
  };
}

/** The issues of all options; a union among them that says itself what it takes speaks for its own. */
function flatten(errors: readonly (readonly Issue[])[]): Issue[] {
  return errors
    .flat()
    .flatMap((issue) =>
      issue.code === 'invalid_union' && issue.message === '' ? flatten(issue.errors) : [issue],
    );
}
