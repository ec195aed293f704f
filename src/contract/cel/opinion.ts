/** What a rule says of one object, or of all of a case: selected or not, kept or not, or that it cannot tell. */
import type { Expression, Fault } from './expression.ts';
import type { Variables } from './variables.ts';
import type { RuleProblem, RuleText } from './verdict.ts';

export interface Parts {
  readonly on: Expression | null;
  readonly assert: Expression;
  readonly message: Expression | null;
}

type Errors = readonly RuleProblem[];

/** What a rule says of one object, or of a case: it depends on nothing but the variables. */
export interface Opinion {
  readonly isSelected: boolean;
  /** Of the violation. */
  readonly message: string | null;
  readonly errors: Errors;
}

const notSelected: Opinion = { isSelected: false, message: null, errors: [] };

export function opinionOf(text: RuleText, { on, assert, message }: Parts, variables: Variables): Opinion {
  if (on !== null) {
    const selected = condition(on, variables);
    // `on` is asked of every kind of object, so that a field that is not there is an ordinary answer.
    if (!selected.ok && selected.fault.isMissing) return notSelected;
    if (!selected.ok)
      return { isSelected: false, message: null, errors: [{ part: 'on', ...flawOf(selected.fault) }] };
    if (!selected.value) return notSelected;
  }
  const holds = condition(assert, variables);
  if (!holds.ok)
    return { isSelected: true, message: null, errors: [{ part: 'assert', ...flawOf(holds.fault) }] };
  if (holds.value) return { isSelected: true, message: null, errors: [] };
  const made = message === null ? null : messageOf(message, variables);
  return {
    isSelected: true,
    message: made?.text ?? text.message ?? `this does not hold: ${oneLine(text.assert)}`,
    errors: made?.errors ?? [],
  };
}

type Condition =
  { readonly ok: true; readonly value: boolean } | { readonly ok: false; readonly fault: Fault };

function condition(expression: Expression, variables: Variables): Condition {
  const result = expression.evaluate(variables);
  if (!result.ok) return result;
  if (typeof result.value === 'boolean') return { ok: true, value: result.value };
  const message = `it must be true or false, and is ${kindOf(result.value)}`;
  return { ok: false, fault: { offset: 0, message, isMissing: false } };
}

const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : typeof value === 'string'
      ? 'a string'
      : typeof value === 'bigint' || typeof value === 'number'
        ? 'a number'
        : 'neither';

function messageOf(expression: Expression, variables: Variables): { text: string | null; errors: Errors } {
  const result = expression.evaluate(variables);
  const part = 'messageExpression';
  if (!result.ok) return { text: null, errors: [{ part, ...flawOf(result.fault) }] };
  const { value } = result;
  if (typeof value === 'string' && value !== '') return { text: value, errors: [] };
  const message =
    typeof value === 'string' ? 'the message is empty' : `it must be a string, and is ${kindOf(value)}`;
  return { text: null, errors: [{ part, offset: 0, message }] };
}

const flawOf = ({ offset, message }: Fault): Omit<RuleProblem, 'part'> => ({ offset, message });

const shownCharacters = 200;

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > shownCharacters ? `${line.slice(0, shownCharacters)}…` : line;
}
