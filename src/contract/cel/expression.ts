/** One expression: parsed and checked once, evaluated often. Nothing that it holds or is given makes it throw. */
import { isCelError, parse, plan, type CelValue } from '@bufbuild/cel';
import { suggestion } from '../../stack/nearest.ts';
import { environment } from './environment.ts';
import { regex } from './functions/regex.ts';
import { celLimits } from './limits.ts';
import { refillBudget, withSafeMacros } from './macros.ts';
import { constantText, dotted, readingOf, type Call, type Node, type Reading } from './syntax.ts';
import type { Variables } from './variables.ts';

/** What is wrong, and where in the expression: from 0, in UTF-16 code units. */
export interface Flaw {
  readonly offset: number;
  readonly message: string;
}

export interface Fault extends Flaw {
  /** All that is wrong is that something is not there: a field, a key, an item of a list. */
  readonly isMissing: boolean;
}

export type Evaluated =
  { readonly ok: true; readonly value: CelValue } | { readonly ok: false; readonly fault: Fault };

export interface Expression {
  /** The variables that it reads. */
  readonly reads: ReadonlySet<string>;
  evaluate(variables: Variables): Evaluated;
}

export type CompiledExpression =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly flaws: readonly Flaw[] };

const types = ['int', 'uint', 'double', 'bool', 'string', 'bytes', 'list', 'map', 'null_type'];

export function compileExpression(text: string, variables: ReadonlySet<string>): CompiledExpression {
  if (text.length > celLimits.characters) {
    const message = `the expression has ${text.length} characters; at most ${celLimits.characters} are read`;
    return { ok: false, flaws: [{ offset: 0, message }] };
  }
  try {
    // A comment ends with its line.
    const { expr, sourceInfo } = parse(`${text}\n`);
    const at = (id: bigint | undefined): number => {
      const offset = Math.max(0, sourceInfo?.positions[String(id)] ?? 0);
      // Of an operator it is where the space before it begins.
      return offset + (/^\s*/.exec(text.slice(offset))?.[0].length ?? 0);
    };
    const reading = readingOf(expr, (name) => environment.funcs.find(name) !== undefined);
    const flaws = flawsOf(reading, variables, at);
    if (flaws.length > 0) return { ok: false, flaws };
    const evaluate = plan(environment, withSafeMacros(expr));
    return {
      ok: true,
      expression: {
        reads: new Set(reading.references.map(({ name }) => name)),
        evaluate(given) {
          refillBudget();
          const value = evaluate(given);
          if (!isCelError(value)) return { ok: true, value };
          return { ok: false, fault: faultOf(value, reading.nodes, given, at) };
        },
      },
    };
  } catch (error) {
    return { ok: false, flaws: [syntaxFlaw(error, text)] };
  }
}

function syntaxFlaw(error: unknown, text: string): Flaw {
  if (error instanceof RangeError) return { offset: 0, message: 'the expression is nested too deeply' };
  const message = error instanceof Error ? error.message.replace(/^<input>:\d+:\d+: /, '') : String(error);
  const offset =
    error instanceof Error && 'location' in error && isLocation(error.location)
      ? error.location.start.offset
      : 0;
  return { offset: Math.min(offset, text.length), message: `not an expression of CEL: ${message}` };
}

const isLocation = (value: unknown): value is { start: { offset: number } } =>
  typeof value === 'object' &&
  value !== null &&
  'start' in value &&
  typeof value.start === 'object' &&
  value.start !== null &&
  'offset' in value.start &&
  typeof value.start.offset === 'number';

/** Names that nothing has would be an error in every case, or even count as absent. */
function flawsOf(
  { references, calls }: Reading,
  variables: ReadonlySet<string>,
  at: (id: bigint) => number,
): Flaw[] {
  return [
    ...references.flatMap(({ id, name }) => {
      if (variables.has(name) || types.includes(name)) return [];
      const hint =
        name === 'type'
          ? '; for the field write object.type'
          : variables.has('object')
            ? suggestion(name, variables) || `; a field of the object is object.${name}`
            : suggestion(name, variables);
      return [{ offset: at(id), message: `there is no variable "${name}"${hint}` }];
    }),
    ...calls.flatMap((call) => {
      const message = callFlaw(call);
      return message === null ? [] : [{ offset: at(call.id), message }];
    }),
  ].toSorted((a, b) => a.offset - b.offset);
}

/** Operators are calls of functions such as `_+_`. */
const isOperator = (name: string): boolean => !/^\w/.test(name) || name.startsWith('_');

/** They are no functions when they are given what they expect. */
const macros = {
  has: 'has() takes a field, as in has(object.spec)',
  all: 'all() takes a name and a condition, as in list.all(x, x > 1)',
  exists: 'exists() takes a name and a condition, as in list.exists(x, x > 1)',
  exists_one: 'exists_one() takes a name and a condition, as in list.exists_one(x, x > 1)',
  map: 'map() takes a name and what to make of it, as in list.map(x, x.name)',
  filter: 'filter() takes a name and a condition, as in list.filter(x, x > 1)',
} as const;

const isMacro = (name: string): name is keyof typeof macros => Object.hasOwn(macros, name);

const patternFunctions = ['matches', 'find', 'findAll'];

function callFlaw({ names, args }: Call): string | null {
  const name = names.at(-1) ?? '';
  if (isOperator(name)) return null;
  const known = names.some((one) => environment.funcs.find(one) !== undefined);
  if (!known && isMacro(name)) return macros[name];
  if (!known) {
    const functions = new Set(
      [...environment.funcs].map((one) => one.name).filter((one) => !isOperator(one)),
    );
    return `there is no function "${name}"${suggestion(name, [...functions, ...Object.keys(macros)])}`;
  }
  const pattern = patternFunctions.includes(name) ? constantText(args[0]) : null;
  if (pattern === null) return null;
  try {
    regex(pattern);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

type CelFailure = Extract<ReturnType<ReturnType<typeof plan>>, Error>;

function faultOf(
  error: CelFailure,
  nodes: ReadonlyMap<bigint, Node>,
  variables: Variables,
  at: (id: bigint | undefined) => number,
): Fault {
  const id = error.exprId;
  const node = id === undefined ? undefined : nodes.get(id);
  const isUnset = node?.exprKind.case === 'identExpr' && !(node.exprKind.value.name in variables);
  const place = node === undefined ? null : dotted(node);
  const said = isUnset ? 'there is no such field' : error.message;
  return {
    offset: at(id),
    message: place === null ? said : `${place}: ${said}`,
    isMissing: isMissing(error, nodes),
  };
}

/** A field, a variable or an index can fail in no other way. `a && b` reports the errors of both: the second is among the causes. */
function isMissing({ exprId, cause }: CelFailure, nodes: ReadonlyMap<bigint, Node>): boolean {
  const kind = exprId === undefined ? undefined : nodes.get(exprId)?.exprKind.case;
  return (
    (kind === 'selectExpr' || kind === 'identExpr') &&
    (Array.isArray(cause) ? cause : []).every((one: unknown) => isCelError(one) && isMissing(one, nodes))
  );
}
