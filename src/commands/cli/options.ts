/** What several commands have in common on the command line. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { riskIds } from '../../plan/plan.ts';
import { parseDuration } from '../../stack/duration.ts';

/** Ends a command with an exit code. */
export type Finish = (code: number) => void;

/** One that looks at what a stack has in the cluster, and pulls no charts. */
export const clusterCommand = (root: Command, name: string, description: string): Command =>
  root
    .command(name)
    .description(description)
    .option('-s, --stack <name>', 'stack to work on; may be left out if there is only one')
    .option('-C, --cwd <folder>', 'stack directory: where deploy.yaml and Pulumi.yaml are', '.')
    .option('--json', 'print the result as JSON', false);

/** One that works on a stack and its charts. */
export const stackCommand = (root: Command, name: string, description: string): Command =>
  clusterCommand(root, name, description).addOption(
    repeated(
      '--chart-mirror <from=to>',
      'pull charts whose reference starts with FROM from TO instead; may be repeated (K8S_DEPLOY_CHART_MIRRORS)',
    ),
  );

/** What is done about a stack that somebody else works on, or that a run has left behind. */
export const freeStackCommand = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--wait-for-lock <duration>',
        'if somebody else works on the stack, wait so long for the end: seconds, or 90s, 15m, 1h30m',
      ).argParser(durationSeconds),
    )
    .option('--recover', 'first settle what a run that is over has left behind, as `recover` does');

/** What speaks against a plan. */
export const planningCommand = (command: Command): Command =>
  command
    .addOption(
      new Option('--max-deletes <number>', 'refuse to delete more objects and resources').argParser(
        wholeNumber,
      ),
    )
    .addOption(
      new Option('--max-replaces <number>', 'refuse to replace more objects and resources').argParser(
        wholeNumber,
      ),
    )
    .addOption(repeated('--deny <risk>', `refuse a plan with such a risk: ${riskIds.join(', ')}`))
    .option('--no-check', 'leave the contract gate out');

export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number from 0');
}

export function positiveSeconds(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (seconds > 0 && seconds <= 3600) return seconds;
  throw new InvalidArgumentError('expected seconds, more than 0 and at most 3600');
}

/** `90`, `90s`, `15m`, `1h30m` in seconds. */
export function durationSeconds(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== null) return seconds;
  throw new InvalidArgumentError('expected seconds, or a duration such as 90s, 15m or 1h30m, at most 24h');
}

export const repeated = (flags: string, description: string): Option =>
  new Option(flags, description)
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], 'none');
