/** What an `openAPIV3Schema` says of one value, apart from what is in it. Values are not shown: custom objects may hold secrets. */
import { isMap, type Data, type DataMap } from '../../kubernetes/data.ts';
import { suggestion } from '../../stack/nearest.ts';
import { found, listed } from '../../stack/wording.ts';
import { formatProblem } from './formats.ts';
import { matches } from './pattern.ts';

interface Problem {
  readonly message: string;
  readonly hint: string;
}

/** Beyond, the API server reads a number with a fraction. */
const mostInteger = 2 ** 63;

const isInteger = (data: Data): boolean => Number.isInteger(data) && Math.abs(Number(data)) < mostInteger;

const types: Readonly<Record<string, readonly [name: string, fits: (data: Data) => boolean]>> = {
  string: ['text', (data) => typeof data === 'string'],
  integer: ['a whole number', isInteger],
  number: ['a number', (data) => typeof data === 'number'],
  boolean: ['true or false', (data) => typeof data === 'boolean'],
  array: ['a list', (data) => Array.isArray(data)],
  object: ['a map', isMap],
};

/** `null` if the value is of the type that the schema names. */
export function typeProblem(schema: DataMap, data: Data): string | null {
  if (schema['x-kubernetes-int-or-string'] === true) {
    const fits = typeof data === 'string' || isInteger(data);
    return fits ? null : `expected a whole number or text, found ${named(data)}`;
  }
  const type = typeof schema['type'] === 'string' ? schema['type'] : '';
  const [name, fits] = (Object.hasOwn(types, type) ? types[type] : undefined) ?? [];
  return name === undefined || fits?.(data) === true ? null : `expected ${name}, found ${named(data)}`;
}

const named = (data: Data): string =>
  typeof data === 'number' && !Number.isInteger(data) ? 'a fraction' : found(data, false);

const correct = 'Correct the value.';

export function* valueProblems(schema: DataMap, data: Data): Iterable<Problem> {
  yield* choiceProblems(schema, data);
  yield* sizeProblems(schema, data);
  if (typeof data === 'string') yield* textProblems(schema, data);
  if (typeof data === 'number') yield* numberProblems(schema, data);
}

function* choiceProblems({ enum: values }: DataMap, data: Data): Iterable<Problem> {
  if (!Array.isArray(values)) return;
  const choices = values as readonly Data[];
  const given = JSON.stringify(data);
  if (choices.some((choice) => JSON.stringify(choice) === given)) return;
  const texts = choices.filter((choice) => typeof choice === 'string');
  const near = typeof data === 'string' ? suggestion(data, texts) : '';
  const names = choices.map((choice) => (typeof choice === 'object' ? found(choice, false) : choice));
  yield { message: `expected ${listed(names)}${near}`, hint: 'Use one of these.' };
}

function* sizeProblems(schema: DataMap, data: Data): Iterable<Problem> {
  const [amount, unit, word] = sizeOf(data) ?? [];
  if (amount === undefined) return;
  const least = schema[`min${word}`];
  const most = schema[`max${word}`];
  if (typeof least === 'number' && amount < least)
    yield { message: `has ${amount} ${unit}; at least ${least} are required`, hint: 'Add what is missing.' };
  if (typeof most === 'number' && amount > most)
    yield { message: `has ${amount} ${unit}; at most ${most} are allowed`, hint: 'Make it shorter.' };
}

function sizeOf(data: Data): [amount: number, unit: string, word: string] | null {
  if (typeof data === 'string') return [Array.from(data).length, 'characters', 'Length'];
  if (Array.isArray(data)) return [data.length, 'items', 'Items'];
  return isMap(data) ? [Object.keys(data).length, 'keys', 'Properties'] : null;
}

function* textProblems({ pattern, format }: DataMap, text: string): Iterable<Problem> {
  if (typeof pattern === 'string' && matches(pattern, text) === false)
    yield { message: `does not match the pattern ${pattern}`, hint: correct };
  const problem = typeof format === 'string' ? formatProblem(format, text) : null;
  if (problem !== null) yield { message: problem, hint: correct };
}

function* numberProblems(schema: DataMap, data: number): Iterable<Problem> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof minimum === 'number' && (exclusiveMinimum === true ? data <= minimum : data < minimum)) {
    const least = `${exclusiveMinimum === true ? 'more than' : 'at least'} ${minimum}`;
    yield { message: `${data} is too small; ${least} is required`, hint: correct };
  }
  if (typeof maximum === 'number' && (exclusiveMaximum === true ? data >= maximum : data > maximum)) {
    const most = `${exclusiveMaximum === true ? 'less than' : 'at most'} ${maximum}`;
    yield { message: `${data} is too large; ${most} is allowed`, hint: correct };
  }
  if (typeof multipleOf === 'number' && multipleOf > 0 && !Number.isInteger(data / multipleOf))
    yield { message: `${data} is no multiple of ${multipleOf}`, hint: correct };
}
