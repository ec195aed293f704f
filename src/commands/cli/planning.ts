/** `preview`, `up` and `outputs`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { exitCodes } from '../../stack/failure.ts';
import type { Io } from '../session.ts';
import {
  durationSeconds,
  type Finish,
  planningCommand,
  repeated,
  stackCommand,
  wholeNumber,
  freeStackCommand,
} from './options.ts';

export function planning(root: Command, io: Io, finish: Finish): void {
  mannerCommand(
    planningCommand(
      stackCommand(root, 'preview', 'show what up would change in the cluster; changes nothing'),
    ),
  )
    .option(
      '--base <commit>',
      'compare with that branch or commit instead of the cluster: needs no cluster and no secrets',
    )
    .addOption(
      new Option('--format <format>', 'what is printed')
        .choices(['text', 'json', 'markdown', 'html'])
        .default('text'),
    )
    .addOption(repeated('--report <format=file>', 'also write json, markdown or html'))
    .option('--verbose', 'also print objects that come or go as a whole, and what is unchanged', false)
    .option('--expect-no-changes', `exit with ${exitCodes.changes} if there are changes`, false)
    .option(
      '--comment',
      'post it on the pull request of this workflow run, and to the summary of the job',
      false,
    )
    .addOption(commentLimit())
    .action(async (options) => finish(await (await import('../preview.ts')).preview(options, io)));
  freeStackCommand(mannerCommand(planningCommand(stackCommand(root, 'up', 'apply the stack file'))))
    .addOption(
      new Option('--parallel <number>', 'work on so many resources at once, 1 to 64').argParser(atOnce),
    )
    .option('--expect-digest <digest>', 'apply nothing but the plan with this digest, as preview printed it')
    .addOption(
      new Option(
        '--approved-in <place>',
        'apply nothing but the plan that our comment in the merged pull request shows',
      ).choices(['pull-request']),
    )
    .option(
      '--comment',
      'post the outcome on the pull request that was merged as this commit, and to the summary of the job',
      false,
    )
    .addOption(commentLimit())
    .action(async (options) => finish(await (await import('../up.ts')).up(options, io)));
  stackCommand(root, 'outputs', 'print the outputs of the last up').action(async (options) =>
    finish(await (await import('../outputs.ts')).outputs(options, io)),
  );
}

/** How it is gone about; a preview needs the same as the `up` that it is of. */
const mannerCommand = (command: Command): Command =>
  command
    .addOption(
      repeated(
        '--target <release>',
        'leave all releases alone but this one and what it needs; may be repeated',
      ),
    )
    .addOption(
      new Option(
        '--timeout <duration>',
        'how long to wait for each release that is changed: seconds, or 90s, 15m, 1h30m; instead of its own timeout',
      ).argParser(durationSeconds),
    )
    .option('--atomic', 'a release that fails goes back to what it was, or is removed if it is new')
    .option('--refresh', 'first ask the cluster what has become of the resources that Pulumi knows', false);

const atOnce = (text: string): number => {
  const count = wholeNumber(text);
  if (count >= 1 && count <= 64) return count;
  throw new InvalidArgumentError('expected 1 to 64');
};

const commentLimit = (): Option =>
  new Option('--comment-limit <characters>', 'for the comment (default: 65000)').argParser(commentCharacters);

const commentCharacters = (text: string): number => {
  const count = wholeNumber(text);
  if (count >= 1_000 && count <= 262_144) return count;
  throw new InvalidArgumentError('expected 1000 to 262144');
};
