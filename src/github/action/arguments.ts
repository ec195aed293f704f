/** Inputs as arguments of the command line: the Action does what the terminal does, by the same parser. Pure. */
import {
  type ActionCommand,
  type ActionInput,
  actionInputs,
  type ActionInputs,
  type InputName,
} from './inputs.ts';

/** What is run: that of the input, or what a comment asked for. */
export interface AskedFor {
  readonly command: Exclude<ActionCommand, 'comment'>;
  readonly stack: string | null;
  /** Absolute. */
  readonly directory: string;
  /** Whether a comment on the pull request is to be kept up to date. */
  readonly comments: boolean;
  /** Beside those of the input: FORMAT=FILE. */
  readonly reports: readonly string[];
}

/** Every value stands in one argument with its option, so that none can be taken for another option; nothing passes a shell. */
export function argumentsOf(asked: AskedFor, inputs: ActionInputs): string[] {
  const { command } = asked;
  const known = actionInputs.filter(({ commands }) => commands === 'all' || commands.includes(command));
  const instead: Partial<Record<InputName, ActionInputs[InputName]>> = {
    stack: asked.stack,
    'work-dir': asked.directory,
    comment: asked.comments,
    reports: [...inputs.reports, ...asked.reports],
  };
  return [
    command,
    ...known.flatMap((input) => {
      const name = input.name as InputName;
      return optionOf(input, name in instead ? (instead[name] ?? null) : inputs[name]);
    }),
    ...(command === 'destroy' ? ['--yes'] : []), // its stack was named twice
    ...(command === 'check' && inputs.contracts.length > 0 ? ['--', ...inputs.contracts] : []),
  ];
}

function optionOf({ option, default: usual }: ActionInput, value: ActionInputs[InputName]): string[] {
  if (option === null || value === null) return [];
  if (typeof value === 'boolean') return value === option.startsWith('--no-') ? [] : [option];
  if (typeof value === 'string' || typeof value === 'number')
    return String(value) === usual ? [] : [`${option}=${value}`];
  return value.map((entry) => `${option}=${entry}`);
}
