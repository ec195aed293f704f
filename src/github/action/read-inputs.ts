/** The inputs of the step, as the runner gives them: `INPUT_` and the name in capitals, hyphens kept. Pure; nothing else reads them. */
import { parseDuration } from '../../stack/duration.ts';
import { Failure } from '../../stack/failure.ts';
import { suggestion } from '../../stack/nearest.ts';
import { quoted } from '../../stack/problem.ts';
import { inputForms } from './input-forms.ts';
import {
  type ActionCommand,
  actionInputs,
  type ActionInput,
  type ActionInputs,
  type InputName,
} from './inputs.ts';

const prefix = 'INPUT_';

/** Longer than any kubeconfig; the runner itself gives up at the length of an environment. */
const mostCharacters = 128 * 1024;

/** Their values stand in no message. */
const secret: ReadonlySet<string> = new Set<InputName>(['token', 'kubeconfig']);

/** Null is what could not be read; it was said why. */
type Read = string | number | boolean | readonly string[] | null;

export const variableOf = (name: string): string => `${prefix}${name.replaceAll(' ', '_').toUpperCase()}`;

export interface ReadInputs {
  readonly inputs: ActionInputs;
  /** What could not be read is null, or as if it were not given. */
  readonly problems: readonly string[];
}

export function readInputs(environment: Readonly<NodeJS.ProcessEnv>): ReadInputs {
  const problems = unknownInputs(environment);
  const read = actionInputs.map((input): [string, Read] => {
    const text = textOf(input, environment);
    return [input.name, (text === '' ? null : valueOf(input, text, problems)) ?? absent(input)];
  });
  // The table has every name, and its kind says the type.
  const inputs = Object.fromEntries(read) as ActionInputs;
  if (inputs.command === null) {
    if (textOf(commandInput, environment) === '')
      problems.push(
        'command: missing; expected check, preview, up, drift, destroy, status, recover, outputs or comment',
      );
  } else problems.push(...misplaced(inputs.command, environment), ...conflicts(inputs.command, inputs));
  return { inputs, problems };
}

/** Throws one `Failure` (configuration) with all of them. */
export function requireNoProblems(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new Failure('configuration', `the inputs of the step cannot be used:\n${problems.join('\n')}`, {
    hint: 'action.yml and docs/action.md list the inputs, and the commands that know them',
  });
}

const [commandInput] = actionInputs.filter(({ name }) => name === 'command') as [ActionInput];

/** What action.yml has by default is what nobody gave. */
function textOf({ name }: ActionInput, environment: Readonly<NodeJS.ProcessEnv>): string {
  return (environment[variableOf(name)] ?? '').trim();
}

function unknownInputs(environment: Readonly<NodeJS.ProcessEnv>): string[] {
  const known = new Map(actionInputs.map(({ name }) => [variableOf(name), name]));
  return Object.keys(environment).flatMap((variable) => {
    if (!variable.startsWith(prefix) || known.has(variable)) return [];
    const name = variable.slice(prefix.length).toLowerCase();
    return [`${quoted(name).slice(1, -1)}: there is no such input${suggestion(name, known.values())}`];
  });
}

function absent({ reads, default: usual }: ActionInput): Read {
  switch (reads.kind) {
    case 'boolean':
      return usual === 'true';
    case 'list':
      return [];
    case 'choice':
      return usual === '' ? null : usual;
    case 'count':
      return usual === '' ? null : Number(usual);
    case 'text':
      return usual === '' || usual.startsWith('${{') ? null : usual;
    case 'duration':
      return null;
  }
}

function valueOf({ name, reads }: ActionInput, text: string, problems: string[]): Read {
  const refused = (expected: string, found = text, more = ''): null => {
    problems.push(
      `${name}: expected ${expected}${secret.has(name) ? '' : `, found ${quoted(found)}${more}`}`,
    );
    return null;
  };
  if (text.length > mostCharacters) return refused(`at most ${mostCharacters} characters`);
  if (text.includes('\0')) return refused('a text without NUL');
  const form = inputForms[name as InputName];
  switch (reads.kind) {
    case 'boolean':
      if (!/^(?:true|false)$/i.test(text)) return refused('true or false');
      return text.toLowerCase() === 'true';
    case 'count': {
      const { from, to } = reads;
      const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      return count >= from && count <= to ? count : refused(`a whole number from ${from} to ${to}`);
    }
    case 'duration':
      return parseDuration(text) ?? refused('seconds, or a duration such as 90s, 15m or 1h30m, at most 24h');
    case 'choice': {
      const { of } = reads;
      return of.includes(text) ? text : refused(orList(of), text, suggestion(text, of));
    }
    case 'text':
      return form === undefined || form.fits(text) ? text : refused(form.expected);
    case 'list': {
      const entries = text.split(/[\n,]/).map((entry) => entry.trim());
      const given = [...new Set(entries.filter((entry) => entry !== ''))];
      const wrong = given.filter((entry) => form !== undefined && !form.fits(entry));
      for (const entry of wrong) refused(form?.expected ?? '', entry);
      return wrong.length === 0 ? given : null;
    }
  }
}

/** Given, and not known to the command: it would be left out without a word. */
function misplaced(command: ActionCommand, environment: Readonly<NodeJS.ProcessEnv>): string[] {
  return actionInputs.flatMap((input) => {
    const { name, commands, default: usual } = input;
    if (commands === 'all' || commands.includes(command)) return [];
    const text = textOf(input, environment);
    if (text === '' || text === usual) return [];
    return [`${name}: ${command} does not know it; it is for ${orList(commands, 'and')}`];
  });
}

function conflicts(command: ActionCommand, inputs: ActionInputs): string[] {
  const { stack, 'confirm-destroy': confirmed } = inputs;
  const problems: string[] = [];
  if (inputs['expect-digest'] !== null && inputs['approved-in'] !== null)
    problems.push('expect-digest and approved-in: only one of them can say what was reviewed');
  if (command === 'destroy' && (stack === null || confirmed !== stack))
    problems.push(
      `confirm-destroy: expected the name of the stack once more, as in the input stack (${stack === null ? 'missing' : quoted(stack)}), found ${confirmed === null ? 'nothing' : quoted(confirmed)}`,
    );
  if (command === 'preview' && inputs.base !== null)
    for (const name of ['targets', 'refresh', 'atomic', 'timeout'] as const)
      if (isGiven(inputs[name]))
        problems.push(`base and ${name}: a preview against a commit asks no cluster, and applies nothing`);
  return problems;
}

const isGiven = (value: ActionInputs[InputName]): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== null && value !== false;

const orList = (names: readonly string[], last: 'or' | 'and' = 'or'): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1) ?? ''}`;
