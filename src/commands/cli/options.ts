/** What several commands have in common on the command line. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { riskIds } from '../../plan/plan.ts';

/** Ends a command with an exit code. */
export type Finish = (code: number) => void;

/** One that works on a stack. */
export function stackCommand(root: Command, name: string, description: string): Command {
  return root
    .command(name)
    .description(description)
    .option('-s, --stack <name>', 'stack to work on; may be left out if there is only one')
    .option('-C, --cwd <folder>', 'stack directory: where deploy.yaml and Pulumi.yaml are', '.')
    .option('--json', 'print the result as JSON', false)
    .addOption(
      repeated(
        '--chart-mirror <from=to>',
        'pull charts whose reference starts with FROM from TO instead; may be repeated (K8S_DEPLOY_CHART_MIRRORS)',
      ),
    );
}

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

export const repeated = (flags: string, description: string): Option =>
  new Option(flags, description)
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], 'none');
