/** From what Zod found to what the author of the file should read. Pure. */
import type { z } from 'zod';
import { bestBranch, choicesOf } from './branch.ts';
import type { FieldPath } from './desired.ts';
import { childOf, expectationAt, knownKeys, requiredKeys } from './expectation.ts';
import type { Finding } from './finding.ts';
import { suggestion } from './nearest.ts';
import { quoted } from './problem.ts';
import { unknownKeys } from './unknown-keys.ts';
import { found, isScalarKind, kindName, listed } from './wording.ts';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

/**
 * Give this to Zod's parse: an issue then has a message only if the schema has one of its own. And no code is made for the schema: a file is parsed once, and making
 * that code takes longer.
 */
export const parseContext = { error: () => '', jitless: true } as const;

export function explain(issues: readonly Issue[], schema: Schema, value: unknown): Finding[] {
  const findings = issues.flatMap((issue) =>
    explainIssue(issue, { schema, value, path: [], secret: false, elsewhere: [] }),
  );
  const meant = new Set(
    findings.flatMap((finding) => (finding.meant ? [JSON.stringify(finding.meant)] : [])),
  );
  return findings.filter((finding) => !finding.missing || !meant.has(JSON.stringify(finding.path)));
}

/** The part of the document that a list of issues is about: their paths start here. */
interface Scope {
  readonly schema: Schema;
  readonly value: unknown;
  readonly path: FieldPath;
  readonly secret: boolean;
  /** Keys of the other options of a union, when this is one of them. */
  readonly elsewhere: readonly string[];
}

function explainIssue(issue: Issue, scope: Scope): Finding[] {
  const steps = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const path = [...scope.path, ...steps];
  const expectation = expectationAt(scope.schema, scope.value, steps);
  const secret = scope.secret || expectation.secret;
  const value = steps.reduce<unknown>(childOf, scope.value);
  const missing = value === undefined;
  const own = issue.message === '' ? null : issue.message;

  /** `expected X, found Y`; `missing; expected X`. */
  const expected = (what: string, show: boolean, hint = ''): Finding[] => [
    missing
      ? { path, part: 'value', missing, message: `missing; ${what}` }
      : {
          path,
          part: 'value',
          message: `${what}, found ${found(value, show && !secret)}${secret ? '' : hint}`,
        },
  ];
  const stated = (fallback: string): Finding[] => {
    if (own === null) return expected(fallback, true);
    const complete = !own.startsWith('expected ') || (typeof value === 'object' && value !== null);
    return complete ? [{ path, part: 'value', message: own }] : expected(own, true);
  };

  switch (issue.code) {
    case 'invalid_type': {
      const kind = kindName(issue.expected);
      const required = missing ? requiredKeys(expectation) : [];
      const needs = required.length === 0 ? '' : ` with ${required.map(quoted).join(', ')}`;
      return kind === 'text' && isBareWord(value) && !secret
        ? [{ path, part: 'value', message: barelyWritten(value, own) }]
        : expected(own ?? `expected ${kind}${needs}`, isScalarKind(kind));
    }
    case 'invalid_value': {
      const texts = issue.values.filter((item) => typeof item === 'string');
      const hint = typeof value === 'string' ? suggestion(value, texts) : '';
      return expected(own ?? `expected ${listed(issue.values)}`, true, hint);
    }
    case 'too_small':
      return stated(`expected ${amount('at least', issue.minimum, issue.origin, issue.inclusive)}`);
    case 'too_big':
      return stated(`expected ${amount('at most', issue.maximum, issue.origin, issue.inclusive)}`);
    case 'invalid_format':
      return stated(`expected text of the form ${issue.pattern ?? issue.format}`);
    case 'not_multiple_of':
      return stated(`expected a multiple of ${issue.divisor}`);
    case 'custom':
      return stated('expected something else');
    case 'unrecognized_keys':
      return unknownKeys(issue.keys, { value, path, secret, elsewhere: scope.elsewhere, expectation });
    case 'invalid_key':
    case 'invalid_element': {
      const key = quoted(String(steps.at(-1) ?? ''));
      return [{ path, part: 'key', message: `${key} cannot be a key here${keyReason(issue.issues)}` }];
    }
    case 'invalid_union': {
      if (issue.errors.length === 0) {
        // No option of a discriminated union has this discriminator.
        const options = ('options' in issue ? (issue.options ?? []) : []).filter(
          (option) => typeof option === 'string',
        );
        const hint = typeof value === 'string' ? suggestion(value, options) : '';
        return expected(own ?? `expected ${listed(options)}`, true, hint);
      }
      const branch = missing ? null : bestBranch(issue.errors, expectation, value, own === null);
      if (branch !== null) {
        const inner = { schema: branch.schema, value, path, secret, elsewhere: knownKeys(expectation) };
        return branch.issues.flatMap((nested) => explainIssue(nested, inner));
      }
      const choices = choicesOf(issue.errors);
      const hint = typeof value === 'string' ? suggestion(value, choices.names) : '';
      return expected(own ?? `expected ${choices.words.join(' or ')}`, choices.scalar, hint);
    }
  }
}

/** YAML makes a number or a boolean of text without quotes. */
const isBareWord = (value: unknown): value is number | boolean =>
  typeof value === 'number' || typeof value === 'boolean';

function barelyWritten(value: number | boolean, own: string | null): string {
  const what = typeof value === 'number' ? `the number ${value}` : String(value);
  return own === null ? `expected text, found ${what}; put it in quotes` : `${own}, found ${what}`;
}

/** A refused key is shown already; what is left to say is the rule that it breaks. */
function keyReason(issues: readonly Issue[]): string {
  const reasons = issues.flatMap((issue) => {
    if (issue.message !== '') return [issue.message];
    if (issue.code === 'too_big')
      return [`expected ${amount('at most', issue.maximum, issue.origin, issue.inclusive)}`];
    if (issue.code === 'too_small')
      return [`expected ${amount('at least', issue.minimum, issue.origin, issue.inclusive)}`];
    return [];
  });
  return reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
}

function amount(
  bound: string,
  limit: number | bigint,
  origin: string,
  inclusive: boolean | undefined,
): string {
  const relation = inclusive === false ? (bound === 'at least' ? 'more than' : 'less than') : bound;
  const plural = Number(limit) === 1 ? '' : 's';
  switch (origin) {
    case 'string':
      return `${relation} ${limit} character${plural}`;
    case 'array':
      return `a list with ${relation} ${limit} item${plural}`;
    default:
      return `${kindName(origin)} of ${relation} ${limit}`;
  }
}
